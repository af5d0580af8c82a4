import { expect, test } from 'vitest';
import { FileTree, ROOT_INO } from '../../../../src/engine/world/files/file-tree.ts';
import { FileType } from '../../../../src/engine/world/files/inode.ts';
import { layerSize } from '../../../../src/engine/world/files/layer-size.ts';
import { copyPlain } from '../../../../src/support/plain-data.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (tree: FileTree, ino: number) => new TextDecoder().decode(tree.read(ino, 0, 1_000_000));
const file = { mode: FileType.regular | 0o644, uid: 0, gid: 0 };

function treeWith(content: string) {
  const tree = FileTree.empty(1n);
  const ino = tree.create(ROOT_INO, 'a', file, 2n);
  tree.write(ino, 0, bytes(content), 3n);
  return { tree, ino };
}

test('a fork and its origin diverge, whichever of them is written to', () => {
  const { tree, ino } = treeWith('one');
  const fork = copyPlain({ rootfs: tree }).rootfs;
  tree.write(ino, 'append', bytes('-left'), 4n);
  fork.write(ino, 'append', bytes('-right'), 5n);
  fork.unlink(ROOT_INO, 'a', 6n);
  const late = tree.fork();
  tree.write(ino, 0, bytes('ONE'), 7n);
  expect(text(tree, ino)).toBe('ONE-left');
  expect(text(late, ino)).toBe('one-left');
  expect(fork.lookup(ROOT_INO, 'a')).toBeUndefined();
});

test('bytes that were read stay as they were while the file is appended to, cut and written over', () => {
  const { tree, ino } = treeWith('0123');
  tree.write(ino, 'append', bytes('45'), 4n);
  const read = tree.read(ino, 0, 6);
  tree.write(ino, 'append', bytes('67'), 5n);
  tree.truncate(ino, 2, 6n);
  tree.write(ino, 'append', bytes('xy'), 7n);
  tree.write(ino, 0, bytes('AB'), 8n);
  expect(new TextDecoder().decode(read)).toBe('012345');
  expect(text(tree, ino)).toBe('ABxy');
});

test('forty forks deep, a tree still answers, and its layer counts only its own changes', () => {
  const image = treeWith('base').tree;
  image.create(ROOT_INO, 'b', file, 3n);
  let layer = image.newLayer();
  for (let depth = 0; depth < 40; depth += 1) {
    layer = layer.fork();
    const ino = layer.create(ROOT_INO, `f${depth}`, file, 4n);
    layer.write(ino, 0, bytes('12345'), 4n);
  }
  layer.unlink(ROOT_INO, 'b', 5n);
  expect(layerSize(layer)).toBe(200);
  expect([...layer.entries(ROOT_INO)].length).toBe(41);
  expect([...layer.origin().entries(ROOT_INO)].map(([name]) => name)).toEqual(['a', 'b']);
  expect(layer.lookup(ROOT_INO, 'b')).toBeUndefined();
});

test('appending a line at a time takes linear time', () => {
  const { tree, ino } = treeWith('');
  const line = bytes('a line of a log file, some sixty bytes long, as programs do\n');
  for (let count = 0; count < 100_000; count += 1) tree.write(ino, 'append', line, 4n);
  expect(tree.get(ino).size).toBe(100_000 * line.length);
});

test('zeros written at the end are a hole that costs nothing', () => {
  const { tree, ino } = treeWith('head');
  for (let count = 0; count < 64; count += 1) tree.write(ino, 'append', new Uint8Array(65536), 4n);
  expect(tree.get(ino).data.length).toBe(4);
  expect(tree.read(ino, 2, 4)).toEqual(bytes('ad\0\0'));
  tree.write(ino, 'append', bytes('tail'), 5n);
  expect(tree.read(ino, 4 + 64 * 65536, 10)).toEqual(bytes('tail'));
});

test('an open file outlives its name until it is closed', () => {
  const { tree, ino } = treeWith('still here');
  tree.pin(ino);
  tree.unlink(ROOT_INO, 'a', 4n);
  expect(text(tree, ino)).toBe('still here');
  expect(layerSize(tree)).toBe(0);
  tree.unpin(ino);
  expect(tree.find(ino)).toBeUndefined();
});

test('rename refuses what Linux refuses', () => {
  const tree = FileTree.empty(1n);
  const directory = { mode: FileType.directory | 0o755, uid: 0, gid: 0 };
  const outer = tree.create(ROOT_INO, 'outer', directory, 1n);
  const inner = tree.create(outer, 'inner', directory, 1n);
  tree.create(inner, 'file', file, 1n);
  expect(() => tree.rename(ROOT_INO, 'outer', inner, 'x', 2n)).toThrow('Invalid argument');
  expect(() => tree.rename(inner, 'file', ROOT_INO, 'outer', 2n)).toThrow('Is a directory');
  expect(() => tree.rename(ROOT_INO, 'outer', inner, 'file', 2n)).toThrow('Invalid argument');
  tree.create(ROOT_INO, 'other', directory, 1n);
  expect(() => tree.rename(ROOT_INO, 'other', outer, 'inner', 2n)).toThrow('Directory not empty');
  tree.rename(outer, 'inner', ROOT_INO, 'other', 3n);
  expect(tree.get(ROOT_INO).nlink).toBe(4);
  expect(tree.get(outer).nlink).toBe(2);
  expect(tree.get(inner).parent).toBe(ROOT_INO);
});
