import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { FileStatus, FileSystemStatus, Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import {
  BLOCK_DEVICE,
  CHARACTER_DEVICE,
  DIRECTORY,
  FIFO,
  isSymlink,
  modeString,
  SOCKET,
  SYMLINK,
  typeOf,
} from './file-mode.ts';
import { deviceNumbers } from './ls.ts';
import { command, type Options, showUsage } from './options.ts';
import { bufferedOutput, complain, type Output } from './output.ts';
import { blocksOf } from './size-text.ts';
import { strftime } from './strftime.ts';
import { readGroups, readUsers } from './users.ts';

const TABLE = {
  letters: 'fLtc:',
  usage: 'stat [-ltf] [-c FMT] FILE...\n\nDisplay file (default) or filesystem status\n',
};

interface Names {
  readonly users: ReadonlyMap<number, string>;
  readonly groups: ReadonlyMap<number, string>;
}

export const stat = command('stat', TABLE, function* (options) {
  if (options.operands.length === 0) return yield* showUsage('stat', TABLE);
  const out = bufferedOutput();
  const names: Names = {
    users: new Map((yield* readUsers()).map(user => [user.uid, user.name])),
    groups: new Map((yield* readGroups()).map(group => [group.gid, group.name])),
  };
  let status = 0;
  for (const path of options.operands) {
    const failed = yield* outcome(showOne(path, options, names, out));
    if (!(failed instanceof Errno)) continue;
    yield* out.flush();
    const what = options.has('f')
      ? `can't read file system information for '${path}'`
      : `can't stat '${path}'`;
    yield* complain(`stat: ${what}: ${failed.message}`);
    status = 1;
  }
  yield* out.flush();
  return status;
});

function* showOne(path: string, options: Options, names: Names, out: Output): Sys<void> {
  const format = options.value('c');
  if (options.has('f')) {
    const values = fileSystemValues(path, yield* sys.statfs(path));
    const text = format ?? (options.has('t') ? FS_TERSE : FS_FULL);
    yield* out.text(`${fill(text, values)}\n`);
    return;
  }
  const status = yield* options.has('L') ? sys.stat(path) : sys.lstat(path);
  const target = isSymlink(status) ? yield* attempt(sys.readlink(path)) : undefined;
  const values = fileValues(path, status, target, names);
  const isDevice = typeOf(status) === CHARACTER_DEVICE || typeOf(status) === BLOCK_DEVICE;
  const full = isDevice ? FULL.replace('Links: %h', 'Links: %-5h Device type: %t,%T') : FULL;
  const chosen = format ?? (options.has('t') ? TERSE : full);
  yield* out.text(`${fill(chosen, values)}\n`);
}

const FULL = `  File: %N
  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F
Device: %Dh/%dd	Inode: %-10i  Links: %h
Access: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)
Access: %x
Modify: %y
Change: %z`;
const TERSE = '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %o';
const FS_FULL = `  File: "%n"
    ID: %-8i Namelen: %-7l Type: %T
Block size: %-10s
Blocks: Total: %-10b Free: %-10f Available: %a
Inodes: Total: %-10c Free: %d`;
const FS_TERSE = '%n %i %l %t %s %b %f %a %c %d';

function fill(format: string, values: Readonly<Record<string, string>>): string {
  return format.replace(
    /%(-?)(0?)(\d*)(?:\.(\d+))?([a-zA-Z%])/g,
    (_, left, zero, width, precision, letter) => {
      if (letter === '%') return '%';
      const value = values[letter] ?? letter;
      const text = precision === undefined ? value : value.slice(0, Number(precision));
      if (left === '-') return text.padEnd(Number(width));
      return text.padStart(Number(width), zero === '0' ? '0' : ' ');
    },
  );
}

const TYPES: ReadonlyMap<number, string> = new Map([
  [SOCKET, 'socket'],
  [SYMLINK, 'symbolic link'],
  [BLOCK_DEVICE, 'block special file'],
  [DIRECTORY, 'directory'],
  [CHARACTER_DEVICE, 'character special file'],
  [FIFO, 'fifo'],
]);

function fileValues(
  path: string,
  status: FileStatus,
  target: string | undefined,
  { users, groups }: Names,
): Record<string, string> {
  const [major, minor] = deviceNumbers(status.rdev);
  const time = strftime('%Y-%m-%d %H:%M:%S.%N %z', status.mtimeNs);
  const seconds = String(status.mtimeNs / 1_000_000_000n);
  const regular = status.size === 0 ? 'regular empty file' : 'regular file';
  return {
    n: path,
    N: target === undefined ? path : `'${path}' -> '${target}'`,
    d: String(status.dev),
    D: status.dev.toString(16),
    i: String(status.ino),
    a: (status.mode & 0o7777).toString(8),
    A: modeString(status.mode),
    f: status.mode.toString(16),
    F: TYPES.get(typeOf(status)) ?? regular,
    h: String(status.nlink),
    u: String(status.uid),
    U: users.get(status.uid) ?? 'UNKNOWN',
    g: String(status.gid),
    G: groups.get(status.gid) ?? 'UNKNOWN',
    t: major.toString(16),
    T: minor.toString(16),
    s: String(status.size),
    B: '512',
    b: String(blocksOf(status)),
    o: '4096',
    x: time,
    y: time,
    z: time,
    X: seconds,
    Y: seconds,
    Z: seconds,
  };
}

function fileSystemValues(path: string, status: FileSystemStatus): Record<string, string> {
  const blocks = (bytes: number) => String(Math.floor(bytes / status.blockSize));
  return {
    n: path,
    i: '0',
    l: '255',
    t: status.type === 'tmpfs' ? '1021994' : '794c7630',
    T: status.type === 'overlay' ? 'UNKNOWN' : status.type,
    s: String(status.blockSize),
    S: String(status.blockSize),
    b: blocks(status.total),
    f: blocks(status.free),
    a: blocks(status.available),
    c: String(status.inodes),
    d: String(status.freeInodes),
  };
}
