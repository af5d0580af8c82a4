import type { FileSystem, NodeId } from './file-system.ts';
import { type FileTree, ROOT_INO, statusSize } from './file-tree.ts';
import type { FileStatus, Inode } from './inode.ts';

/**
 * Where a mounted tree is kept. It is asked for at each use, never kept: after a fork of the engine, `edit` (through
 * `table.edit`) gives a tree of our own.
 */
export interface TreeHolder {
  read(): FileTree;
  edit(): FileTree;
}

export function treeFileSystem(type: string, holder: TreeHolder, nowNs: () => bigint): FileSystem {
  const isTmpfs = type === 'tmpfs';
  return {
    type,
    root: ROOT_INO,
    status: node => {
      const inode = holder.read().get(ino(node));
      // mm/shmem.c, BOGO_DIRENT_SIZE.
      if (isTmpfs && inode.entries !== undefined)
        return { ...statusOf(inode), size: 20 * (2 + inode.entries.size) };
      return statusOf(inode);
    },
    lookup: (directory, name) => holder.read().lookup(ino(directory), name),
    parent: directory => holder.read().get(ino(directory)).parent,
    entries: directory => holder.read().entries(ino(directory)),
    readLink: node => holder.read().get(ino(node)).target ?? '',
    read: (node, offset, length) => holder.read().read(ino(node), offset, length),
    write: (node, offset, data) => holder.edit().write(ino(node), offset, data, nowNs()),
    truncate: (node, size) => holder.edit().truncate(ino(node), size, nowNs()),
    create: (directory, name, file) => holder.edit().create(ino(directory), name, file, nowNs()),
    link: (directory, name, node) => holder.edit().link(ino(directory), name, ino(node), nowNs()),
    unlink: (directory, name) => holder.edit().unlink(ino(directory), name, nowNs()),
    rmdir: (directory, name) => holder.edit().rmdir(ino(directory), name, nowNs()),
    rename: (fromDirectory, fromName, toDirectory, toName) =>
      holder.edit().rename(ino(fromDirectory), fromName, ino(toDirectory), toName, nowNs()),
    change: (node, change) => holder.edit().change(ino(node), change, nowNs()),
    adopt: (node, data) => holder.edit().adopt(ino(node), data, nowNs()),
    xattrs: node => holder.read().get(ino(node)).xattrs,
    pin: node => holder.edit().pin(ino(node)),
    unpin: node => holder.edit().unpin(ino(node)),
  };
}

/** A holder for a tree that belongs to nobody's state: tests, and tools that work on one tree. */
export const holderOf = (tree: FileTree): TreeHolder => ({ read: () => tree, edit: () => tree });

export function statusOf(inode: Readonly<Inode>): FileStatus {
  const { mode, uid, gid, mtimeNs, ctimeNs, nlink, rdev, ino } = inode;
  return { mode, uid, gid, mtimeNs, ctimeNs, nlink, rdev, size: statusSize(inode), ino };
}

function ino(node: NodeId): number {
  return node as number;
}
