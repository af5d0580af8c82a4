import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Program, Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { fail, notSimulated, ProgramExit } from './options.ts';
import { complain } from './output.ts';
import { parseSize } from './size-text.ts';

export const dd: Program = function* (context) {
  try {
    return yield* run(context.argv);
  } catch (error) {
    if (error instanceof ProgramExit) return error.status;
    throw error;
  }
};

interface Counts {
  full: number;
  partial: number;
}

function* run(argv: readonly string[]): Sys<number> {
  const words = new Map<string, string>();
  for (const word of argv.slice(1)) {
    const match = /^(if|of|bs|ibs|obs|count|skip|seek|conv|iflag|oflag|status)=(.*)$/.exec(word);
    if (!match) return yield* fail('dd', `invalid argument '${word}'`);
    words.set(match[1] ?? '', match[2] ?? '');
  }
  const conversions = (words.get('conv') ?? '').split(',').filter(each => each !== '');
  for (const each of conversions)
    if (!['notrunc', 'sync', 'noerror', 'fsync'].includes(each)) yield* notSimulated('dd', `conv=${each}`);
  const blockSize = yield* number(words.get('bs') ?? words.get('ibs') ?? '512');
  const count = words.has('count') ? yield* number(words.get('count') ?? '') : Number.POSITIVE_INFINITY;
  const input = yield* openFile(words.get('if'), 0, { read: true });
  const truncates = !conversions.includes('notrunc') && !words.has('seek');
  const output = yield* openFile(words.get('of'), 1, { write: true, create: true, truncate: truncates });
  yield* skip(input, (yield* number(words.get('skip') ?? '0')) * blockSize);
  const seek = (yield* number(words.get('seek') ?? '0')) * blockSize;
  if (seek > 0) yield* sys.seek(output, seek, 'set');
  if (blockSize > PIECE) yield* sys.memory(blockSize);
  const read: Counts = { full: 0, partial: 0 };
  let total = 0;
  const startNs = yield* sys.now();
  while (read.full + read.partial < count) {
    const copied = yield* copyBlock(input, output, blockSize, conversions.includes('sync'));
    if (copied instanceof Errno) {
      yield* complain(`dd: error writing '${words.get('of') ?? 'standard output'}': ${copied.message}`);
      if (words.get('status') === 'none') return 1;
      yield* complain(
        `${read.full + 1}+${read.partial} records in\n${read.full}+${read.partial} records out`,
      );
      return 1;
    }
    if (copied.read === 0) break;
    if (copied.read === blockSize) read.full++;
    else read.partial++;
    total += copied.written;
  }
  if (words.get('status') !== 'none') {
    const row = `${read.full}+${read.partial} records`;
    yield* complain(`${row} in\n${row} out`);
    if (words.get('status') !== 'noxfer') yield* complain(transferLine(total, (yield* sys.now()) - startNs));
  }
  return 0;
}

/** Blocks larger than this go through in pieces: nothing of their size need be held. */
const PIECE = 2 ** 20;

/** One block: as much as one read gives, and where that was all that was asked for, the rest of the block. */
function* copyBlock(
  input: number,
  output: number,
  size: number,
  pads: boolean,
): Sys<{ readonly read: number; readonly written: number } | Errno> {
  let read = 0;
  while (read < size) {
    const wanted = Math.min(PIECE, size - read);
    const data = yield* sys.read(input, wanted);
    read += data.length;
    const failed = data.length === 0 ? 0 : yield* outcome(sys.write(output, data));
    if (failed instanceof Errno) return failed;
    if (data.length < wanted) break;
  }
  let written = read;
  while (pads && read > 0 && written < size) {
    const padding = new Uint8Array(Math.min(PIECE, size - written));
    const failed = yield* outcome(sys.write(output, padding));
    if (failed instanceof Errno) return failed;
    written += padding.length;
  }
  return { read, written };
}

function transferLine(bytes: number, ns: bigint): string {
  const seconds = Math.max(Number(ns) / 1e9, 1e-6);
  const human = (value: number) => {
    const units = ['', 'K', 'M', 'G', 'T'];
    let unit = 0;
    let shown = value;
    while (shown >= 1024 && unit < 4) {
      shown /= 1024;
      unit++;
    }
    return `${shown.toFixed(1)}${units[unit]}B`;
  };
  return `${bytes} bytes (${human(bytes)}) copied, ${seconds.toFixed(6)} seconds, ${human(bytes / seconds)}/s`;
}

function* number(text: string): Sys<number> {
  return parseSize(text) ?? (yield* fail('dd', `invalid number '${text}'`));
}

function* openFile(
  path: string | undefined,
  standard: number,
  flags: Parameters<typeof sys.open>[1],
): Sys<number> {
  if (path === undefined) return standard;
  const fd = yield* outcome(sys.open(path, flags));
  return fd instanceof Errno ? yield* fail('dd', `can't open '${path}': ${fd.message}`) : fd;
}

function* skip(fd: number, bytes: number): Sys<void> {
  if (bytes === 0) return;
  const sought = yield* outcome(sys.seek(fd, bytes, 'current'));
  if (!(sought instanceof Errno)) return;
  for (let left = bytes; left > 0; ) {
    const data = yield* sys.read(fd, left);
    if (data.length === 0) return;
    left -= data.length;
  }
}
