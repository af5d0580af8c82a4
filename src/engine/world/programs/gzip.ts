import { Gunzip, Gzip } from 'fflate';
import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Program, Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { isDirectory } from './file-mode.ts';
import { command, fail, type Options } from './options.ts';
import { complain } from './output.ts';

/** What is wrong with compressed data, in busybox's words. */
class GzipError extends Error {
  override readonly name = 'GzipError';
}

/** Compresses what comes from one descriptor to another. The same bytes on every machine, though not busybox's. */
function* compress(input: number, output: number, level = 6, mtimeSeconds = 0): Sys<void> {
  const made: Uint8Array[] = [];
  const options = { level: Math.min(9, Math.max(1, level)) as 6, mtime: mtimeSeconds * 1000 };
  const gzip = new Gzip(options, piece => made.push(piece));
  for (;;) {
    const data = yield* sys.read(input);
    gzip.push(data, data.length === 0);
    for (const piece of made.splice(0)) yield* sys.write(output, piece);
    if (data.length === 0) return;
  }
}

/** Unpacks what comes from one descriptor to another. @throws GzipError */
function* decompress(input: number, write: (data: Uint8Array) => Sys<void>): Sys<void> {
  const made: Uint8Array[] = [];
  let isOver = false;
  let isFirst = true;
  const gunzip = new Gunzip((piece, final) => {
    made.push(piece);
    isOver = final;
  });
  for (;;) {
    const data = yield* sys.read(input);
    if (isFirst && (data[0] !== 0x1f || data[1] !== 0x8b)) throw new GzipError('invalid magic');
    isFirst = false;
    try {
      gunzip.push(data, data.length === 0);
    } catch {
      if (data.length === 0 && isOver) return;
      throw new GzipError(data.length === 0 ? 'unexpected end of file' : 'corrupted data');
    }
    for (const piece of made.splice(0)) yield* write(piece);
    if (data.length === 0) return;
  }
}

const LETTERS = 'cfkdtqvn123456789';
const usage = (name: string, what: string) =>
  `${name} [-cfkdt123456789] [FILE]...\n\n${what} FILEs (or stdin)\n`;

export const gzip = command(
  'gzip',
  { letters: LETTERS, usage: usage('gzip', 'Compress') },
  function* (options) {
    return yield* eachFile('gzip', options, options.has('d') || options.has('t'));
  },
);

export const gunzip = command(
  'gunzip',
  { letters: LETTERS, usage: usage('gunzip', 'Decompress') },
  function* (options) {
    return yield* eachFile('gunzip', options, true);
  },
);

export const zcat: Program = command(
  'zcat',
  { letters: '', usage: 'zcat [FILE]...\n\nDecompress to stdout\n' },
  function* (options) {
    let status = 0;
    for (const path of options.operands.length === 0 ? ['-'] : options.operands)
      status |= yield* toStdout('zcat', path);
    return status;
  },
);

function* eachFile(who: string, options: Options, unpacks: boolean): Sys<number> {
  const level = Number(options.last('123456789') ?? 6);
  if (options.operands.length === 0 || (options.operands.length === 1 && options.operands[0] === '-')) {
    if (unpacks) return yield* toStdout(who, '-');
    yield* compress(0, 1, level);
    return 0;
  }
  let status = 0;
  for (const path of options.operands) {
    const failed = yield* one(who, path, options, unpacks ? undefined : level);
    status |= failed ? 1 : 0;
  }
  return status;
}

/** Unpacks a file to standard output, or only looks whether it is whole. */
function* toStdout(who: string, path: string, tests = false): Sys<number> {
  const fd = path === '-' ? 0 : yield* outcome(sys.open(path, { read: true }));
  if (fd instanceof Errno) {
    yield* complain(`${who}: ${path}: ${fd.message}`);
    return 1;
  }
  try {
    yield* decompress(fd, function* (data) {
      if (!tests) yield* sys.write(1, data);
    });
    return 0;
  } catch (error) {
    if (!(error instanceof GzipError)) throw error;
    const isZcat = who === 'zcat' && error.message === 'invalid magic';
    yield* complain(`${who}: ${isZcat ? 'no gzip/bzip2/xz magic' : error.message}`);
    return 1;
  } finally {
    if (fd !== 0) yield* sys.close(fd);
  }
}

/** One file, in place; `level` undefined: unpacked. True where that failed. */
function* one(who: string, path: string, options: Options, level: number | undefined): Sys<boolean> {
  const status = yield* outcome(sys.stat(path));
  if (status instanceof Errno) {
    yield* complain(`${who}: ${path}: ${status.message}`);
    return true;
  }
  if (level === undefined && (options.has('c') || options.has('t')))
    return (yield* toStdout(who, path, options.has('t'))) !== 0;
  const target = level === undefined ? unpackedName(path) : `${path}.gz`;
  if (target === undefined) {
    yield* complain(`${who}: ${path}: unknown suffix - ignored`);
    return true;
  }
  if (isDirectory(status)) return yield* fail(who, `can't remove file '${path}': Is a directory`);
  const input = yield* outcome(sys.open(path, { read: true }));
  if (input instanceof Errno) return yield* fail(who, `${path}: ${input.message}`);
  const seconds = Number(status.mtimeNs / 1_000_000_000n);
  if (options.has('c')) {
    yield* compress(input, 1, level, seconds);
    yield* sys.close(input);
    return false;
  }
  const flags = { write: true, create: true, exclusive: !options.has('f'), truncate: options.has('f') };
  const output = yield* outcome(sys.open(target, flags, status.mode & 0o777));
  if (output instanceof Errno) {
    yield* complain(`${who}: can't open '${target}': ${output.message}`);
    return true;
  }
  try {
    if (level !== undefined) yield* compress(input, output, level, seconds);
    else yield* decompress(input, data => writeTo(output, data));
  } catch (error) {
    if (!(error instanceof GzipError)) throw error;
    yield* complain(`${who}: ${error.message}`);
    yield* sys.unlink(target);
    return true;
  } finally {
    yield* sys.close(input);
    yield* sys.close(output);
  }
  yield* outcome(sys.utimes(target, status.mtimeNs));
  if (!options.has('k')) yield* sys.unlink(path);
  return false;
}

function* writeTo(fd: number, data: Uint8Array): Sys<void> {
  yield* sys.write(fd, data);
}

function unpackedName(path: string): string | undefined {
  if (/\.tgz$/.test(path)) return path.replace(/\.tgz$/, '.tar');
  return /.\.gz$/.test(path) ? path.slice(0, -3) : undefined;
}
