import type { TarError } from './tar-error.ts';

/** One member of a tar archive. */
export interface TarEntry {
  /** As it stands in the archive. */
  readonly name: string;
  readonly type: TarType;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeNs: bigint;
  /** Where a symbolic link points to, or the name of the file that a hard link is another name of. */
  readonly linkName: string;
  readonly major: number;
  readonly minor: number;
  readonly size: number;
  readonly xattrs: ReadonlyMap<string, Uint8Array> | undefined;
  /** The content: a view into the archive that it was read from. */
  readonly data: Uint8Array;
  /** Its content ends early, for this reason: the reader throws it after this member. */
  readonly brokenBy?: TarError;
}

export type TarType = 'file' | 'link' | 'symlink' | 'character' | 'block' | 'directory' | 'fifo';

export const BLOCK_BYTES = 512;

/** Type flags as archive/tar has them; a NUL is an old way to say `0`. */
export const TYPE_FLAGS: Readonly<Record<TarType, string>> = {
  file: '0',
  link: '1',
  symlink: '2',
  character: '3',
  block: '4',
  directory: '5',
  fifo: '6',
};

/** How xattrs stand in PAX records. */
export const XATTR_RECORD = 'SCHILY.xattr.';

/** Where each field of a ustar header stands: offset and length. */
export const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  linkName: [157, 100],
  magic: [257, 8],
  userName: [265, 32],
  groupName: [297, 32],
  major: [329, 8],
  minor: [337, 8],
  prefix: [345, 155],
} as const;

export type FieldName = keyof typeof FIELDS;

/** Bytes that fill the last block of a content of that size. */
export function paddingOf(size: number): number {
  return (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
}
