import type { Docker } from '../client.ts';
import type { Scenarios } from '../scenario.ts';

const SLEEP = { Cmd: ['sleep', '1000'] };

function list(docker: Docker, filters: object | string, query = 'all=1') {
  const text = typeof filters === 'string' ? filters : JSON.stringify(filters);
  return docker.get(`/containers/json?${query}&filters=${encodeURIComponent(text)}`);
}

export const containerList: Scenarios = {
  'list-filters': async docker => {
    const one = await docker.run({ ...SLEEP, Labels: { app: 'a', tier: '1' } }, 'one');
    const two = await docker.create({ Labels: { app: 'b' }, ExposedPorts: { '80/tcp': {} } }, 'two');
    const three = await docker.run({ Cmd: ['sh', '-c', 'exit 3'], Image: 'alpine' }, 'three');
    await docker.post(`/containers/${three}/wait`);
    await docker.get('/containers/json');
    await docker.get('/containers/json?limit=1');
    await docker.get('/containers/json?all=1&limit=2');
    await docker.get('/containers/json?all=1&limit=0');
    await list(docker, { status: ['exited'] });
    await list(docker, { status: ['running', 'created'] });
    await list(docker, { status: ['running'] }, '');
    await list(docker, { exited: ['3'] });
    await list(docker, { exited: ['0'] });
    await list(docker, { label: ['app'] });
    await list(docker, { label: ['app=a'] });
    await list(docker, { label: ['app', 'tier=1'] });
    await list(docker, { name: ['on'] });
    await list(docker, { name: ['^/one$'] });
    await list(docker, { name: ['one', 'two'] });
    await list(docker, { id: [one.slice(0, 4)] });
    await list(docker, { ancestor: ['busybox'] });
    await list(docker, { ancestor: ['nosuch'] });
    await list(docker, { before: ['three'] });
    await list(docker, { since: ['one'] });
    await list(docker, { network: ['bridge'] });
    await list(docker, { network: ['nosuch'] });
    await list(docker, { volume: ['/nosuch'] });
    await list(docker, { expose: ['80'] });
    await list(docker, { publish: ['80/tcp'] });
    await list(docker, { health: ['none'] });
    await list(docker, { 'is-task': ['false'] });
    await list(docker, { 'is-task': ['true'] });
    await list(docker, '{"label":{"app=a":true}}');
    await docker.delete(`/containers/${two}`);
  },
  'list-filter-errors': async docker => {
    for (const filters of [
      '{',
      '[]',
      'x',
      '{"nosuch":["a"]}',
      '{"status":["nope"]}',
      '{"status":"running"}',
      '{}',
      'null',
    ]) {
      await list(docker, filters);
    }
    await list(docker, { exited: ['x'] });
    await list(docker, { before: ['nosuch'] });
    await list(docker, { since: ['nosuch'] });
    await list(docker, { health: ['nope'] });
    await list(docker, { 'is-task': ['maybe'] });
    await list(docker, { expose: ['x/tcp'] });
    await list(docker, { publish: ['99999'] });
    await list(docker, { name: ['('] });
    await docker.get('/containers/json?limit=x');
    await docker.get('/containers/json?all=maybe');
    await docker.get('/containers/json?size=1');
  },
  'list-states': async docker => {
    const running = await docker.run(SLEEP, 'running');
    const paused = await docker.run(SLEEP, 'paused');
    await docker.post(`/containers/${paused}/pause`);
    const failed = await docker.create({ Cmd: ['/no/such'] }, 'failed');
    await docker.post(`/containers/${failed}/start`);
    await docker.create({ Entrypoint: ['/bin/sh', '-c'], Cmd: ['echo "a b"; true'] }, 'created');
    await docker.get('/containers/json?all=1');
    await docker.get('/containers/json');
    await docker.post(`/containers/${running}/kill`);
    await docker.post(`/containers/${running}/wait`);
    await docker.get('/containers/json?all=1');
  },
  'list-versions': async docker => {
    await docker.run({ ...SLEEP, ExposedPorts: { '80/tcp': {} }, Volumes: { '/v': {} } }, 'one');
    for (const version of ['/v1.24', '/v1.41', '/v1.43', '/v1.44', '/v1.46', '/v1.48', '']) {
      await docker.get('/containers/json', { version });
      await docker.get('/containers/one/json', { version });
    }
  },
  'lookup-by-prefix': async docker => {
    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1) ids.push(await docker.create());
    for (const id of ids) await docker.get(`/containers/${id.slice(0, 16)}/json`);
    await docker.get('/containers/ffffffffffffffff/json');
    await docker.get('/containers/nosuch/json');
    await docker.get(`/containers/${ids[0]}0/json`);
    await docker.create({}, ids[1]?.slice(0, 12));
    await docker.get(`/containers/${ids[1]?.slice(0, 12)}/json`);
  },
  'container-prune': async docker => {
    await docker.create({ Labels: { keep: '1' } }, 'kept');
    await docker.create({}, 'gone');
    await docker.create({}, 'also-gone');
    await docker.run(SLEEP, 'running');
    const prune = (filters: string) =>
      docker.post(`/containers/prune?filters=${encodeURIComponent(filters)}`);
    await prune('{"nosuch":["a"]}');
    await prune('{"until":["x"]}');
    await prune('{"until":["1h"]}');
    await prune('{"label!":["keep"]}');
    await docker.get('/containers/json?all=1');
    await docker.post('/containers/prune');
    await docker.post('/containers/prune');
  },
};
