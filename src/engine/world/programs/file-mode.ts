/** The file type bits of st_mode. */
const TYPE_MASK = 0o170000;
export const SOCKET = 0o140000;
export const SYMLINK = 0o120000;
export const REGULAR = 0o100000;
export const BLOCK_DEVICE = 0o060000;
export const DIRECTORY = 0o040000;
export const CHARACTER_DEVICE = 0o020000;
export const FIFO = 0o010000;

type Mode = { readonly mode: number };

export const isDirectory = (status: Mode | undefined): boolean => typeOf(status) === DIRECTORY;
export const isRegular = (status: Mode | undefined): boolean => typeOf(status) === REGULAR;
export const isSymlink = (status: Mode | undefined): boolean => typeOf(status) === SYMLINK;

export function typeOf(status: Mode | undefined): number {
  return status === undefined ? 0 : status.mode & TYPE_MASK;
}

const LETTERS: ReadonlyMap<number, string> = new Map([
  [SOCKET, 's'],
  [SYMLINK, 'l'],
  [REGULAR, '-'],
  [BLOCK_DEVICE, 'b'],
  [DIRECTORY, 'd'],
  [CHARACTER_DEVICE, 'c'],
  [FIFO, 'p'],
]);

/** `drwxr-xr-x`. */
export function modeString(mode: number): string {
  const bits = [...'rwxrwxrwx'].map((letter, index) => ((mode >> (8 - index)) & 1 ? letter : '-'));
  if (mode & 0o4000) bits[2] = bits[2] === 'x' ? 's' : 'S';
  if (mode & 0o2000) bits[5] = bits[5] === 'x' ? 's' : 'S';
  if (mode & 0o1000) bits[8] = bits[8] === 'x' ? 't' : 'T';
  return (LETTERS.get(mode & TYPE_MASK) ?? '?') + bits.join('');
}
