import { AS_TAR, type Member, type OddHeader, oddMember, smallRoot, tarOf } from '../archives.ts';
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

const LINKED = `
mkdir -p /d/sub; echo hi > /d/f; ln -s f /d/l; ln -s /d/sub /dl; ln -s nowhere /dangling; ln -s /loop2 /loop1
ln -s /loop1 /loop2; ln -s ../etc/passwd /d/abs; ln /d/f /d/hard; mknod /d/dev c 1 3; mkfifo /d/fifo; chmod 4755 /d/f
chown 1000:1001 /d/sub; chmod 700 /d/sub; echo deep > /d/sub/x; touch "/d/sp ace" /d/ünï; echo done; sleep 1000`;

/** A container with links of every kind. */
async function linkedContainer(docker: Docker): Promise<void> {
  await docker.run({ Cmd: ['sh', '-c', LINKED] }, 'box');
  const logs = await docker.stream('GET', '/containers/box/logs?stdout=1&follow=1');
  await logs.until('done');
  logs.abort();
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
  'archive-links': async docker => {
    await linkedContainer(docker);
    for (const path of [
      ...[
        '/d/.',
        'd',
        '/d/f/',
        '/d/f/.',
        '/d/l',
        '/d/l/',
        '/dl',
        '/dl/',
        '/dl/.',
        '/dl/x',
        '/d/abs',
        '//d//f',
      ],
      ...[
        '/dangling',
        '/dangling/',
        '/loop1',
        '/loop1/x',
        '/d/../d/f',
        '/d/dev',
        '/d/fifo',
        '/d/sp ace',
        '/d/ünï',
      ],
    ]) {
      await docker.head(`/containers/box/${at(path)}`);
      await docker.get(`/containers/box/${at(path)}`);
    }
  },
  'archive-put-edges': async docker => {
    await linkedContainer(docker);
    const put = (path: string, body: Buffer | string, more = '') =>
      docker.put(`/containers/box/${at(path, more)}`, body, AS_TAR);
    const one = await tarOf({ name: 'new', content: 'x', uid: 5, gid: 6 });
    for (const path of ['/dl', '/dl/', '/d/l', '/dangling', '/loop1', '/d/l/x']) await put(path, one);
    const directory = (name: string) => tarOf({ name, type: 'directory' });
    await put('/d', await tarOf({ name: 'sub', content: 'x' }), '&noOverwriteDirNonDir=true');
    await put('/dl/..', await directory('l'), '&noOverwriteDirNonDir=1');
    await put('/d', await directory('l'), '&noOverwriteDirNonDir=0');
    await put('/d', await tarOf({ name: 'no', content: 'x', uid: 5 }), '&copyUIDGID=0');
    await put('/etc', await tarOf({ name: 'hosts', content: 'mine' }));
    const long = await tarOf({ name: 'whole', content: 'x' }, { name: 'cut', content: 'y'.repeat(2_000) });
    await put('/d/sub', long.subarray(0, 2_300));
    await docker.get(`/containers/box/${at('/d/sub/whole')}`);
    await docker.head(`/containers/box/${at('/d/sub/cut')}`);
    await put('/d/sub', await tarOf({ name: 'a/b/c', content: 'x' }));
    await put(
      '/d',
      await tarOf({ name: 'esc', type: 'symlink', linkname: '/etc' }, { name: 'esc/evil', content: 'x' }),
    );
    await docker.head(`/containers/box/${at('/etc/evil')}`);
    await docker.get(`/containers/box/${at('/d')}`);
  },
  'archive-put-hostile': async docker => {
    await docker.run({ Cmd: ['sleep', '1000'] }, 'box');
    const put = async (...members: readonly Member[]) =>
      docker.put(`/containers/box/${at('/tmp')}`, await tarOf(...members), AS_TAR);
    const link = (name: string, linkname: string) => ({ name, linkname, type: 'symlink' as const });
    await put({ name: '../evil', content: 'x' });
    await put({ name: '/abs', content: 'x' });
    await put(link('l', '/etc'), { name: 'l/evil', content: 'x' });
    await put(link('a', 'b'), link('b', 'a'), { name: 'a/x', content: 'x' });
    await put(link('up', '../../..'), { name: 'up/tmp/evil', content: 'x' });
    await put({ name: 'hl', linkname: '/etc/passwd', type: 'link' });
    await put({ name: 'hl', linkname: '../../etc/passwd', type: 'link' });
    await put({ name: 'n'.repeat(300), content: 'x' });
    await put({ name: `${'n'.repeat(300)}/f`, content: 'x' });
    await put(link('n'.repeat(300), 'x'));
    await put(link('long', 'a/'.repeat(2_500)));
    await put(link('empty', ''));
    await put({ name: `${'d/'.repeat(2_500)}f`, content: 'x' });
    await put({ name: 'n'.repeat(300), type: 'fifo' });
    await put({ name: 'whiteout', type: 'character-device' });
    await put({ name: 'self', type: 'link', linkname: 'self' });
    await put({ name: 'dir', type: 'directory' }, { name: 'hd', type: 'link', linkname: 'dir' });
    await put({ name: 'file', content: 'x' }, { name: 'file/x', content: 'x' });
    await put({ name: 'a/../../evil', content: 'x' });
    await put({ name: '.', type: 'directory', mode: 0o700 }, { name: './in', content: 'x' });
    await put(
      { name: 'twice', content: 'one' },
      { name: 'twice', type: 'directory' },
      { name: 'twice/x', content: 'x' },
    );
    await docker.get('/containers/box/changes');
    await docker.get(`/containers/box/${at('/tmp')}`);
  },
  'archive-put-odd': async docker => {
    await docker.run({ Cmd: ['sleep', '1000'] }, 'box');
    const put = async (member: Member, odd: OddHeader) =>
      docker.put(`/containers/box/${at('/tmp')}`, await oddMember(member, odd), AS_TAR);
    const records = (name: string, pax: Readonly<Record<string, string>>, member: Partial<Member> = {}) =>
      put({ name, content: 'abcdef', ...member }, { pax });
    const flag = (letter: string, name = `flag-${letter}`) =>
      put({ name, content: 'abcdef' }, { patch: header => header.write(letter, 156, 'latin1') });
    for (const size of ['3', '7', '600', '-1', '9223372036854775807', '9223372036854775808', 'x', '']) {
      await records(`size-${size}`, { size });
    }
    for (const path of ['../evil', '/abs/f', '', 'nul\0x', 'dir/', 'x'.repeat(65_536)]) {
      await records('path', { path });
    }
    await records('symlink', { linkpath: '/elsewhere' }, { type: 'symlink', linkname: 'here', content: '' });
    await records(
      'hard',
      { linkpath: '../../etc/passwd' },
      { type: 'link', linkname: 'symlink', content: '' },
    );
    for (const mtime of ['-1.5', '1.123456789', '1.1234567899', 'x', '99999999999']) {
      await records(`mtime-${mtime}`, { mtime });
    }
    for (const uid of ['4294967295', '-5', '1.5']) await records(`uid-${uid}`, { uid });
    await put({ name: 'global', content: 'x' }, { pax: { path: 'other', uid: '9' }, global: true });
    for (const letter of ['7', 'V', 'M', 'D', 'N', 'Z', 'A', ' ', '8']) await flag(letter);
    await flag('1', 'link-with-size');
    await flag('5', 'directory-with-size');
    await flag('\0', 'old/');
    const field = (name: string, offset: number, bytes: string) =>
      put({ name, content: 'abcdef' }, { patch: header => header.write(bytes, offset, 'latin1') });
    await field('negative-size', 124, '\xff'.repeat(12));
    await field('huge-size', 124, '\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff');
    await field('too-huge-size', 124, '\x80\x7f\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff');
    await field('bad-size', 124, '12x45678901\0');
    await field('spaced-size', 124, '     6     \0');
    await field('bad-mode', 100, 'rwxrwxr\0');
    await field('big-mode', 100, '7777777\0');
    await field('base256-uid', 108, '\x80\0\0\0\0\0\x12\x34');
    await field('negative-mtime', 136, '\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe');
    const sparse = (name: string, pax: Readonly<Record<string, string>>, content = 'abcdef') =>
      records(name, pax, { content });
    const map = { 'GNU.sparse.numblocks': '2', 'GNU.sparse.size': '2000', 'GNU.sparse.name': 'sparse-named' };
    await sparse('sparse-0.1', { ...map, 'GNU.sparse.map': '0,3,1000,3' });
    await sparse('sparse-wrong', { ...map, 'GNU.sparse.map': '1000,3,0,3' });
    await sparse('sparse-short', { ...map, 'GNU.sparse.map': '0,3,1000,30' });
    const second = { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0' };
    const realSize = { 'GNU.sparse.realsize': '3000' };
    const mapped = `${'2\n0\n3\n2000\n3\n'.padEnd(512, '\0')}abcdef`;
    await sparse('sparse-1.0', { ...second, ...realSize, 'GNU.sparse.name': 'sparse-one' }, mapped);
    await sparse('sparse-no-map', { ...second, ...realSize });
    await docker.get('/containers/box/changes');
    await docker.get(`/containers/box/${at('/tmp')}`);
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
