import { AS_TAR, imageArchive, smallRoot, tarOf } from '../archives.ts';
import type { Scenarios } from '../scenario.ts';

export const imageArchives: Scenarios = {
  import: async docker => {
    const importAs = (query: string, body: Buffer | string) =>
      docker.post(`/images/create?fromSrc=-${query}`, body, AS_TAR);
    const root = await smallRoot();
    await importAs('&repo=mine&tag=1', root);
    await docker.get('/images/mine:1/json');
    await docker.get('/images/mine:1/history');
    const changes = [
      'CMD ["/nothing","arg"]',
      'ENV A=b',
      'LABEL made=here',
      'USER nobody',
      'EXPOSE 80',
      'WORKDIR /srv',
    ];
    const more = changes.map(change => `&changes=${encodeURIComponent(change)}`).join('');
    await importAs(`&repo=mine&tag=2&message=by%20hand${more}`, root);
    await docker.get('/images/mine:2/json');
    await docker.get('/images/mine:2/history');
    await importAs('', root);
    await importAs('&repo=mine', '');
    await importAs('&repo=mine', 'no archive');
    await importAs('&repo=UPPER', root);
    await importAs('&repo=mine&tag=bad%20tag', root);
    await importAs(`&repo=mine&changes=${encodeURIComponent('RUN true')}`, root);
    await importAs(`&repo=mine&changes=${encodeURIComponent('NOPE x')}`, root);
    await importAs('&repo=mine&platform=linux/arm64', root);
    await importAs('&repo=mine&platform=windows/amd64', root);
    await docker.get('/images/mine/json');
    await docker.get('/images/json');
  },
  load: async docker => {
    const load = (body: Buffer | string, query = '') => docker.post(`/images/load${query}`, body, AS_TAR);
    await load(await imageArchive(['mine:1', 'tagged:latest']));
    await docker.get('/images/mine:1/json');
    await docker.get('/images/tagged/history');
    await load(await imageArchive(['mine:1']));
    await load(await imageArchive(['mine:1'], { config: { config: { Cmd: ['/other'] } } }), '?quiet=1');
    await load(await imageArchive(null, { config: { config: { Cmd: ['/nameless'] } } }));
    await docker.get('/images/json');
    await load('');
    await load('no archive');
    await load(await tarOf({ name: 'manifest.json', content: '{' }));
    await load(await tarOf({ name: 'manifest.json', content: '[]' }));
    await load(await tarOf({ name: 'other', content: 'x' }));
    await load(await imageArchive(['mine:3'], { manifest: { Config: 'nosuch.json' } }));
    await load(await imageArchive(['mine:3'], { manifest: { Layers: ['nosuch/layer.tar'] } }));
    await load(await imageArchive(['mine:3'], { manifest: { Layers: [] } }));
    await load(await imageArchive(['UPPER:3']));
    await load(await imageArchive(['mine:4'], { config: { os: 'windows' } }));
    await load(
      await imageArchive(['mine:5'], {
        config: { rootfs: { type: 'layers', diff_ids: [`sha256:${'0'.repeat(64)}`] } },
      }),
    );
    await load(await imageArchive(['mine:6']), '?platform=x');
  },
  save: async docker => {
    await docker.post('/images/load', await imageArchive(['mine:1', 'tagged:latest']), AS_TAR);
    await docker.get('/images/mine:1/get');
    await docker.get('/images/get?names=mine:1&names=tagged');
    const { json } = await docker.get('/images/tagged/json');
    await docker.get(`/images/${json.Id}/get`);
    await docker.get('/images/get?names=mine');
    await docker.get('/images/get?names=mine:1&names=nosuch');
    await docker.get('/images/get');
    await docker.get('/images/UPPER/get');
    await docker.get('/images/mine:1/get?platform=x');
    await docker.get('/images/mine:1/get', { version: '/v1.24' });
  },
  'save-layers': async docker => {
    const layers = await Promise.all(
      ['a', 'b', 'c', 'd'].map(name =>
        tarOf(
          { name, content: name },
          { name: `.wh.${name}x`, content: '' },
          { name: 'etc', type: 'directory' },
        ),
      ),
    );
    const archive = await imageArchive(['deep:1', 'deep:2'], { layers });
    await docker.post('/images/load', archive, AS_TAR);
    await docker.get('/images/deep:1/json');
    await docker.get('/images/deep:1/history');
    await docker.get('/images/deep/get');
    await docker.post('/images/load', await imageArchive(['flat:1'], { layers: layers.slice(0, 2) }), AS_TAR);
    await docker.get('/images/get?names=deep:2&names=deep:1');
    await docker.get('/images/json?shared-size=1');
    await docker.get('/images/json', { version: '/v1.43' });
    await docker.get('/system/df');
    await docker.delete('/images/flat:1');
  },
  commit: async docker => {
    const id = await docker.run(
      { Cmd: ['sh', '-c', 'echo new > /etc/new; rm /etc/group'], Env: ['A=1'], Labels: { a: 'b' } },
      'box',
    );
    await docker.post(`/containers/${id}/wait`);
    await docker.post('/commit?container=box&repo=mine&tag=1&comment=why&author=who', {});
    await docker.get('/images/mine:1/json');
    await docker.get('/images/mine:1/history');
    const changes = encodeURIComponent('CMD ["cat","/etc/new"]\nENV B=2\nLABEL c=d');
    await docker.post(`/commit?container=box&repo=mine&tag=2&changes=${changes}`, {
      Env: ['C=3'],
      Cmd: ['other'],
    });
    await docker.get('/images/mine:2/json');
    await docker.post('/commit?container=box');
    await docker.post('/commit?container=box&pause=0', {});
    const user = await docker.run({ Image: 'mine:2' }, 'user');
    await docker.post(`/containers/${user}/wait`);
    await docker.get(`/containers/${user}/logs?stdout=1`);
    await docker.run({ Cmd: ['sleep', '1000'] }, 'running');
    await docker.post('/commit?container=running&repo=mine&tag=3');
    await docker.get('/containers/running/json');
    await docker.post('/commit?container=nosuch');
    await docker.post('/commit');
    await docker.post('/commit?container=box&repo=UPPER', {});
    await docker.post('/commit?container=box&repo=mine&tag=bad%20tag', {});
    await docker.post(`/commit?container=box&changes=${encodeURIComponent('RUN true')}`, {});
    await docker.post(`/commit?container=box&changes=${encodeURIComponent('NOPE x')}`, {});
    await docker.post('/commit?container=box', '{');
    await docker.get('/images/json');
  },
  build: async docker => {
    const build = async (query: string, dockerfile: string) =>
      docker.post(
        `/build?${query}`,
        await tarOf(
          { name: 'Dockerfile', content: dockerfile },
          { name: 'file', content: 'in the context\n' },
        ),
        AS_TAR,
      );
    await build('t=mine:1', 'FROM busybox\nENV A=1\nCOPY file /\nRUN cat /file\nCMD ["cat","/file"]\n');
    await docker.get('/images/mine:1/json');
    await docker.get('/images/mine:1/history');
    await build('t=mine:2', 'FROM busybox\nENV A=1\nCOPY file /\nRUN cat /file\nLABEL more=1\n');
    await build('q=1', 'FROM busybox\nARG X=1\nRUN echo $X\n');
    await build(
      `buildargs=${encodeURIComponent('{"X":"2"}')}&nocache=1`,
      'FROM busybox\nARG X=1\nRUN echo $X\n',
    );
    await build('', 'FROM busybox\nRUN exit 3\n');
    await build('', 'FROM nosuch\n');
    await build('', 'FROM busybox\nCOPY nosuch /\n');
    await build('', 'NOPE\n');
    await build('', '');
    await build('dockerfile=other', 'FROM busybox\n');
    await build('t=UPPER', 'FROM busybox\n');
    await build('buildargs=%7B', 'FROM busybox\n');
    await build('target=nosuch', 'FROM busybox\n');
    await build('platform=x%2Fy%2Fz%2Fw', 'FROM busybox\n');
    await docker.post('/build', '', AS_TAR);
    await docker.post('/build', 'no archive', AS_TAR);
    await docker.post('/build?remote=nosuch', undefined);
    await docker.get('/images/json');
    await docker.post('/build/prune');
    await docker.post('/build/prune?all=1&keep-storage=10');
    await docker.post('/build/prune?keep-storage=x');
    await docker.post(`/build/prune?filters=${encodeURIComponent('{')}`);
    await docker.post(`/build/prune?filters=${encodeURIComponent('{"nosuch":["x"]}')}`);
    await docker.post(`/build/prune?filters=${encodeURIComponent('{"until":["x"]}')}`);
    await docker.post('/build/cancel?id=nosuch');
    await docker.post('/build/cancel');
  },
};
