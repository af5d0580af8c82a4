import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { FileSystemStatus, Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import { BLOCK_DEVICE, CHARACTER_DEVICE, FIFO, isDirectory } from './file-mode.ts';
import { readFile } from './input.ts';
import { parseMode } from './mode-text.ts';
import { command, fail, type Options, showUsage } from './options.ts';
import { bufferedOutput, complain } from './output.ts';
import { blocksOf, humanSize } from './size-text.ts';
import { decodeText } from './text.ts';
import { joinPath, tryOr } from './tree-walk.ts';

/** Rows of /proc/mounts. */
function* readMounts(): Sys<{ source: string; target: string; type: string; options: string }[]> {
  const text = decodeText((yield* attempt(readFile('/proc/mounts'))) ?? new Uint8Array());
  const rows = text
    .split('\n')
    .filter(line => line !== '')
    .map(line => line.split(' '));
  return rows.map(([source = '', target = '', type = '', options = '']) => ({
    source,
    target,
    type,
    options,
  }));
}

export const df = command(
  'df',
  {
    letters: 'kPhmTiat:',
    usage: 'df [-PkmhTai] [-B SIZE] [-t TYPE] [FILESYSTEM]...\n\nPrint filesystem usage statistics\n',
  },
  function* (options) {
    const out = bufferedOutput();
    const typed = options.has('T') ? 'Type       ' : '';
    const unit = options.has('h')
      ? '     Size'
      : options.has('m')
        ? '1M-blocks'
        : options.has('P')
          ? '1024-blocks'
          : '1K-blocks';
    const capacity = options.has('P') ? 'Capacity' : 'Use%';
    yield* out.text(`Filesystem           ${typed}${unit}      Used Available ${capacity} Mounted on\n`);
    let status = 0;
    const paths =
      options.operands.length > 0 ? options.operands : (yield* readMounts()).map(mount => mount.target);
    for (const path of paths) {
      const found = yield* outcome(sys.statfs(path));
      if (found instanceof Errno) {
        yield* out.flush();
        yield* complain(`df: ${path}: can't find mount point`);
        status = 1;
      } else if (found.total > 0 || options.operands.length > 0) yield* out.text(dfRow(found, options));
    }
    yield* out.flush();
    return status;
  },
);

function dfRow(found: FileSystemStatus, options: Options): string {
  const used = found.total - found.free;
  const size = (bytes: number, width: number) =>
    (options.has('h')
      ? humanSize(bytes)
      : String(Math.floor(bytes / (options.has('m') ? 1024 ** 2 : 1024)))
    ).padStart(width);
  const sum = used + found.available;
  const percent = sum === 0 ? 0 : Math.floor((used * 100 + sum / 2) / sum);
  const source =
    found.source.length > 20 && !options.has('P')
      ? `${found.source}\n${' '.repeat(20)}`
      : found.source.padEnd(20);
  const type = options.has('T') ? ` ${found.type.padEnd(10)}` : '';
  return `${source}${type} ${size(found.total, 9)} ${size(used, 9)} ${size(found.available, 9)} ${String(percent).padStart(3)}% ${found.target}\n`;
}

export const du = command(
  'du',
  {
    letters: 'aHLksclmhd:x',
    usage: 'du [-aHLdclsxhmk] [FILE]...\n\nSummarize disk space used by FILEs and directories\n',
  },
  function* (options) {
    const out = bufferedOutput();
    const show = (blocks: number, path: string) => {
      const shown = options.has('h')
        ? humanSize(blocks * 512)
        : options.has('m')
          ? (blocks / 2048).toFixed(1)
          : String(Math.floor(blocks / 2));
      return `${shown}\t${path}\n`;
    };
    const depth = options.has('s') ? 0 : Number(options.value('d') ?? Number.POSITIVE_INFINITY);
    let status = 0;
    const counted = new Set<number>();
    function* measure(path: string, level: number): Sys<number> {
      const found = yield* outcome(options.has('L') ? sys.stat(path) : sys.lstat(path));
      if (found instanceof Errno) {
        yield* complain(`du: ${path}: ${found.message}`);
        status = 1;
        return 0;
      }
      if (found.nlink > 1 && !isDirectory(found) && !options.has('l')) {
        if (counted.has(found.ino)) return 0;
        counted.add(found.ino);
      }
      let blocks = blocksOf(found);
      if (isDirectory(found)) {
        for (const { name } of (yield* attempt(sys.readdir(path))) ?? [])
          blocks += yield* measure(joinPath(path, name), level + 1);
      }
      if (level === 0 || ((isDirectory(found) || options.has('a')) && level <= depth))
        yield* out.text(show(blocks, path));
      return blocks;
    }
    let total = 0;
    for (const path of options.operands.length === 0 ? ['.'] : options.operands)
      total += yield* measure(path, 0);
    if (options.has('c')) yield* out.text(show(total, 'total'));
    yield* out.flush();
    return status;
  },
);

const MOUNT = {
  letters: 'arwvt:o:OnfiT:',
  usage: 'mount [OPTIONS] [-o OPT] DEVICE NODE\n\nMount a filesystem\n',
};

export const mount = command('mount', MOUNT, function* (options) {
  const [source, target] = options.operands;
  if (source === undefined) {
    const out = bufferedOutput();
    for (const each of yield* readMounts())
      yield* out.text(`${each.source} on ${each.target} type ${each.type} (${each.options})\n`);
    yield* out.flush();
    return 0;
  }
  const settings = [...options.values('o'), ...(options.has('r') ? ['ro'] : [])].join(',');
  const at = target ?? source;
  if (target === undefined && !settings.includes('remount'))
    return yield* fail('mount', `can't find ${source} in /etc/fstab`);
  const failed = yield* outcome(sys.mount(source, at, options.value('t') ?? '', settings));
  if (!(failed instanceof Errno)) return 0;
  if (failed.code === 'EPERM') return yield* fail('mount', 'permission denied (are you root?)');
  return yield* fail('mount', `mounting ${source} on ${at} failed: ${failed.message}`, 255);
});

const UMOUNT = {
  letters: 'fldnrat:',
  usage: 'umount [-rlfda] [-t FSTYPE] FILESYSTEM|DIRECTORY...\n\nUnmount filesystems\n',
};

export const umount = command('umount', UMOUNT, function* (options) {
  if (options.operands.length === 0) return yield* showUsage('umount', UMOUNT);
  let status = 0;
  for (const target of options.operands)
    status |= yield* tryOr('umount', `can't unmount ${target}`, sys.umount(target));
  return status;
});

const MKNOD = {
  letters: 'm:',
  usage: 'mknod [-m MODE] NAME TYPE [MAJOR MINOR]\n\nCreate a special file (block, character, or pipe)\n',
};
const NODE_TYPES: Readonly<Record<string, number>> = {
  b: BLOCK_DEVICE,
  c: CHARACTER_DEVICE,
  u: CHARACTER_DEVICE,
  p: FIFO,
};

export const mknod = command('mknod', MKNOD, function* (options) {
  const [path, letter = '', major, minor] = options.operands;
  const type = NODE_TYPES[letter];
  if (path === undefined || type === undefined || (type === FIFO) !== (major === undefined))
    return yield* showUsage('mknod', MKNOD);
  const numbers = [Number(major ?? 0), Number(minor ?? 0)] as const;
  return yield* makeNode(
    'mknod',
    path,
    type,
    options.value('m'),
    (numbers[0] << 8) | (numbers[1] & 0xff) | ((numbers[1] & ~0xff) << 12),
  );
});

const MKFIFO = { letters: 'm:', usage: 'mkfifo [-m MODE] NAME...\n\nCreate named pipe\n' };

export const mkfifo = command('mkfifo', MKFIFO, function* (options) {
  if (options.operands.length === 0) return yield* showUsage('mkfifo', MKFIFO);
  let status = 0;
  for (const path of options.operands) status |= yield* makeNode('mkfifo', path, FIFO, options.value('m'), 0);
  return status;
});

function* makeNode(
  who: string,
  path: string,
  type: number,
  text: string | undefined,
  rdev: number,
): Sys<number> {
  const mode = text === undefined ? 0o666 : parseMode(text, 0o666, 0, false);
  if (mode === undefined) return yield* fail(who, `invalid mode '${text}'`);
  const failed = yield* tryOr(who, path, sys.mknod(path, type | mode, rdev));
  if (!failed && text !== undefined) yield* attempt(sys.chmod(path, mode));
  return failed;
}

export const free = command(
  'free',
  { letters: 'bkmgh', usage: 'free [-bkmgh]\n\nDisplay free and used memory\n' },
  function* (options) {
    const content = yield* outcome(readFile('/proc/meminfo'));
    if (content instanceof Errno)
      return yield* fail('free', `can't open '/proc/meminfo': ${content.message}`);
    const kib = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(decodeText(content))?.[1] ?? 0);
    const unit = options.has('b') ? 1 / 1024 : options.has('m') ? 1024 : options.has('g') ? 1024 ** 2 : 1;
    const cell = (value: number) =>
      (options.has('h') ? humanSize(value * 1024) : String(Math.floor(value / unit))).padStart(12);
    const cached = kib('Buffers') + kib('Cached') + kib('SReclaimable');
    const row = [
      kib('MemTotal'),
      kib('MemTotal') - kib('MemFree') - cached,
      kib('MemFree'),
      kib('Shmem'),
      cached,
      kib('MemAvailable'),
    ];
    yield* sys.write(1, '              total        used        free      shared  buff/cache   available\n');
    yield* sys.write(1, `Mem:   ${row.map(cell).join('')}\n`);
    const swap = [kib('SwapTotal'), kib('SwapTotal') - kib('SwapFree'), kib('SwapFree')];
    yield* sys.write(1, `Swap:  ${swap.map(cell).join('')}\n`);
    return 0;
  },
);
