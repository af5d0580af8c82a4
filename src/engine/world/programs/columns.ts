import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { eachLine } from './inputs.ts';
import { command, fail, type Options } from './options.ts';
import { bufferedOutput } from './output.ts';
import { asBytes, decodeBytes } from './text.ts';

const CUT = {
  letters: 'b:c:f:d:snO:',
  long: { 'output-delimiter': 'O' },
  usage: 'cut [OPTIONS] [FILE]...\n\nPrint selected fields from FILEs to stdout\n',
};

export const cut = command('cut', CUT, function* (options) {
  const kind = ['b', 'c', 'f'].filter(letter => options.has(letter));
  if (kind.length !== 1) return yield* fail('cut', 'expected a list of bytes, characters, or fields');
  const ranges = yield* parseRanges(options.value(kind[0] ?? 'f') ?? '');
  const delimiter = asBytes(options.value('d') ?? '\t').slice(0, 1);
  const joiner = asBytes(options.value('O') ?? delimiter);
  const out = bufferedOutput();
  const status = yield* eachLine('cut', options.operands, function* (line) {
    if (kind[0] !== 'f') {
      yield* out.bytes(`${pick([...line], ranges).join('')}\n`);
      return;
    }
    if (!line.includes(delimiter)) {
      if (!options.has('s')) yield* out.bytes(`${line}\n`);
      return;
    }
    yield* out.bytes(`${pick(line.split(delimiter), ranges).join(joiner)}\n`);
  });
  yield* out.flush();
  return status;
});

type Range = readonly [from: number, to: number];

function* parseRanges(text: string): Sys<Range[]> {
  const ranges: Range[] = [];
  for (const part of text.split(',')) {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (!match || part === '' || part === '-') return yield* fail('cut', `invalid number '${part}'`);
    const from = match[1] === '' ? 1 : Number(match[1]);
    const to = match[3] !== '' ? Number(match[3]) : match[2] === '-' ? Number.POSITIVE_INFINITY : from;
    if (from < 1) return yield* fail('cut', `invalid range ${part}`);
    ranges.push([from, to]);
  }
  return ranges.sort((a, b) => a[0] - b[0]);
}

function pick(parts: readonly string[], ranges: readonly Range[]): string[] {
  return parts.filter((_, index) => ranges.some(([from, to]) => index + 1 >= from && index + 1 <= to));
}

export const uniq = command(
  'uniq',
  { letters: 'cduizf:s:w:', usage: 'uniq [-cduiz] [-f,s,w N] [FILE [OUTFILE]]\n\nDiscard duplicate lines\n' },
  function* (options) {
    const path = options.operands[1];
    const fd = path === undefined ? 1 : yield* sys.open(path, { write: true, create: true, truncate: true });
    const out = bufferedOutput(fd);
    let current: string | undefined;
    let count = 0;
    function* finish(): Sys<void> {
      if (current === undefined) return;
      if ((options.has('d') && count < 2) || (options.has('u') && count > 1)) return;
      yield* out.bytes(`${options.has('c') ? `${String(count).padStart(7)} ` : ''}${current}\n`);
    }
    const status = yield* eachLine('uniq', options.operands.slice(0, 1), function* (line) {
      if (current !== undefined && uniqKey(line, options) === uniqKey(current, options)) {
        count++;
        return;
      }
      yield* finish();
      current = line;
      count = 1;
    });
    yield* finish();
    yield* out.flush();
    return status;
  },
);

function uniqKey(line: string, options: Options): string {
  let key = line;
  for (let skip = Number(options.value('f') ?? 0); skip > 0; skip--) key = key.replace(/^[ \t]*[^ \t]*/, '');
  key = key.slice(Number(options.value('s') ?? 0));
  if (options.has('w')) key = key.slice(0, Number(options.value('w')));
  return options.has('i') ? key.toLowerCase() : key;
}

const TR = {
  letters: '+cCds',
  usage:
    'tr [-cds] STRING1 [STRING2]\n\nTranslate, squeeze, or delete characters from stdin, writing to stdout\n',
};

export const tr = command('tr', TR, function* (options) {
  const first = expandSet(asBytes(options.operands[0] ?? ''));
  const second = expandSet(asBytes(options.operands[1] ?? ''));
  const inFirst = new Set(first);
  const complement = options.has('c') || options.has('C');
  const has = (c: string) => inFirst.has(c) !== complement;
  const from = complement ? allBytes().filter(c => !inFirst.has(c)) : first;
  const map = new Map<string, string>();
  for (const [index, c] of from.entries()) map.set(c, second[Math.min(index, second.length - 1)] ?? c);
  const squeezed = new Set(options.operands.length > 1 ? second : complement ? from : first);
  const out = bufferedOutput();
  let last = '';
  for (;;) {
    const data = yield* sys.read(0);
    if (data.length === 0) break;
    let text = '';
    for (const c of decodeBytes(data)) {
      if (options.has('d') && has(c)) continue;
      const mapped = options.has('d') || second.length === 0 ? c : (map.get(c) ?? c);
      if (options.has('s') && squeezed.has(mapped) && mapped === last) continue;
      last = mapped;
      text += mapped;
    }
    yield* out.bytes(text);
  }
  yield* out.flush();
  return 0;
});

function allBytes(): string[] {
  return Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
}

const TR_CLASSES: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/,
  alnum: /[0-9A-Za-z]/,
  digit: /[0-9]/,
  lower: /[a-z]/,
  upper: /[A-Z]/,
  space: /[\t-\r ]/,
  blank: /[\t ]/,
  punct: /[!-/:-@[-`{-~]/,
  cntrl: /[^ -~\x80-\xff]/,
  xdigit: /[0-9A-Fa-f]/,
  print: /[ -~]/,
  graph: /[!-~]/,
};

const TR_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
};

/** `a-z`, `[:upper:]`, `\n`, `\012`, `[x*3]` written out. */
function expandSet(text: string): string[] {
  const set: string[] = [];
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const named = /^\[:([a-z]+):\]/.exec(rest);
    const pattern = TR_CLASSES[named?.[1] ?? ''];
    if (named && pattern) {
      set.push(...allBytes().filter(c => pattern.test(c)));
      at += named[0].length;
      continue;
    }
    const [c, length] = setCharacter(rest);
    const end =
      text[at + length] === '-' && at + length + 1 < text.length
        ? setCharacter(text.slice(at + length + 1))
        : undefined;
    if (end) {
      for (let code = c.charCodeAt(0); code <= end[0].charCodeAt(0); code++)
        set.push(String.fromCharCode(code));
      at += length + 1 + end[1];
    } else {
      set.push(c);
      at += length;
    }
  }
  return set;
}

function setCharacter(text: string): readonly [character: string, length: number] {
  if (text[0] !== '\\' || text.length < 2) return [text[0] ?? '', 1];
  const octal = /^\\([0-7]{1,3})/.exec(text);
  if (octal) return [String.fromCharCode(Number.parseInt(octal[1] ?? '0', 8) & 255), octal[0].length];
  return [TR_ESCAPES[text[1] ?? ''] ?? (text[1] as string), 2];
}
