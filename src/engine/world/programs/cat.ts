import { Errno, WriteError } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { lineReader } from './input.ts';
import { command, type Options } from './options.ts';
import { complain } from './output.ts';
import { encodeBytes } from './text.ts';

export const cat = command(
  'cat',
  { letters: 'nbvteAu', usage: 'cat [-nbvteA] [FILE]...\n\nPrint FILEs to stdout\n' },
  function* (options) {
    const paths = options.operands.length === 0 ? ['-'] : options.operands;
    const counter = { line: 0, blank: true };
    let status = 0;
    for (const path of paths) {
      const fd = path === '-' ? 0 : yield* outcome(sys.open(path, { read: true }));
      const failed = fd instanceof Errno ? fd : yield* outcome(copy(fd, options, counter));
      if (failed instanceof WriteError) throw failed;
      if (failed instanceof Errno) {
        const what = fd instanceof Errno ? `can't open '${path}'` : 'read error';
        yield* complain(`cat: ${what}: ${failed.message}`);
        status = 1;
      }
      if (typeof fd === 'number' && fd !== 0) yield* sys.close(fd);
    }
    return status;
  },
);

function* copy(fd: number, options: Options, counter: { line: number }): Sys<void> {
  if (['n', 'b', 'v', 't', 'e', 'A'].some(letter => options.has(letter))) {
    yield* copyLines(fd, options, counter);
    return;
  }
  for (;;) {
    const data = yield* sys.read(fd);
    if (data.length === 0) return;
    yield* sys.write(1, data);
    // Reading on where it stands is all that a copy of the engine has to do.
    if (options.operands.length === 0) yield* sys.checkpoint(undefined);
  }
}

function* copyLines(fd: number, options: Options, counter: { line: number }): Sys<void> {
  const reader = lineReader(fd);
  for (;;) {
    const line = yield* reader.next();
    if (line === undefined) return;
    const ends = line.endsWith('\n');
    let text = ends ? line.slice(0, -1) : line;
    if (['v', 't', 'e', 'A'].some(letter => options.has(letter))) {
      text = visible(text, options.has('t') || options.has('A'));
      if (ends && (options.has('e') || options.has('A'))) text += '$';
    }
    const numbered = options.has('b') ? line !== '\n' : options.has('n');
    if (numbered) text = `${String(++counter.line).padStart(6)}\t${text}`;
    yield* sys.write(1, encodeBytes(`${text}\n`));
  }
}

/** Control characters as ^X, bytes above 127 as M-x. */
function visible(text: string, tabs: boolean): string {
  return [...text]
    .map(c => {
      const code = c.charCodeAt(0);
      const meta = code >= 128 ? 'M-' : '';
      const low = code & 127;
      if (c === '\t' && !tabs) return c;
      if (low === 127) return `${meta}^?`;
      return low < 32 ? `${meta}^${String.fromCharCode(low + 64)}` : meta + String.fromCharCode(low);
    })
    .join('');
}
