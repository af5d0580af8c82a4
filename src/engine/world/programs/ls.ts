import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { FileStatus, Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import {
  BLOCK_DEVICE,
  CHARACTER_DEVICE,
  DIRECTORY,
  FIFO,
  modeString,
  SOCKET,
  SYMLINK,
  typeOf,
} from './file-mode.ts';
import { command, type Options } from './options.ts';
import { bufferedOutput, complain, type Output } from './output.ts';
import { compareBytes } from './shell/glob.ts';
import { blocksOf, humanSize } from './size-text.ts';
import { strftime } from './strftime.ts';
import { readGroups, readUsers } from './users.ts';
import { compareVersions } from './version-order.ts';

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly status: FileStatus;
  readonly target: string | undefined;
}

interface Listing {
  readonly options: Options;
  readonly out: Output;
  readonly users: ReadonlyMap<number, string>;
  readonly groups: ReadonlyMap<number, string>;
  readonly nowNs: bigint;
  readonly colored: boolean;
  /** Columns of the terminal; 0: one name a line. */
  readonly width: number;
  status: number;
}

export const ls = command(
  'ls',
  {
    letters: '1AaCxdLHRFplinshrSXvctuw:T:\0\x01::\x02',
    long: { color: '\x01', 'full-time': '\0', 'group-directories-first': '\x02' },
    unsimulated: 'Z',
    usage: 'ls [-1AaCxdLHRFplinshrSXvctu] [-w WIDTH] [FILE]...\n\nList directory contents\n',
  },
  function* (options) {
    const isTerminal = (yield* attempt(sys.isatty(1))) ?? false;
    const long = isLong(options);
    const size = isTerminal ? yield* attempt(sys.winsize(1)) : undefined;
    const inColumns = (isTerminal || options.has('C') || options.has('x')) && !options.has('1') && !long;
    const listing: Listing = {
      options,
      out: bufferedOutput(),
      users: new Map((yield* readUsers()).map(user => [user.uid, user.name])),
      groups: new Map((yield* readGroups()).map(group => [group.gid, group.name])),
      nowNs: yield* sys.now(),
      colored:
        /^(always)?$/.test(options.value('\x01') ?? 'never') ||
        (options.value('\x01') === 'auto' && isTerminal),
      width: inColumns ? Number(options.value('w') ?? (size?.columns || 80)) : 0,
      status: 0,
    };
    yield* listOperands(listing);
    yield* listing.out.flush();
    return listing.status;
  },
);

function isLong(options: Options): boolean {
  return options.has('l') || options.has('n') || options.has('\0');
}

function* listOperands(listing: Listing): Sys<void> {
  const { options } = listing;
  const operands = options.operands.length === 0 ? ['.'] : options.operands;
  const follows = !(isLong(options) || options.has('F')) || options.has('L') || options.has('H');
  const entries: Entry[] = [];
  for (const path of operands) {
    const entry = yield* look(path, path, follows);
    if (entry instanceof Errno) {
      yield* listing.out.flush();
      yield* complain(`ls: ${path}: ${entry.message}`);
      listing.status = 1;
    } else entries.push(entry);
  }
  const asFiles = options.has('d');
  const directories = asFiles ? [] : entries.filter(entry => typeOf(entry.status) === DIRECTORY);
  const files = asFiles ? entries : entries.filter(entry => typeOf(entry.status) !== DIRECTORY);
  yield* show(listing, sorted(options, files));
  let isFirst = files.length === 0;
  for (const entry of sorted(options, directories)) {
    yield* listDirectory(listing, entry.path, isFirst, operands.length > 1 || options.has('R'));
    isFirst = false;
  }
}

function* look(name: string, path: string, follows: boolean): Sys<Entry | Errno> {
  let status = yield* outcome(follows ? sys.stat(path) : sys.lstat(path));
  if (status instanceof Errno && follows) status = yield* outcome(sys.lstat(path));
  if (status instanceof Errno) return status;
  const target = typeOf(status) === SYMLINK ? yield* attempt(sys.readlink(path)) : undefined;
  return { name, path, status, target };
}

function* listDirectory(listing: Listing, path: string, isFirst: boolean, named: boolean): Sys<void> {
  const { options, out } = listing;
  if (!isFirst) yield* out.text('\n');
  if (named) yield* out.text(`${path}:\n`);
  const read = yield* outcome(sys.readdir(path));
  if (read instanceof Errno) {
    yield* out.flush();
    yield* complain(`ls: can't open '${path}': ${read.message}`);
    listing.status = 1;
    return;
  }
  let names = read.map(entry => entry.name);
  if (!options.has('a') && !options.has('A')) names = names.filter(name => name[0] !== '.');
  if (options.has('a')) names = ['.', '..', ...names];
  const entries: Entry[] = [];
  for (const name of names) {
    const entry = yield* look(name, path.endsWith('/') ? path + name : `${path}/${name}`, options.has('L'));
    if (!(entry instanceof Errno)) entries.push(entry);
  }
  const ordered = sorted(options, entries);
  if (isLong(options) || options.has('s')) {
    const blocks = ordered.reduce((sum, entry) => sum + blocksOf(entry.status), 0);
    yield* out.text(
      `total ${
        options.has('h')
          ? humanSize(blocks * 512)
              .replace('.0', '')
              .padEnd(7)
          : blocks / 2
      }\n`,
    );
  }
  yield* show(listing, ordered);
  if (!options.has('R')) return;
  for (const entry of ordered) {
    if (entry.name === '.' || entry.name === '..' || typeOf(entry.status) !== DIRECTORY) continue;
    yield* listDirectory(listing, entry.path, false, true);
  }
}

