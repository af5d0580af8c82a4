import { BLOCK_DEVICE, CHARACTER_DEVICE, DIRECTORY, FIFO, REGULAR, SYMLINK } from './file-mode.ts';
import { decodeText, encodeText } from './text.ts';

/** An entry's header as ustar has it. */
export interface TarEntry {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly user: string;
  readonly group: string;
  readonly size: number;
  readonly mtimeSeconds: number;
  readonly target: string;
}

export const BLOCK = 512;

const LETTERS: ReadonlyMap<number, string> = new Map([
  [REGULAR, '0'],
  [SYMLINK, '2'],
  [CHARACTER_DEVICE, '3'],
  [BLOCK_DEVICE, '4'],
  [DIRECTORY, '5'],
  [FIFO, '6'],
]);
const TYPES: ReadonlyMap<string, number> = new Map([...LETTERS].map(([type, letter]) => [letter, type]));

function sum(header: Uint8Array): number {
  return header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
}

export function encodeHeader(entry: TarEntry): Uint8Array {
  const header = new Uint8Array(BLOCK);
  const put = (at: number, length: number, text: string) =>
    header.set(encodeText(text).subarray(0, length), at);
  const octal = (at: number, length: number, value: number) =>
    put(at, length, `${value.toString(8).padStart(length - 1, '0')}\0`);
  const slash = entry.path.length > 100 ? entry.path.indexOf('/', entry.path.length - 101) : -1;
  put(0, 100, slash < 0 ? entry.path : entry.path.slice(slash + 1));
  octal(100, 8, entry.mode & 0o7777);
  octal(108, 8, entry.uid);
  octal(116, 8, entry.gid);
  octal(124, 12, entry.size);
  octal(136, 12, entry.mtimeSeconds);
  put(156, 1, LETTERS.get(entry.mode & 0o170000) ?? '0');
  put(157, 100, entry.target);
  put(257, 8, 'ustar  \0');
  put(265, 32, entry.user);
  put(297, 32, entry.group);
  if (slash > 0) put(345, 155, entry.path.slice(0, slash));
  put(148, 8, `${sum(header).toString(8).padStart(6, '0')}\0 `);
  return header;
}

/** An entry from its header; undefined at the archive's end, null where the checksum is wrong. */
export function decodeHeader(header: Uint8Array): TarEntry | null | undefined {
  if (header.length < BLOCK || header.every(byte => byte === 0)) return undefined;
  const text = (at: number, length: number) =>
    decodeText(header.subarray(at, at + length)).split('\0', 1)[0] ?? '';
  const octal = (at: number, length: number) => Number.parseInt(text(at, length).trim() || '0', 8);
  if (octal(148, 8) !== sum(header)) return null;
  const prefix = text(257, 6) === 'ustar' ? text(345, 155) : '';
  const type = TYPES.get(text(156, 1) || '0') ?? REGULAR;
  return {
    path: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`,
    mode: type | (octal(100, 8) & 0o7777),
    uid: octal(108, 8),
    gid: octal(116, 8),
    user: text(265, 32),
    group: text(297, 32),
    size: octal(124, 12),
    mtimeSeconds: octal(136, 12),
    target: text(157, 100),
  };
}
