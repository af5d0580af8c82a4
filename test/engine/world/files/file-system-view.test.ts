import { expect, test } from 'vitest';
import { type Caller, ROOT } from '../../../../src/engine/world/files/file-system.ts';
import { FileSystemView } from '../../../../src/engine/world/files/file-system-view.ts';
import { FileTree } from '../../../../src/engine/world/files/file-tree.ts';
import { holderOf, treeFileSystem } from '../../../../src/engine/world/files/tree-file-system.ts';

let now = 0n;
const tick = () => {
  now += 1n;
  return now;
};
const fileSystem = () => treeFileSystem('tmpfs', holderOf(FileTree.empty(0n)), tick);
const view = () => new FileSystemView(fileSystem());
const bytes = (text: string) => new TextEncoder().encode(text);
const user: Caller = { uid: 1000, gid: 1000, groups: [], pid: 0 };

function put(files: FileSystemView, path: string, content: string, mode = 0o644, caller = ROOT) {
  const file = files.open(path, '/', { write: true, create: true, truncate: true }, mode, caller);
  files.write(file, 'append', bytes(content), caller);
  files.close(file);
}

function get(files: FileSystemView, path: string, cwd = '/', caller = ROOT) {
  const file = files.open(path, cwd, { read: true }, 0, caller);
  const content = new TextDecoder().decode(files.read(file, 0, 1000, caller));
  files.close(file);
  return content;
}

test('paths are walked through dots, links and relative directories', () => {
  const files = view();
  files.mkdir('/a', '/', 0o755, ROOT);
  files.mkdir('/a/b', '/', 0o755, ROOT);
  put(files, '/a/b/f', 'hello');
  files.symlink('a/b', '/ab', '/', ROOT);
  files.symlink('../b/f', '/a/b/link', '/', ROOT);
  expect(get(files, '//a/./b/../b//f')).toBe('hello');
  expect(get(files, '../b/f', '/a/b')).toBe('hello');
  expect(get(files, '/ab/link')).toBe('hello');
  expect(files.resolve('/ab/../b/link', '/', true, ROOT).path).toBe('/a/b/f');
  expect(files.resolve('/ab', '/', false, ROOT).path).toBe('/ab');
  expect(files.resolve('../../..', '/a/b', true, ROOT).path).toBe('/');
});

test('errors are those of Linux', () => {
  const files = view();
  files.mkdir('/d', '/', 0o755, ROOT);
  put(files, '/f', 'x');
  files.symlink('loop', '/loop', '/', ROOT);
  files.symlink('nowhere', '/dangling', '/', ROOT);
  const codeOf = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      return (error as { code?: string }).code;
    }
    return 'none';
  };
  const stat = (path: string) => codeOf(() => files.stat(path, '/', true, ROOT));
  expect({
    missing: stat('/nope'),
    below: stat('/f/x'),
    slash: stat('/f/'),
    loop: stat('/loop'),
    dangling: stat('/dangling'),
    empty: stat(''),
    long: stat(`/${'x'.repeat(256)}`),
    mkdirExists: codeOf(() => files.mkdir('/d/', '/', 0o755, ROOT)),
    mkdirDangling: codeOf(() => files.mkdir('/dangling', '/', 0o755, ROOT)),
    unlinkDirectory: codeOf(() => files.unlink('/d', '/', ROOT)),
    rmdirFile: codeOf(() => files.rmdir('/f', '/', ROOT)),
    rmdirDot: codeOf(() => files.rmdir('/d/.', '/', ROOT)),
    readDirectory: codeOf(() => files.open('/d', '/', { write: true }, 0, ROOT)),
    createSlash: codeOf(() => files.open('/new/', '/', { write: true, create: true }, 0o644, ROOT)),
    exclusiveLink: codeOf(() => files.open('/dangling', '/', { create: true, exclusive: true }, 0o644, ROOT)),
    noFollow: codeOf(() => files.open('/loop', '/', { noFollow: true }, 0, ROOT)),
    readlinkFile: codeOf(() => files.readlink('/f', '/', ROOT)),
    user: codeOf(() => files.mkdir('/u', '/', 0o755, user)),
  }).toEqual({
    missing: 'ENOENT',
    below: 'ENOTDIR',
    slash: 'ENOTDIR',
    loop: 'ELOOP',
    dangling: 'ENOENT',
    empty: 'ENOENT',
    long: 'ENAMETOOLONG',
    mkdirExists: 'EEXIST',
    mkdirDangling: 'EEXIST',
    unlinkDirectory: 'EISDIR',
    rmdirFile: 'ENOTDIR',
    rmdirDot: 'EINVAL',
    readDirectory: 'EISDIR',
    createSlash: 'EISDIR',
    exclusiveLink: 'EEXIST',
    noFollow: 'ELOOP',
    readlinkFile: 'EINVAL',
    user: 'EACCES',
  });
});

test('opening through a dangling link makes the file it points to', () => {
  const files = view();
  files.mkdir('/d', '/', 0o755, ROOT);
  files.symlink('d/new', '/link', '/', ROOT);
  put(files, '/link', 'made');
  expect(get(files, '/d/new')).toBe('made');
});

test('mounts cover what is below, have their own links and may be read-only', () => {
  const files = view();
  files.mkdir('/mnt', '/', 0o755, ROOT);
  put(files, '/mnt/hidden', 'x');
  const volume = fileSystem();
  files.mount({ files: volume, path: '/mnt' });
  expect(files.readdir('/mnt', '/', ROOT)).toEqual([]);
  put(files, '/mnt/f', 'in volume');
  put(files, '/f', 'in root');
  expect(() => files.link('/f', '/mnt/hard', '/', ROOT)).toThrow('Invalid cross-device link');
  expect(() => files.rename('/f', '/mnt/g', '/', ROOT)).toThrow('Invalid cross-device link');
  expect(() => files.rmdir('/mnt', '/', ROOT)).toThrow('Device or resource busy');
  expect(get(files, '../f', '/mnt')).toBe('in root');
  files.mkdir('/ro', '/', 0o755, ROOT);
  files.mount({ files: volume, path: '/ro', readOnly: true });
  expect(get(files, '/ro/f')).toBe('in volume');
  expect(() => put(files, '/ro/f', 'no')).toThrow('Read-only file system');
  files.unmount('/mnt');
  expect(get(files, '/mnt/hidden')).toBe('x');
});

test('who is not root is held to the mode bits, and to the sticky bit', () => {
  const files = view();
  files.mkdir('/tmp', '/', 0o1777, ROOT);
  put(files, '/tmp/mine', 'mine', 0o600, user);
  put(files, '/tmp/roots', 'roots', 0o600);
  expect(get(files, '/tmp/mine', '/', user)).toBe('mine');
  expect(() => get(files, '/tmp/roots', '/', user)).toThrow('Permission denied');
  expect(() => files.unlink('/tmp/roots', '/', user)).toThrow('Operation not permitted');
  expect(() => files.chown('/tmp/mine', '/', 0, -1, true, user)).toThrow('Operation not permitted');
  files.unlink('/tmp/mine', '/', { ...user });
  expect(() => files.access('/tmp/roots', '/', 1, ROOT)).toThrow('Permission denied');
});
