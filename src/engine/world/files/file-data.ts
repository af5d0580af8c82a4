import { Errno } from '../process/errno.ts';
import { EMPTY, type Inode } from './inode.ts';

/** More than this in one file is refused: the content lives in the host's memory. */
const LARGEST_DATA = 0x7fff_ffff;

/** Blocks of zeros from this length on are not stored where they come after a file's data. */
const HOLE_BYTES = 4096;

type File = Pick<Inode, 'data' | 'room' | 'size'>;

/**
 * Writes into an inode that belongs to one tree alone, while its bytes may be shared with copies and readers: bytes
 * are appended in place where nobody else has done so, and copied where something before the end changes.
 */
export function writeAt(file: File, offset: number, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  const end = offset + bytes.length;
  if (offset >= file.data.length && bytes.length >= HOLE_BYTES && bytes.every(byte => byte === 0)) {
    file.size = Math.max(file.size, end);
    return;
  }
  if (end > LARGEST_DATA) throw new Errno('EFBIG');
  if (offset === file.data.length && roomFor(file, bytes.length)) {
    const room = file.room as NonNullable<File['room']>;
    room.bytes.set(bytes, offset);
    room.used = end;
    file.data = room.bytes.subarray(0, end);
  } else {
    replace(file, offset, bytes);
  }
  file.size = Math.max(file.size, end);
}

/** Cuts a file, or lengthens it by a hole. */
export function growTo(file: File, size: number): void {
  if (size < 0) throw new Errno('EINVAL');
  if (size < file.data.length) {
    file.data = size === 0 ? EMPTY : file.data.subarray(0, size);
    // The bytes behind the cut still belong to others: what is appended next goes to a copy.
    file.room = undefined;
  }
  file.size = size;
}

function roomFor(file: File, length: number): boolean {
  const { room } = file;
  return room !== undefined && room.used === file.data.length && room.bytes.length - room.used >= length;
}

function replace(file: File, offset: number, bytes: Uint8Array): void {
  const end = offset + bytes.length;
  const used = Math.max(file.data.length, end);
  // A file written in one go keeps exactly its bytes; one that grows gets room to grow further.
  const capacity = file.data.length === 0 || used === file.data.length ? used : used * 2;
  const copy = new Uint8Array(Math.min(capacity, LARGEST_DATA));
  copy.set(file.data);
  copy.set(bytes, offset);
  file.data = capacity === used ? copy : copy.subarray(0, used);
  file.room = capacity === used ? undefined : { bytes: copy, used };
}
