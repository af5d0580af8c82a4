import { Errno } from '../process/errno.ts';
import { type FileTree, ROOT_INO } from './file-tree.ts';
import { FileType, isDirectory } from './inode.ts';

// For whoever builds a tree of known shape (layers, /dev, Docker's own files): plain paths, no links followed.

export interface Attributes {
  /** Permission bits. Default 0644, for directories 0755. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** The inode at a path, which may be written with or without slashes around it. */
export function findPath(tree: FileTree, path: string): number | undefined {
  let ino = ROOT_INO;
  for (const name of namesOf(path)) {
    const next = isDirectory(tree.get(ino)) ? tree.lookup(ino, name) : undefined;
    if (next === undefined) return undefined;
    ino = next;
  }
  return ino;
}

/** Makes a directory, and those above it, unless they are there. */
export function putDirectory(
  tree: FileTree,
  path: string,
  nowNs: bigint,
  attributes: Attributes = {},
): number {
  let ino = ROOT_INO;
  for (const name of namesOf(path)) {
    const file = {
      mode: FileType.directory | (attributes.mode ?? 0o755),
      uid: attributes.uid ?? 0,
      gid: attributes.gid ?? 0,
    };
    ino = tree.lookup(ino, name) ?? tree.create(ino, name, file, nowNs);
  }
  return ino;
}

/** Makes or replaces a regular file, and the directories above it. */
export function putFile(
  tree: FileTree,
  path: string,
  data: Uint8Array | string,
  nowNs: bigint,
  attributes: Attributes = {},
): number {
  const ino = putNode(tree, path, FileType.regular | (attributes.mode ?? 0o644), nowNs, attributes);
  tree.write(ino, 0, typeof data === 'string' ? new TextEncoder().encode(data) : data, nowNs);
  return ino;
}

export function putLink(tree: FileTree, path: string, target: string, nowNs: bigint): number {
  return putNode(tree, path, FileType.link | 0o777, nowNs, { target });
}

export function putDevice(tree: FileTree, path: string, rdev: number, nowNs: bigint, mode = 0o666): number {
  return putNode(tree, path, FileType.character | mode, nowNs, { rdev });
}

function putNode(
  tree: FileTree,
  path: string,
  mode: number,
  nowNs: bigint,
  more: { readonly uid?: number; readonly gid?: number; readonly rdev?: number; readonly target?: string },
): number {
  const names = namesOf(path);
  const name = names.pop();
  if (name === undefined) throw new Errno('EEXIST');
  const directory = putDirectory(tree, names.join('/'), nowNs);
  if (tree.lookup(directory, name) !== undefined) tree.removeAll(directory, name, nowNs);
  return tree.create(directory, name, { uid: 0, gid: 0, ...more, mode }, nowNs);
}

function namesOf(path: string): string[] {
  return path.split('/').filter(name => name !== '' && name !== '.');
}
