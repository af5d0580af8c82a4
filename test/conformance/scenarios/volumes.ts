import type { Docker } from '../client.ts';
import type { Scenarios } from '../scenario.ts';

function list(docker: Docker, filters: object | string) {
  const text = typeof filters === 'string' ? filters : JSON.stringify(filters);
  return docker.get(`/volumes?filters=${encodeURIComponent(text)}`);
}

export const volumes: Scenarios = {
  'volume-life': async docker => {
    await docker.get('/volumes');
    await docker.post('/volumes/create', { Name: 'vol', Labels: { a: '1' } });
    await docker.post('/volumes/create', { Name: 'vol' });
    await docker.get('/volumes/vol');
    await docker.post('/volumes/create', {});
    await docker.post('/volumes/create', {
      Name: 'opts',
      DriverOpts: { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' },
    });
    await docker.get('/volumes/opts');
    await list(docker, { name: ['vol'] });
    await docker.delete('/volumes/vol');
    await docker.delete('/volumes/vol');
    await docker.delete('/volumes/vol?force=1');
    await docker.delete('/volumes/opts');
    await docker.get('/volumes/vol');
  },
  'volume-errors': async docker => {
    for (const body of ['', '{', '[]', 'null']) await docker.post('/volumes/create', body);
    for (const Name of ['a', 'a b', '-x', 'a/b', '/abs', '.x', 'x'.repeat(300)])
      await docker.post('/volumes/create', { Name });
    await docker.post('/volumes/create', { Name: 'x', Driver: 'nosuch' });
    await docker.post('/volumes/create', { Name: 'x', DriverOpts: { nope: '1' } });
    await docker.post('/volumes/create', { Name: 'x', DriverOpts: { type: 'tmpfs' } });
    await docker.post('/volumes/create', { Name: 'plain' });
    await docker.post('/volumes/create', { Name: 'plain', Driver: 'nosuch' });
    await docker.post('/volumes/create', 'x', { headers: [['Content-Type', 'text/plain']] });
    await docker.get('/volumes/nosuch');
    await docker.delete('/volumes/nosuch');
    await docker.delete('/volumes/nosuch?force=1');
  },
  'volume-filters': async docker => {
    await docker.post('/volumes/create', { Name: 'one', Labels: { a: '1' } });
    await docker.post('/volumes/create', { Name: 'two' });
    await docker.create({ HostConfig: { Binds: ['two:/x'] } }, 'box');
    for (const filters of [
      { name: ['on'] },
      { name: ['^one$'] },
      { label: ['a'] },
      { label: ['a=2'] },
      { driver: ['local'] },
      { driver: ['nosuch'] },
      { dangling: ['true'] },
      { dangling: ['false'] },
      { dangling: ['maybe'] },
      { nosuch: ['x'] },
    ]) {
      await list(docker, filters);
    }
    await list(docker, '{');
  },
  'volume-in-use': async docker => {
    const id = await docker.run({
      Cmd: ['sleep', '1000'],
      Volumes: { '/anon': {} },
      HostConfig: {
        Binds: ['named:/named:ro'],
        Tmpfs: { '/t': '' },
        Mounts: [{ Type: 'volume', Source: 'mounted', Target: '/m' }],
      },
    });
    await docker.get(`/containers/${id}/json`);
    await docker.get('/containers/json');
    await list(docker, { dangling: ['false'] });
    await docker.delete('/volumes/named');
    await docker.delete('/volumes/named?force=1');
    await docker.delete(`/containers/${id}?force=1&v=1`);
    await docker.get('/volumes');
    await docker.delete('/volumes/named');
  },
  'volume-prune': async docker => {
    await docker.post('/volumes/create', { Name: 'named', Labels: { a: '1' } });
    await docker.post('/volumes/create', {});
    const prune = (filters: string, version?: string) =>
      docker.post(
        `/volumes/prune?filters=${encodeURIComponent(filters)}`,
        undefined,
        version === undefined ? {} : { version },
      );
    await prune('{"nosuch":["x"]}');
    await prune('{"all":["maybe"]}');
    await prune('{"label":["b"]}');
    await docker.post('/volumes/prune');
    await docker.get('/volumes');
    await prune('{"all":["true"]}');
    await docker.post('/volumes/create', { Name: 'named' });
    await docker.post('/volumes/prune', undefined, { version: '/v1.41' });
    await docker.get('/volumes');
  },
};
