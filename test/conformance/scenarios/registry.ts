import type { Scenarios } from '../scenario.ts';

/** The recorded machines reach no registry: what is refused before one is asked. */
export const registry: Scenarios = {
  'push-errors': async docker => {
    for (const name of ['nosuch', 'nosuch:tag', 'UPPER', 'a:b:c']) {
      await docker.post(`/images/${name}/push`);
      await docker.post(`/images/${name}/push?tag=x`, undefined, { headers: [['X-Registry-Auth', 'e30=']] });
    }
    await docker.post('/images/busybox/push?tag=bad%20tag');
    await docker.post('/images/busybox/push?platform=x');
    const platform = encodeURIComponent('{"os":"linux","architecture":"arm64"}');
    for (const push of ['busybox/push?', 'busybox/push?tag=latest&', 'nosuch/push?']) {
      await docker.post(`/images/${push}platform=${platform}`);
    }
  },
  'distribution-errors': async docker => {
    await docker.get('/distribution/UPPER/json');
    await docker.get('/distribution/a:b:c/json');
    await docker.get(`/distribution/sha256:${'0'.repeat(64)}/json`);
  },
  'search-errors': async docker => {
    await docker.get('/images/search?term=x&limit=1000');
    await docker.get('/images/search?term=x&limit=x');
    await docker.get('/images/search?term=x&filters=%7B');
    await docker.get(`/images/search?term=x&filters=${encodeURIComponent('{"nosuch":["x"]}')}`);
    await docker.get(`/images/search?term=x&filters=${encodeURIComponent('{"stars":["x"]}')}`);
    await docker.get(`/images/search?term=x&filters=${encodeURIComponent('{"is-automated":["true"]}')}`);
    await docker.get(`/images/search?term=x&filters=${encodeURIComponent('{"is-official":["x"]}')}`);
  },
  'build-sessions': async docker => {
    await docker.post('/session');
    await docker.post('/grpc');
  },
  unlisted: async docker => {
    await docker.get('/networks/');
    await docker.get('/networks/?filters=%7B');
    await docker.create({}, 'box');
    await docker.get('/containers/box/checkpoints');
    await docker.post('/containers/box/checkpoints', { CheckpointID: 'one' });
    await docker.delete('/containers/box/checkpoints/one');
    await docker.get('/containers/nosuch/checkpoints');
    await docker.post('/volumes/create', { Name: 'vol' });
    await docker.put('/volumes/vol?version=1', {});
    await docker.put('/volumes/vol', {});
    await docker.put('/volumes/nosuch?version=1', {});
    await docker.put('/volumes/vol?version=1', '{');
  },
};
