import type { Caller } from './file-system.ts';
import { type FileStatus, isDirectory } from './inode.ts';

const BITS = { read: 4, write: 2, execute: 1, search: 1 } as const;

/** What permission bits allow. */
export type Access = keyof typeof BITS;

/** Whether the mode bits let the caller do it. Root may do all, but execute only what somebody may execute. */
export function mayDo(status: FileStatus, caller: Caller, access: Access): boolean {
  if (caller.uid === 0) return access !== 'execute' || isDirectory(status) || (status.mode & 0o111) !== 0;
  const inGroup = caller.gid === status.gid || caller.groups.includes(status.gid);
  const shift = caller.uid === status.uid ? 6 : inGroup ? 3 : 0;
  return ((status.mode >> shift) & BITS[access]) !== 0;
}

/** Whether the caller may delete or rename this name in that directory (the sticky bit of /tmp). */
export function mayRemove(directory: FileStatus, file: FileStatus, caller: Caller): boolean {
  if (caller.uid === 0 || (directory.mode & 0o1000) === 0) return true;
  return caller.uid === file.uid || caller.uid === directory.uid;
}
