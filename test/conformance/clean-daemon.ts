import type { Docker } from './client.ts';

/** Removes all containers, networks and volumes of a daemon, and gives back a tag that scenarios take away. */
export async function cleanDaemon(docker: Docker): Promise<void> {
  for (const { Id } of (await docker.get('/containers/json?all=1')).json) {
    await docker.delete(`/containers/${Id}?force=1&v=1`);
  }
  await docker.post('/networks/prune');
  // Networks that only hold a configuration are left by prune.
  for (const { Id, ConfigOnly } of (await docker.get('/networks')).json) {
    if (ConfigOnly) await docker.delete(`/networks/${Id}`);
  }
  await docker.post(`/volumes/prune?filters=${encodeURIComponent('{"all":["true"]}')}`);
  for (const tag of ['mine', 'mine:2', 'tagged']) await docker.delete(`/images/${tag}`);
  const missing = (await docker.get('/images/alpine/json')).status === 404;
  if (missing) await docker.post('/images/busybox/tag?repo=alpine');
}
