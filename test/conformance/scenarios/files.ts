import { AS_TAR, smallRoot, tarOf } from '../archives.ts';
import type { Docker } from '../client.ts';
import type { Scenarios } from '../scenario.ts';

const at = (path: string, more = '') => `archive?path=${encodeURIComponent(path)}${more}`;

const PATHS = [
  '/etc/passwd',
  '/etc',
  '/etc/',
  '/',
  '.',
  '/nosuch',
  '/etc/passwd/x',
  '',
  '/bin/sh',
  'etc/group',
];

/** A container of an image with hardly anything in it, which therefore can only be looked at. */
async function smallContainer(docker: Docker): Promise<string> {
  await docker.post('/images/create?fromSrc=-&repo=tagged', await smallRoot(), AS_TAR);
  return docker.create({ Image: 'tagged', Cmd: ['/nothing'] }, 'small');
}

export const files: Scenarios = {
  'archive-info': async docker => {
    await docker.create({ HostConfig: { Binds: ['vol:/vol'] } }, 'box');
    for (const path of [...PATHS, '/vol', '/proc', '/dev/null'])
      await docker.head(`/containers/box/${at(path)}`);
    await docker.head('/containers/box/archive');
    await docker.head(`/containers/nosuch/${at('/etc')}`);
  },
  'archive-get': async docker => {
    await smallContainer(docker);
    for (const path of [
      '/etc/motd',
      '/etc',
      '/srv',
      '/etc/link',
      '/srv/hard',
      '/',
      '/etc/.',
      '/nosuch',
      '/etc/motd/x',
      '',
    ]) {
      await docker.get(`/containers/small/${at(path)}`);
    }
    await docker.get('/containers/small/archive');
    await docker.get(`/containers/nosuch/${at('/etc')}`);
    await docker.run(
      { Cmd: ['sh', '-c', 'echo new > /tmp/new; sleep 1000'], HostConfig: { Binds: ['vol:/vol'] } },
      'box',
    );
    const exec = await docker.post('/containers/box/exec', {
      Cmd: ['sh', '-c', 'mkdir -p /vol/d; echo v > /vol/d/f'],
      AttachStdout: true,
    });
    const output = await docker.stream('POST', `/exec/${exec.json.Id}/start`, {});
    await output.ended();
    await docker.get(`/containers/box/${at('/tmp/new')}`);
    await docker.get(`/containers/box/${at('/vol')}`);
    await docker.post('/containers/box/pause');
    await docker.get(`/containers/box/${at('/tmp/new')}`);
  },
  'archive-put': async docker => {
    await docker.create({ HostConfig: { Binds: ['vol:/vol', 'other:/ro:ro'] } }, 'box');
    const put = (path: string, body: Buffer | string, more = '') =>
      docker.put(`/containers/box/${at(path, more)}`, body, AS_TAR);
    const archive = await tarOf(
      { name: 'd/', type: 'directory', mode: 0o750, uid: 7, gid: 8 },
      { name: 'd/f', content: 'file\n', mode: 0o600, uid: 7, gid: 8 },
      { name: 'd/l', type: 'symlink', linkname: 'f' },
    );
    await put('/tmp', archive);
    await docker.get(`/containers/box/${at('/tmp')}`);
    await put('/vol', archive);
    await docker.get(`/containers/box/${at('/vol')}`);
    await put('/tmp', await tarOf({ name: 'd/f', content: 'other\n' }));
    await docker.get(`/containers/box/${at('/tmp/d/f')}`);
    await put('/tmp', await tarOf({ name: 'd', content: 'no directory\n' }));
    await put('/tmp', await tarOf({ name: 'd', content: 'no directory\n' }), '&noOverwriteDirNonDir=1');
    await docker.get('/containers/box/changes');
    await put('/ro', archive);
    await put('/nosuch', archive);
    await put('/etc/passwd', archive);
    await put('', archive);
    await put('/tmp', '');
    await put('/tmp', 'no archive');
    await put('/tmp', await tarOf({ name: '../escape', content: 'x' }));
    await put('/tmp', archive.subarray(0, 700));
    await put('/tmp', await tarOf({ name: 'copied', content: 'x', uid: 1000, gid: 1000 }), '&copyUIDGID=1');
    await docker.get(`/containers/box/${at('/tmp/copied')}`);
    await docker.put(`/containers/nosuch/${at('/tmp')}`, archive, AS_TAR);
    await docker.create({ HostConfig: { ReadonlyRootfs: true } }, 'sealed');
    await docker.put(`/containers/sealed/${at('/tmp')}`, archive, AS_TAR);
  },
  changes: async docker => {
    const id = await docker.run(
      {
        Cmd: ['sh', '-c', 'echo a >> /etc/passwd; rm /etc/group; mkdir /etc/new; touch /etc/new/file /vol/x'],
        HostConfig: { Binds: ['vol:/vol'] },
      },
      'box',
    );
    await docker.post(`/containers/${id}/wait`);
    await docker.get('/containers/box/changes');
    await docker.create({}, 'untouched');
    await docker.get('/containers/untouched/changes');
    await docker.get('/containers/nosuch/changes');
  },
  export: async docker => {
    await smallContainer(docker);
    await docker.put(
      `/containers/small/${at('/srv')}`,
      await tarOf({ name: 'put', content: 'in\n', uid: 3 }),
      AS_TAR,
    );
    await docker.get('/containers/small/export');
    await docker.get('/containers/nosuch/export');
  },
};
