import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { allLines } from './inputs.ts';
import { command, fail } from './options.ts';
import { bufferedOutput } from './output.ts';
import { asBytes } from './text.ts';

function* printLines(lines: readonly string[]): Sys<void> {
  const out = bufferedOutput();
  for (const line of lines) yield* out.bytes(`${line}\n`);
  yield* out.flush();
}

export const tac = command('tac', { letters: '', usage: 'tac [FILE]...\n' }, function* (options) {
  const { lines, status } = yield* allLines('tac', options.operands);
  yield* printLines(lines.reverse());
  return status;
});

export const rev = command('rev', { letters: '', usage: 'rev [FILE]...\n' }, function* (options) {
  const { lines, status } = yield* allLines('rev', options.operands);
  yield* printLines(lines.map(line => [...line].reverse().join('')));
  return status;
});

export const nl = command(
  'nl',
  { letters: 'b:i:s:v:w:', usage: 'nl [OPTIONS] [FILE]...\n' },
  function* (options) {
    const { lines, status } = yield* allLines('nl', options.operands);
    let number = Number(options.value('v') ?? 1);
    const width = Number(options.value('w') ?? 6);
    const all = options.value('b') === 'a';
    yield* printLines(
      lines.map(line => {
        if (line === '' && !all) return ' '.repeat(width + 1);
        const text = `${String(number).padStart(width)}${options.value('s') ?? '\t'}${line}`;
        number += Number(options.value('i') ?? 1);
        return text;
      }),
    );
    return status;
  },
);

export const paste = command(
  'paste',
  { letters: 'd:s', usage: 'paste [OPTIONS] [FILE]...\n' },
  function* (options) {
    const delimiters = [
      ...asBytes(options.value('d') ?? '\t')
        .replaceAll('\\n', '\n')
        .replaceAll('\\t', '\t'),
    ];
    const files: string[][] = [];
    let status = 0;
    for (const path of options.operands.length === 0 ? ['-'] : options.operands) {
      const read = yield* allLines('paste', [path]);
      status |= read.status;
      files.push(read.lines);
    }
    const join = (parts: readonly string[]) =>
      parts.reduce(
        (text, part, index) =>
          index === 0 ? part : text + (delimiters[(index - 1) % delimiters.length] ?? '') + part,
        '',
      );
    if (options.has('s')) yield* printLines(files.map(join));
    else {
      const rows = Math.max(...files.map(lines => lines.length));
      yield* printLines(Array.from({ length: rows }, (_, row) => join(files.map(lines => lines[row] ?? ''))));
    }
    return status;
  },
);

export const fold = command(
  'fold',
  { letters: 'bsw:', usage: 'fold [-bs] [-w WIDTH] [FILE]...\n' },
  function* (options) {
    const width = Number(options.value('w') ?? 80);
    const folded: string[] = [];
    const { lines, status } = yield* allLines('fold', options.operands);
    for (const line of lines) {
      let rest = line;
      while (rest.length > width) {
        const space = options.has('s') ? rest.lastIndexOf(' ', width - 1) : -1;
        const cut = space >= 0 ? space + 1 : width;
        folded.push(rest.slice(0, cut));
        rest = rest.slice(cut);
      }
      folded.push(rest);
    }
    yield* printLines(folded);
    return status;
  },
);

export const expand = command(
  'expand',
  { letters: 'it:', usage: 'expand [-i] [-t N] [FILE]...\n' },
  function* (options) {
    const stop = Number(options.value('t') ?? 8);
    const { lines, status } = yield* allLines('expand', options.operands);
    yield* printLines(
      lines.map(line => {
        let text = '';
        for (const c of line) text += c === '\t' ? ' '.repeat(stop - (text.length % stop)) : c;
        return text;
      }),
    );
    return status;
  },
);

export const strings = command(
  'strings',
  { letters: 'afon:t:', usage: 'strings [-fo] [-t o|d|x] [-n LEN] [FILE]...\n' },
  function* (options) {
    const { lines, status } = yield* allLines('strings', options.operands);
    const found = lines.join('\n').match(new RegExp(`[\\t -~]{${Number(options.value('n') ?? 4)},}`, 'g'));
    yield* printLines(found ?? []);
    return status;
  },
);

export const shuf = command(
  'shuf',
  { letters: 'ei:n:o:zr', usage: 'shuf [-n NUM] [-o FILE] [-z] [FILE | -e [ARG...] | -i L-H]\n' },
  function* (options) {
    let lines: string[];
    const range = /^(\d+)-(\d+)$/.exec(options.value('i') ?? '');
    if (range)
      lines = Array.from({ length: Number(range[2]) - Number(range[1]) + 1 }, (_, index) =>
        String(Number(range[1]) + index),
      );
    else if (options.has('e')) lines = options.operands.map(asBytes);
    else lines = (yield* allLines('shuf', options.operands)).lines;
    for (let left = lines.length; left > 1; left--) {
      const bytes = yield* sys.random(4);
      const at = bytes.reduce((sum, byte) => sum * 256 + byte, 0) % left;
      [lines[left - 1], lines[at]] = [lines[at] as string, lines[left - 1] as string];
    }
    yield* printLines(lines.slice(0, Number(options.value('n') ?? lines.length)));
    return 0;
  },
);

export const comm = command(
  'comm',
  { letters: '123', usage: 'comm [-123] FILE1 FILE2\n' },
  function* (options) {
    const [first, second] = options.operands;
    if (first === undefined || second === undefined) return yield* fail('comm', 'two files are needed');
    const a = (yield* allLines('comm', [first])).lines;
    const b = (yield* allLines('comm', [second])).lines;
    const lines: string[] = [];
    const add = (column: 1 | 2 | 3, line: string) => {
      if (options.has(String(column))) return;
      const before = [1, 2].filter(each => each < column && !options.has(String(each))).length;
      lines.push('\t'.repeat(before) + line);
    };
    for (let i = 0, j = 0; i < a.length || j < b.length; ) {
      const x = a[i];
      const y = b[j];
      if (y === undefined || (x !== undefined && x < y)) add(1, a[i++] as string);
      else if (x === undefined || x > y) add(2, b[j++] as string);
      else {
        add(3, x);
        i++;
        j++;
      }
    }
    yield* printLines(lines);
    return 0;
  },
);
