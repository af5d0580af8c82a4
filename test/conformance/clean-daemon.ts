import type { Docker } from './client.ts';

/** What live-dockerd makes. */
const TAGS = ['busybox:latest', 'alpine:latest', 'alpine:3.20', 'hello-world:latest'];

/** Removes all containers, networks, volumes and images of a daemon but those it began with, and what builds keep. */
export async function cleanDaemon(docker: Docker): Promise<void> {
  for (const { Id } of (await docker.get('/containers/json?all=1')).json) {
    await docker.delete(`/containers/${Id}?force=1&v=1`);
  }
  await docker.post('/networks/prune');
  // Networks that only hold a configuration are left by prune.
  for (const { Id, ConfigOnly } of (await docker.get('/networks')).json) {
    if (ConfigOnly) await docker.delete(`/networks/${Id}`);
  }
  for (const { Name } of (await docker.get('/volumes')).json.Volumes ?? []) {
    await docker.delete(`/volumes/${Name}?force=1`);
  }
  const missing = (await docker.get('/images/alpine/json')).status === 404;
  if (missing) await docker.post('/images/busybox/tag?repo=alpine');
  for (const { RepoTags } of (await docker.get('/images/json')).json) {
    for (const tag of RepoTags ?? []) if (!TAGS.includes(tag)) await docker.delete(`/images/${tag}?force=1`);
  }
  await docker.post('/images/prune');
  await docker.post('/build/prune?all=1');
}

/** Loads images anew from an archive, so that they have no parents of a build. */
export async function forgetBuilds(docker: Docker, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if ((await docker.get(`/images/${name}/json`)).json.Parent === '') continue;
    const { body } = await docker.get(`/images/${name}/get`);
    await docker.delete(`/images/${name}?force=1`);
    await docker.post('/images/load', body, { headers: [['Content-Type', 'application/x-tar']] });
  }
}
