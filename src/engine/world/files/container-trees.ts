import { FileTree, ROOT_INO } from './file-tree.ts';
import { FileType, makeDevice } from './inode.ts';
import { putDevice, putDirectory, putFile, putLink } from './tree-paths.ts';

/**
 * A new container's writable tree over its image's top layer (or over nothing). Between the two lies Docker's init
 * layer: mount points, which hide what the image has there (moby daemon/initlayer/setup_unix.go).
 */
export function containerRoot(imageTree: FileTree | undefined, nowNs: bigint): FileTree {
  const init = (imageTree ?? FileTree.empty(nowNs)).newLayer();
  for (const path of ['/dev/pts', '/dev/shm', '/proc', '/sys']) putDirectory(init, path, nowNs);
  for (const path of ['/.dockerenv', '/etc/resolv.conf', '/etc/hosts', '/etc/hostname', '/dev/console']) {
    putFile(init, path, '', nowNs, { mode: 0o755 });
  }
  putLink(init, '/etc/mtab', '/proc/mounts', nowNs);
  // The root's own attributes are those of overlay2's upper directory, whatever an image's archive says about `./`
  // (recordings/inside-identity: nobody runs programs in an image whose archive has it at 0700).
  init.change(ROOT_INO, { mode: 0o755, uid: 0, gid: 0 }, nowNs);
  return init.newLayer();
}

/** An empty tmpfs; `/tmp`'s mode unless told otherwise. */
export function tmpfsTree(nowNs: bigint, { mode = 0o1777, uid = 0, gid = 0 } = {}): FileTree {
  const tree = FileTree.empty(nowNs, mode);
  if (uid !== 0 || gid !== 0) tree.change(ROOT_INO, { uid, gid }, nowNs);
  return tree;
}

const DEVICES = [
  ['null', makeDevice(1, 3)],
  ['zero', makeDevice(1, 5)],
  ['full', makeDevice(1, 7)],
  ['random', makeDevice(1, 8)],
  ['urandom', makeDevice(1, 9)],
  ['tty', makeDevice(5, 0)],
] as const;

const DEV_LINKS = [
  ['fd', '/proc/self/fd'],
  ['stdin', '/proc/self/fd/0'],
  ['stdout', '/proc/self/fd/1'],
  ['stderr', '/proc/self/fd/2'],
  ['ptmx', 'pts/ptmx'],
] as const;

/** /dev as runc makes it (libcontainer/rootfs_linux.go). /dev/console is the container's terminal, if it has one. */
export function devTree(nowNs: bigint, tty: boolean): FileTree {
  const dev = FileTree.empty(nowNs);
  // Straight into the root, since every start of a container makes it anew.
  const put = (name: string, mode: number, more: { rdev?: number; target?: string } = {}) =>
    dev.create(ROOT_INO, name, { mode, uid: 0, gid: 0, ...more }, nowNs);
  for (const name of ['pts', 'mqueue', 'shm']) put(name, FileType.directory | 0o755);
  for (const [name, rdev] of DEVICES) put(name, FileType.character | 0o666, { rdev });
  for (const [name, target] of DEV_LINKS) put(name, FileType.link | 0o777, { target });
  if (tty) {
    const console = putDevice(dev, 'console', makeDevice(136, 0), nowNs, 0o620);
    dev.change(console, { gid: 5 }, nowNs);
  }
  return dev;
}

/** /dev/pts with its multiplexer. The kernel adds the terminals. */
export function devptsTree(nowNs: bigint, tty: boolean): FileTree {
  const pts = FileTree.empty(nowNs);
  putDevice(pts, 'ptmx', makeDevice(5, 2), nowNs);
  if (tty) {
    const terminal = putDevice(pts, '0', makeDevice(136, 0), nowNs, 0o620);
    pts.change(terminal, { gid: 5 }, nowNs);
  }
  return pts;
}

/** The files Docker keeps for a container outside of it and mounts over /etc. */
export function etcTree(files: Readonly<Record<string, string>>, nowNs: bigint): FileTree {
  const tree = FileTree.empty(nowNs, 0o710);
  for (const [name, content] of Object.entries(files)) putFile(tree, name, content, nowNs);
  return tree;
}

/** Writes a file of `etcTree` anew in place, so that an open one and its mount show it. */
export function rewrite(tree: FileTree, name: string, content: string, nowNs: bigint): void {
  const ino = tree.lookup(ROOT_INO, name);
  if (ino === undefined) {
    putFile(tree, name, content, nowNs);
    return;
  }
  tree.truncate(ino, 0, nowNs);
  tree.write(ino, 0, new TextEncoder().encode(content), nowNs);
}
