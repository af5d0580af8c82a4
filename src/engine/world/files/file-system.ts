import type { AttributeChange, FileStatus, NewFile } from './inode.ts';

/** A file within its file system: an inode's number, or a path where there are no inodes (the host's disk, /proc). */
export type NodeId = number | string;

/** Who asks. The kernel gives the calling process; what Docker does itself is done as root. */
export interface Caller {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  /** For /proc/self; 0 outside of any process. */
  readonly pid: number;
}

export const ROOT: Caller = { uid: 0, gid: 0, groups: [], pid: 0 };

/**
 * What can be mounted: a container's root, a volume, a tmpfs (FileTree behind tree-file-system.ts), the host's disk
 * (host-file-system.ts), /proc and /sys (the kernel's). Nodes are found by name from the root; permissions and mounts
 * are FileSystemView's business. Every failure is an Errno.
 */
export interface FileSystem {
  /** As /proc/mounts shows it: `overlay`, `tmpfs`, `proc`. */
  readonly type: string;
  readonly root: NodeId;
  status(node: NodeId, caller: Caller): FileStatus;
  lookup(directory: NodeId, name: string, caller: Caller): NodeId | undefined;
  parent(directory: NodeId): NodeId;
  entries(directory: NodeId, caller: Caller): Iterable<readonly [name: string, node: NodeId]>;
  readLink(node: NodeId, caller: Caller): string;
  /** At most `length` bytes; empty at the end. The caller may not write to them. */
  read(node: NodeId, offset: number, length: number, caller: Caller): Uint8Array;
  /** Returns the file's position after it. */
  write(node: NodeId, offset: number | 'append', data: Uint8Array, caller: Caller): number;
  truncate(node: NodeId, size: number): void;
  create(directory: NodeId, name: string, file: NewFile): NodeId;
  link(directory: NodeId, name: string, node: NodeId): void;
  unlink(directory: NodeId, name: string): void;
  rmdir(directory: NodeId, name: string): void;
  rename(fromDirectory: NodeId, fromName: string, toDirectory: NodeId, toName: string): void;
  change(node: NodeId, change: AttributeChange): void;
  /** Gives an empty file its content, which nobody writes into afterwards; without it, `write` copies. */
  adopt?(node: NodeId, data: Uint8Array): void;
  xattrs?(node: NodeId): ReadonlyMap<string, Uint8Array> | undefined;
  /** An open file outlives its name until it is closed. */
  pin(node: NodeId): void;
  unpin(node: NodeId): void;
}

/** Refuses whatever would change it: the base of synthetic file systems. */
export const unchangeable = (refuse: () => never) => ({
  write: refuse,
  truncate: refuse,
  create: refuse,
  link: refuse,
  unlink: refuse,
  rmdir: refuse,
  rename: refuse,
  change: refuse,
  pin: () => {},
  unpin: () => {},
});
