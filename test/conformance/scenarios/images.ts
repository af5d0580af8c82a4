import type { Docker } from '../client.ts';
import type { Scenarios } from '../scenario.ts';

function list(docker: Docker, filters: object | string, query = '') {
  const text = typeof filters === 'string' ? filters : JSON.stringify(filters);
  return docker.get(`/images/json?${query}filters=${encodeURIComponent(text)}`);
}

export const images: Scenarios = {
  'image-list': async docker => {
    await docker.get('/images/json');
    await docker.get('/images/json?digests=1');
    await docker.get('/images/json?shared-size=1');
    await list(docker, { reference: ['busybox'] });
    await list(docker, { reference: ['bus*'] });
    await list(docker, { reference: ['alpine:3.20', 'hello-world'] });
    await list(docker, { reference: ['nosuch'] });
    await list(docker, { dangling: ['true'] });
    await list(docker, { dangling: ['false'] });
    await list(docker, { label: ['nosuch'] });
    await list(docker, { before: ['hello-world'] });
    await list(docker, { since: ['busybox'] });
    for (const filters of [
      '{',
      '{"nosuch":["a"]}',
      '{"dangling":["maybe"]}',
      '{"before":["nosuch"]}',
      '{"since":["nosuch"]}',
      '{"until":["x"]}',
    ]) {
      await list(docker, filters);
    }
    for (const version of ['/v1.24', '/v1.41', '/v1.43', '/v1.44', '/v1.47'])
      await docker.get('/images/json', { version });
  },
  'image-inspect': async docker => {
    await docker.get('/images/busybox/json');
    await docker.get('/images/busybox:latest/json');
    const { json } = await docker.get('/images/hello-world/json');
    await docker.get(`/images/${json.Id}/json`);
    await docker.get(`/images/${json.Id.slice(7, 19)}/json`);
    await docker.get('/images/nosuch/json');
    await docker.get('/images/nosuch:tag/json');
    await docker.get('/images/example.org/a/b:c/json');
    await docker.get('/images/UPPER/json');
    await docker.get('/images/a:b:c/json');
    await docker.get(`/images/sha256:${'0'.repeat(64)}/json`);
    await docker.get('/images/busybox:nosuch/json');
    for (const version of ['/v1.24', '/v1.41', '/v1.44', '/v1.46', '/v1.49']) {
      await docker.get('/images/busybox/json', { version });
    }
  },
  'image-history': async docker => {
    await docker.get('/images/busybox/history');
    await docker.get('/images/hello-world/history');
    await docker.get('/images/nosuch/history');
  },
  'image-tag': async docker => {
    const tag = (image: string, query: string) => docker.post(`/images/${image}/tag?${query}`);
    await tag('busybox', 'repo=mine&tag=1');
    await tag('busybox', 'repo=mine');
    await tag('busybox', 'repo=example.org:5000/a/b&tag=c');
    await tag('nosuch', 'repo=mine');
    await tag('busybox', 'repo=UPPER');
    await tag('busybox', 'repo=');
    await tag('busybox', 'repo=mine&tag=bad%20tag');
    await tag('busybox', `repo=${'a'.repeat(64)}`);
    await tag('busybox', 'repo=mine@sha256:x');
    await tag('alpine', 'repo=mine&tag=1');
    await docker.get('/images/json');
    await docker.get('/images/mine/json');
    await docker.delete('/images/mine:1');
    await docker.delete('/images/mine');
    await docker.delete('/images/example.org:5000/a/b:c');
    await docker.delete('/images/mine');
    await docker.get('/images/json');
  },
  'image-remove-errors': async docker => {
    await docker.delete('/images/nosuch');
    await docker.delete('/images/UPPER');
    await docker.delete('/images/a:b:c');
    const id = await docker.run({ Image: 'alpine', Cmd: ['sleep', '1000'] }, 'user');
    await docker.delete('/images/alpine');
    await docker.post('/images/busybox/tag?repo=alpine');
    const { json } = await docker.get('/images/alpine/json');
    await docker.delete(`/images/${json.Id}`);
    await docker.delete(`/images/${json.Id}?force=1`);
    await docker.delete(`/containers/${id}?force=1`);
    await docker.delete(`/images/${json.Id}`);
    await docker.get('/images/json');
  },
  'image-prune': async docker => {
    await docker.post('/images/prune');
    const prune = (filters: string) => docker.post(`/images/prune?filters=${encodeURIComponent(filters)}`);
    await prune('{"dangling":["true"]}');
    await prune('{"dangling":["maybe"]}');
    await prune('{"nosuch":["x"]}');
    await prune('{"until":["x"]}');
  },
  'image-errors': async docker => {
    await docker.post('/images/create');
    await docker.post('/images/create?fromImage=UPPER');
    await docker.post('/images/create?fromImage=a:b:c');
    await docker.post('/images/create?fromImage=busybox&tag=bad%20tag');
    await docker.post('/images/create?fromImage=busybox&platform=nope%2F%2F');
    await docker.post('/images/create?fromSrc=nosuch');
    await docker.post('/images/nosuch/push');
    await docker.get('/images/nosuch/get');
    await docker.get('/images/get?names=nosuch');
    await docker.get('/images/search');
    await docker.get('/images/search?term=x&limit=1000');
    await docker.get('/distribution/UPPER/json');
    await docker.post('/commit?container=nosuch');
  },
};
