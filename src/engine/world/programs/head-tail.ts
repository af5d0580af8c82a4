import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Program, ProgramContext, Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import { HeldMemory } from './held-memory.ts';
import { lineReader, readAll } from './input.ts';
import { eachInput } from './inputs.ts';
import { command, fail, type Options } from './options.ts';
import { complain } from './output.ts';
import { parseSize } from './size-text.ts';
import { encodeBytes, joinBytes } from './text.ts';

/** `head -5` and `tail -5` or `tail +5` are `-n 5` and `-n +5`. */
function withOldCount(program: Program): Program {
  return (context: ProgramContext) => {
    const argv = context.argv.flatMap((word, index) => {
      const previous = context.argv[index - 1] ?? '';
      const isValue = /^-[nc]$/.test(previous);
      return index > 0 && !isValue && (/^-\d+$/.test(word) || (index === 1 && /^\+\d+$/.test(word)))
        ? ['-n', word[0] === '-' ? word.slice(1) : word]
        : [word];
    });
    return program({ ...context, argv });
  };
}

function* parseCount(who: string, text: string): Sys<{ count: number; sign: string }> {
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  const count = parseSize(text.slice(sign.length));
  return count === undefined ? yield* fail(who, `invalid number '${text}'`) : { count, sign };
}

function* headline(options: Options, path: string, state: { isFirst: boolean }): Sys<void> {
  if (options.has('q') || (options.operands.length < 2 && !options.has('v'))) return;
  const name = path === '-' ? 'standard input' : path;
  yield* sys.write(1, `${state.isFirst ? '' : '\n'}==> ${name} <==\n`);
  state.isFirst = false;
}

export const head = withOldCount(
  command(
    'head',
    {
      letters: 'n:c:qv',
      usage:
        'head [OPTIONS] [FILE]...\n\nPrint first 10 lines of FILEs (or stdin).\nWith more than one FILE, precede each with a filename header.\n',
    },
    function* (options) {
      const bytes = options.last('nc') === 'c';
      const { count, sign } = yield* parseCount('head', options.value(bytes ? 'c' : 'n') ?? '10');
      const state = { isFirst: true };
      return yield* eachInput('head', options.operands, function* (fd, path) {
        yield* headline(options, path, state);
        if (sign === '-') yield* allButLast(fd, count, bytes);
        else if (bytes) yield* firstBytes(fd, count);
        else yield* firstLines(fd, count);
      });
    },
  ),
);

function* firstBytes(fd: number, count: number): Sys<void> {
  let left = count;
  while (left > 0) {
    const data = yield* sys.read(fd, Math.min(left, 65_536));
    if (data.length === 0) return;
    left -= data.length;
    yield* sys.write(1, data);
  }
}

function* firstLines(fd: number, count: number): Sys<void> {
  const reader = lineReader(fd);
  let text = '';
  for (let index = 0; index < count; index++) {
    const line = yield* reader.next();
    if (line === undefined) break;
    text += line;
    if (text.length > 4096) {
      yield* sys.write(1, encodeBytes(text));
      text = '';
    }
  }
  if (text !== '') yield* sys.write(1, encodeBytes(text));
}

function* allButLast(fd: number, count: number, bytes: boolean): Sys<void> {
  const data = yield* readAll(fd);
  const kept = data.subarray(0, bytes ? Math.max(0, data.length - count) : startOfLast(data, count));
  if (kept.length > 0) yield* sys.write(1, kept);
}

/** Where the last `count` lines begin. */
function startOfLast(data: Uint8Array, count: number): number {
  if (count === 0) return data.length;
  let left = count;
  for (let at = data.length - 2; at >= 0; at--) if (data[at] === 10 && --left === 0) return at + 1;
  return 0;
}

