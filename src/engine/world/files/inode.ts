/** The type bits of st_mode. */
export const FileType = {
  mask: 0o170000,
  socket: 0o140000,
  link: 0o120000,
  regular: 0o100000,
  block: 0o060000,
  directory: 0o040000,
  character: 0o020000,
  fifo: 0o010000,
} as const;

/** What stat(2) shows of a file. */
export interface FileStatus {
  /** Type and permission bits, as st_mode. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly nlink: number;
  /** A device's numbers, as makedev(3) packs them. */
  readonly rdev: number;
  /** In bytes; of a symbolic link its target's length. */
  readonly size: number;
  /** Unique within its file system. */
  readonly ino: number;
}

/** Bytes with room to grow. Whoever holds a view of the first `used` may append; another holder has to copy. */
export interface Room {
  readonly bytes: Uint8Array;
  used: number;
}

/** An inode. Directories have `entries`, symbolic links a `target`, regular files `data`. */
export interface Inode {
  readonly ino: number;
  mode: number;
  uid: number;
  gid: number;
  mtimeNs: bigint;
  ctimeNs: bigint;
  nlink: number;
  rdev: number;
  /** Of a regular file; what lies beyond `data` reads as zeros, so that sparse files cost nothing. */
  size: number;
  entries: Map<string, number> | undefined;
  /** A directory's parent, which is what `..` means. */
  parent: number;
  /** Never written to where it has been read from: only appended to, in the room behind it. */
  data: Uint8Array;
  room: Room | undefined;
  target: string | undefined;
  xattrs: ReadonlyMap<string, Uint8Array> | undefined;
}

/** What a new file is made of. */
export interface NewFile {
  /** With its type bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev?: number;
  readonly target?: string;
}

/** Attributes to change; what is absent stays. */
export interface AttributeChange {
  /** Permission bits only. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtimeNs?: bigint;
  readonly xattrs?: ReadonlyMap<string, Uint8Array>;
}

export const EMPTY = new Uint8Array(0);

export const isDirectory = (file: { readonly mode: number }) =>
  (file.mode & FileType.mask) === FileType.directory;
export const isLink = (file: { readonly mode: number }) => (file.mode & FileType.mask) === FileType.link;

/** As makedev(3) packs device numbers below 2^20: `makeDevice(1, 3)` is /dev/null. */
export const makeDevice = (major: number, minor: number) =>
  (major << 8) | (minor & 0xff) | ((minor & ~0xff) << 12);
export const majorOf = (rdev: number) => (rdev >> 8) & 0xfff;
export const minorOf = (rdev: number) => (rdev & 0xff) | ((rdev >>> 12) & ~0xff);