function sorted(options: Options, entries: readonly Entry[]): Entry[] {
  const by = options.last('tcuSXv');
  const direction = options.has('r') ? -1 : 1;
  return entries.toSorted((a, b) => {
    let order = 0;
    if (by === 't' || by === 'c' || by === 'u') order = Number(b.status.mtimeNs - a.status.mtimeNs);
    else if (by === 'S') order = b.status.size - a.status.size;
    else if (by === 'X') order = compareBytes(extensionOf(a.name), extensionOf(b.name));
    else if (by === 'v') order = compareVersions(a.name, b.name);
    return direction * (order || compareBytes(a.name, b.name));
  });
}

function extensionOf(name: string): string {
  return name.includes('.') ? name.slice(name.lastIndexOf('.')) : '';
}

function* show(listing: Listing, entries: readonly Entry[]): Sys<void> {
  if (listing.width > 0) {
    yield* showColumns(listing, entries);
    return;
  }
  for (const entry of entries)
    yield* listing.out.text(`${details(listing, entry)}${named(listing, entry)}\n`);
}

/** Columns as wide as the longest name and two, down first (-C) or across (-x). */
function* showColumns(listing: Listing, entries: readonly Entry[]): Sys<void> {
  if (entries.length === 0) return;
  const cells = entries.map(entry => ({
    text: details(listing, entry) + named(listing, entry),
    width: details(listing, entry).length + entry.name.length + marker(listing.options, entry).length,
  }));
  const width = Math.max(...cells.map(cell => cell.width)) + 2;
  const columns = Math.max(1, Math.floor(listing.width / width));
  const rows = Math.ceil(cells.length / columns);
  const across = listing.options.has('x');
  for (let row = 0; row < rows; row++) {
    let line = '';
    let padding = 0;
    for (let column = 0; column < columns; column++) {
      const cell = cells[across ? row * columns + column : column * rows + row];
      if (!cell) continue;
      line += ' '.repeat(padding) + cell.text;
      padding = width - cell.width;
    }
    yield* listing.out.text(`${line}\n`);
  }
}

function marker(options: Options, { status }: Entry): string {
  const type = typeOf(status);
  if (type === DIRECTORY) return options.has('F') || options.has('p') ? '/' : '';
  if (!options.has('F')) return '';
  if (type === SYMLINK) return isLong(options) ? '' : '@';
  if (type === SOCKET) return '=';
  if (type === FIFO) return '|';
  return status.mode & 0o111 ? '*' : '';
}

/** busybox's colours: bold for all but plain files. */
function color(status: FileStatus): string {
  switch (typeOf(status)) {
    case DIRECTORY:
      return '1;34';
    case SYMLINK:
      return '1;36';
    case CHARACTER_DEVICE:
    case BLOCK_DEVICE:
      return '1;33';
    case FIFO:
      return '0;33';
    case SOCKET:
      return '1;35';
    default:
      return status.mode & 0o111 ? '1;32' : '0;0';
  }
}

function named(listing: Listing, entry: Entry): string {
  const { options, colored } = listing;
  const name = colored ? `\x1b[${color(entry.status)}m${entry.name}\x1b[m` : entry.name;
  const shown = name + marker(options, entry);
  const long = isLong(options);
  return long && entry.target !== undefined ? `${shown} -> ${entry.target}` : shown;
}

function details(listing: Listing, { status }: Entry): string {
  const { options } = listing;
  const inode = options.has('i') ? `${String(status.ino).padStart(7)} ` : '';
  const blocks = options.has('s') ? `${String(blocksOf(status) / 2).padStart(6)} ` : '';
  if (!isLong(options)) return inode + blocks;
  const name = (names: ReadonlyMap<number, string>, id: number) =>
    (options.has('n') ? String(id) : (names.get(id) ?? String(id)).slice(0, 8)).padEnd(8);
  const links = String(status.nlink).padStart(4);
  const owner = `${name(listing.users, status.uid)} ${name(listing.groups, status.gid)}`;
  return `${inode}${blocks}${modeString(status.mode)} ${links} ${owner} ${sizeOf(options, status)} ${dateOf(listing, status)} `;
}

function sizeOf(options: Options, status: FileStatus): string {
  const type = typeOf(status);
  if (type === CHARACTER_DEVICE || type === BLOCK_DEVICE) {
    const [major, minor] = deviceNumbers(status.rdev);
    return `${String(major).padStart(4)}, ${String(minor).padStart(3)}`;
  }
  return options.has('h') ? humanSize(status.size).padStart(7) : String(status.size).padStart(9);
}

/** Linux's st_rdev in its two parts. */
export function deviceNumbers(rdev: number): readonly [major: number, minor: number] {
  return [(rdev >>> 8) & 0xfff, (rdev & 0xff) | ((rdev >>> 12) & 0xfff00)];
}

function dateOf({ options, nowNs }: Listing, status: FileStatus): string {
  if (options.has('\0')) return strftime('%Y-%m-%d %H:%M:%S %z', status.mtimeNs);
  const ageSeconds = Number((nowNs - status.mtimeNs) / 1_000_000_000n);
  const recent = ageSeconds < (3600 * 24 * 365) / 2 && ageSeconds > -15 * 60;
  return strftime(recent ? '%b %e %H:%M' : '%b %e  %Y', status.mtimeNs);
}