export const tail = withOldCount(
  command(
    'tail',
    {
      letters: 'n:c:qvfFs:',
      usage:
        'tail [OPTIONS] [FILE]...\n\nPrint last 10 lines of FILEs (or stdin) to.\nWith more than one FILE, precede each with a filename header.\n',
    },
    function* (options, { start }) {
      if (start !== undefined) return yield* follow(start as Following);
      const bytes = options.last('nc') === 'c';
      const { count, sign } = yield* parseCount('tail', options.value(bytes ? 'c' : 'n') ?? '10');
      const state = { isFirst: true };
      const follows = options.has('f') || options.has('F');
      const open: { path: string; fd: number }[] = [];
      let status = 0;
      for (const path of options.operands.length === 0 ? ['-'] : options.operands) {
        const fd = path === '-' ? 0 : yield* outcome(sys.open(path, { read: true }));
        if (fd instanceof Errno) {
          yield* complain(`tail: can't open '${path}': ${fd.message}`);
          status = 1;
          continue;
        }
        yield* headline(options, path, state);
        yield* lastPart(fd, count, sign, bytes);
        open.push({ path, fd });
      }
      if (open.length === 0) return yield* fail('tail', 'no files');
      if (follows)
        return yield* follow({ open, seconds: Number(options.value('s') ?? 1), last: open.at(-1)?.path });
      return status;
    },
  ),
);

function* lastPart(fd: number, count: number, sign: string, bytes: boolean): Sys<void> {
  if (sign === '+') return yield* allFrom(fd, Math.max(0, count - 1), bytes);
  const data = yield* lastOf(fd, count, bytes);
  const from = bytes ? Math.max(0, data.length - count) : startOfLast(data, count);
  if (from < data.length) yield* sys.write(1, data.subarray(from));
}

/** All but the first `count` bytes or lines, as they come. */
function* allFrom(fd: number, count: number, bytes: boolean): Sys<void> {
  let left = count;
  for (;;) {
    const data = yield* sys.read(fd);
    if (data.length === 0) return;
    let from = bytes ? Math.min(left, data.length) : 0;
    if (bytes) left -= from;
    for (; !bytes && left > 0; left -= 1) {
      const end = data.indexOf(10, from);
      from = end < 0 ? data.length : end + 1;
      if (end < 0) break;
    }
    if (from < data.length) yield* sys.write(1, data.subarray(from));
  }
}

/** What comes last, at least as much as `count` bytes or lines: what came long before is let go. */
function* lastOf(fd: number, count: number, bytes: boolean): Sys<Uint8Array> {
  const held = new HeldMemory();
  const chunks: Array<{ readonly data: Uint8Array; readonly weight: number }> = [];
  let weight = 0;
  for (;;) {
    const data = yield* sys.read(fd);
    if (data.length === 0) break;
    chunks.push({ data, weight: bytes ? data.length : newlinesIn(data) });
    weight += chunks.at(-1)?.weight ?? 0;
    yield* held.add(data.length);
    // A line more than asked for, since the newline before the first of them is among them.
    while (chunks.length > 1 && weight - (chunks[0]?.weight ?? 0) > count) {
      const dropped = chunks.shift();
      weight -= dropped?.weight ?? 0;
      yield* held.add(-(dropped?.data.length ?? 0));
    }
  }
  return joinBytes(chunks.length === 0 ? [new Uint8Array(0)] : chunks.map(({ data }) => data));
}

function newlinesIn(data: Uint8Array): number {
  let count = 0;
  for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10, at + 1)) count += 1;
  return count;
}

/** What -f needs to go on: plain data, for checkpoints. */
interface Following {
  readonly open: readonly { readonly path: string; readonly fd: number }[];
  readonly seconds: number;
  /** Whose text was shown last. */
  readonly last: string | undefined;
}

/** -f: looks once a second for what was added. */
function* follow(following: Following): Sys<never> {
  const { open, seconds } = following;
  let { last } = following;
  for (;;) {
    yield* sys.checkpoint({ open, seconds, last });
    // `tail -f /dev/null` keeps a container alive: nothing will ever come, so the clock need not tick for it.
    if (open.every(({ path }) => path === '/dev/null')) for (;;) yield* outcome(sys.pause());
    yield* sys.sleep(BigInt(Math.round(seconds * 1e9)));
    for (const { path, fd } of open) {
      const status = yield* attempt(sys.fstat(fd));
      const position = yield* attempt(sys.seek(fd, 0, 'current'));
      if (status && position !== undefined && status.size < position) yield* sys.seek(fd, 0, 'set');
      const data = yield* readAll(fd);
      if (data.length === 0) continue;
      if (open.length > 1 && last !== path) yield* sys.write(1, `\n==> ${path} <==\n`);
      last = path;
      yield* sys.write(1, data);
    }
  }
}
