import type { Docker } from '../client.ts';
import type { Scenarios } from '../scenario.ts';

const BODIES = [{}, { Name: 'x' }, '{', ''];

/** Every operation on one kind of a swarm's objects. */
async function objects(docker: Docker, kind: 'configs' | 'secrets' | 'services'): Promise<void> {
  await docker.get(`/${kind}`);
  await docker.get(`/${kind}?filters=%7B`);
  for (const body of BODIES) await docker.post(`/${kind}/create`, body);
  await docker.get(`/${kind}/x`);
  await docker.delete(`/${kind}/x`);
  for (const body of BODIES) await docker.post(`/${kind}/x/update?version=1`, body);
  await docker.post(`/${kind}/x/update?version=x`, {});
  await docker.post(`/${kind}/x/update`, {});
}

/** On a node of no swarm: what all but the two calls that make one answer. */
export const swarm: Scenarios = {
  'no-swarm-objects': async docker => {
    for (const kind of ['configs', 'secrets', 'services'] as const) await objects(docker, kind);
    for (const path of ['/services/x/logs', '/tasks/x/logs']) {
      for (const query of ['', '?stdout=1', '?stdout=1&follow=1&tail=x']) await docker.get(`${path}${query}`);
    }
    await docker.get('/tasks');
    await docker.get('/tasks?filters=%7B');
    await docker.get('/tasks/x');
  },
  'no-swarm-node': async docker => {
    await docker.get('/nodes');
    await docker.get('/nodes?filters=%7B');
    await docker.get('/nodes/self');
    await docker.delete('/nodes/self');
    for (const body of BODIES) await docker.post('/nodes/self/update?version=1', body);
    await docker.post('/nodes/self/update?version=x', {});
    await docker.get('/swarm');
    await docker.post('/swarm/leave');
    await docker.post('/swarm/leave?force=1');
    await docker.get('/swarm/unlockkey');
    for (const body of BODIES) {
      await docker.post('/swarm/unlock', body);
      await docker.post('/swarm/update?version=1', body);
    }
    await docker.post('/swarm/update?version=x', {});
  },
  'no-plugins': async docker => {
    await docker.get('/plugins');
    await docker.get(`/plugins?filters=${encodeURIComponent('{"enabled":["true"]}')}`);
    await docker.get(`/plugins?filters=${encodeURIComponent('{"enabled":["x"]}')}`);
    await docker.get(`/plugins?filters=${encodeURIComponent('{"nosuch":["x"]}')}`);
    await docker.get('/plugins?filters=%7B');
    for (const name of ['nosuch', 'nosuch:tag', 'UPPER']) {
      await docker.get(`/plugins/${name}/json`);
      await docker.delete(`/plugins/${name}`);
      await docker.post(`/plugins/${name}/enable`);
      await docker.post(`/plugins/${name}/enable?timeout=x`);
      await docker.post(`/plugins/${name}/disable`);
      await docker.post(`/plugins/${name}/push`);
      await docker.post(`/plugins/${name}/set`, ['A=1']);
      await docker.post(`/plugins/${name}/set`, '{');
    }
  },
};
