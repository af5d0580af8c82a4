import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import { isDirectory } from './file-mode.ts';
import { readAll, readFile } from './input.ts';
import { command, fail, notSimulated, type Options, showUsage } from './options.ts';
import { bufferedOutput } from './output.ts';
import { decodeBytes } from './text.ts';
import { baseName, joinPath } from './tree-walk.ts';

function* contentOf(who: string, path: string): Sys<Uint8Array> {
  const content = yield* outcome(path === '-' ? readAll(0) : readFile(path));
  return content instanceof Errno ? yield* fail(who, `${path}: ${content.message}`, 2) : content;
}

const CMP = {
  letters: 'lsn:',
  usage: 'cmp [-ls] [-n NUM] FILE1 [FILE2]\n\nCompare FILE1 with FILE2 (or stdin)\n',
};

export const cmp = command('cmp', CMP, function* (options) {
  const [first, second = '-'] = options.operands;
  if (first === undefined) return yield* showUsage('cmp', CMP);
  const open = function* (path: string): Sys<Uint8Array> {
    const content = yield* outcome(path === '-' ? readAll(0) : readFile(path));
    return content instanceof Errno
      ? yield* fail('cmp', `can't open '${path}': ${content.message}`, 2)
      : content;
  };
  const a = yield* open(first);
  const b = yield* open(second);
  let line = 1;
  let status = 0;
  const out = bufferedOutput();
  const end = Math.min(a.length, b.length, Number(options.value('n') ?? Number.POSITIVE_INFINITY));
  for (let at = 0; at < end; at++) {
    if (a[at] !== b[at]) {
      status = 1;
      if (options.has('s')) return 1;
      if (!options.has('l')) {
        yield* sys.write(1, `${first} ${second} differ: char ${at + 1}, line ${line}\n`);
        return 1;
      }
      yield* out.text(
        `${at + 1} ${(a[at] as number).toString(8).padStart(3)} ${(b[at] as number).toString(8).padStart(3)}\n`,
      );
    }
    if (a[at] === 10) line++;
  }
  yield* out.flush();
  if (a.length === b.length || end < Math.min(a.length, b.length)) return status;
  if (!options.has('s')) yield* sys.write(2, `cmp: EOF on ${a.length < b.length ? first : second}\n`);
  return 1;
});

const DIFF = {
  letters: 'abBdiL:NqrTstwS:U:u',
  usage:
    'diff [-abBdiNqrTstw] [-L LABEL] [-S FILE] [-U LINES] FILE1 FILE2\n\nCompare files line by line and output the differences between them.\n',
};

export const diff = command('diff', DIFF, function* (options) {
  const [first, second] = options.operands;
  if (first === undefined || second === undefined) return yield* showUsage('diff', DIFF);
  return yield* diffPaths(first, second, options);
});

function* diffPaths(first: string, second: string, options: Options): Sys<number> {
  const isDirectoryA = isDirectory(yield* attempt(sys.stat(first)));
  const isDirectoryB = isDirectory(yield* attempt(sys.stat(second)));
  if (isDirectoryA && isDirectoryB) return yield* notSimulated('diff', 'of directories');
  const a = yield* contentOf('diff', isDirectoryA ? joinPath(first, baseName(second)) : first);
  const b = yield* contentOf('diff', isDirectoryB ? joinPath(second, baseName(first)) : second);
  const left = decodeBytes(a);
  const right = decodeBytes(b);
  if (left === right) {
    if (options.has('s')) yield* sys.write(1, `Files ${first} and ${second} are identical\n`);
    return 0;
  }
  const isBinary = !options.has('a') && (a.includes(0) || b.includes(0));
  if (options.has('q') || isBinary) {
    yield* sys.write(1, `Files ${first} and ${second} differ\n`);
    return 1;
  }
  const key = (line: string) => {
    let text = line;
    if (options.has('w')) text = text.replace(/\s+/g, '');
    else if (options.has('b')) text = text.replace(/\s+/g, ' ').trimEnd();
    return options.has('i') ? text.toLowerCase() : text;
  };
  const hunks = unified(linesOf(left), linesOf(right), key, Number(options.value('U') ?? 3));
  if (hunks.length === 0) return 0;
  const labels = options.values('L');
  const out = bufferedOutput();
  yield* out.bytes(`--- ${labels[0] ?? first}\n+++ ${labels[1] ?? second}\n`);
  for (const line of hunks) yield* out.bytes(`${line}\n`);
  yield* out.flush();
  return 1;
}

/** Lines; a last one without its newline says so, as diff does. */
function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  else lines.push(`${lines.pop()}\n\\ No newline at end of file`);
  return lines;
}

interface Edit {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

/** The edits along a longest common subsequence. */
function editsBetween(a: readonly string[], b: readonly string[], key: (line: string) => string): Edit[] {
  const x = a.map(key);
  const y = b.map(key);
  const width = y.length + 1;
  const lengths = new Uint32Array((x.length + 1) * width);
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = y.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        x[i] === y[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i] === y[j]) {
      edits.push({ mark: ' ', line: a[i] as string });
      i++;
      j++;
    } else if (
      i < x.length &&
      (j >= y.length || (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
    ) {
      edits.push({ mark: '-', line: a[i++] as string });
    } else edits.push({ mark: '+', line: b[j++] as string });
  }
  return edits;
}

function unified(
  a: readonly string[],
  b: readonly string[],
  key: (line: string) => string,
  context: number,
): string[] {
  const edits = editsBetween(a, b, key);
  const changed = edits.flatMap((edit, index) => (edit.mark === ' ' ? [] : [index]));
  const lines: string[] = [];
  for (let at = 0; at < changed.length; ) {
    const from = Math.max(0, (changed[at] as number) - context);
    let last = changed[at] as number;
    while (at < changed.length && (changed[at] as number) - last <= context * 2)
      last = changed[at++] as number;
    const to = Math.min(edits.length, last + context + 1);
    const hunk = edits.slice(from, to);
    const before = edits.slice(0, from);
    const range = (mark: '-' | '+') => {
      const start = before.filter(edit => edit.mark !== (mark === '-' ? '+' : '-')).length;
      const length = hunk.filter(edit => edit.mark !== (mark === '-' ? '+' : '-')).length;
      const first = length === 0 ? start : start + 1;
      return length === 1 ? String(first) : `${first},${length}`;
    };
    lines.push(`@@ -${range('-')} +${range('+')} @@`, ...hunk.map(edit => edit.mark + edit.line));
  }
  return lines;
}
