import { sharedMark } from '../../../support/plain-data.ts';

/** An inode. Directories have `entries`, regular files `data`, symbolic links `target`. */
export interface Inode {
  readonly ino: number;
  /** Type and permission bits, as st_mode. */
  mode: number;
  uid: number;
  gid: number;
  mtimeNs: bigint;
  nlink: number;
  rdev: number;
  entries: Map<string, number> | undefined;
  data: Uint8Array | undefined;
  target: string | undefined;
  xattrs: Record<string, Uint8Array> | undefined;
}

/**
 * A tree of files with copy-on-write: inode-level, frozen bases shared, `fork()` in constant time.
 * The owner of world/files fills it in; paths are walked by FileSystemView, never here.
 */
export class FileTree {
  readonly [sharedMark] = true as const;
}
