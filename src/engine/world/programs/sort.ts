import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { allLines } from './inputs.ts';
import { command, fail, type Options } from './options.ts';
import { bufferedOutput, complain } from './output.ts';
import { asBytes } from './text.ts';
import { compareVersions } from './version-order.ts';

interface Key {
  readonly from: number;
  readonly fromChar: number;
  readonly to: number;
  readonly toChar: number;
  readonly flags: string;
}

const FLAGS = 'nrMgfdibV';

export const sort = command(
  'sort',
  {
    usageStatus: 2,
    letters: 'nrMgfdibVuscmzt:k:o:S:T:',
    usage:
      'sort [-nrughMcszbdfiokt] [-o FILE] [-k START[.OFS][OPTS][,END[.OFS][OPTS]] [-t CHAR] [FILE]...\n\nSort lines of text\n',
  },
  function* (options) {
    const { lines, status } = yield* allLines('sort', options.operands);
    const compare = makeCompare(options);
    if (options.has('c')) {
      const at = lines.findIndex((line, index) => {
        const order = index > 0 ? compare(lines[index - 1] ?? '', line) : -1;
        return order > 0 || (order === 0 && options.has('u'));
      });
      if (at < 0) return 0;
      return yield* disorder(at);
    }
    let sorted = lines.toSorted(compare);
    if (options.has('u'))
      sorted = sorted.filter((line, index) => index === 0 || compare(sorted[index - 1] ?? '', line) !== 0);
    const path = options.value('o');
    const fd =
      path === undefined ? 1 : yield* outcome(sys.open(path, { write: true, create: true, truncate: true }));
    if (fd instanceof Errno) return yield* fail('sort', `${path}: ${fd.message}`);
    const out = bufferedOutput(fd);
    for (const line of sorted) yield* out.bytes(`${line}${options.has('z') ? '\0' : '\n'}`);
    yield* out.flush();
    return status;
  },
);

function* disorder(at: number): Sys<number> {
  yield* complain(`Check line ${at}`);
  return 1;
}

function makeCompare(options: Options): (a: string, b: string) => number {
  const global = [...FLAGS].filter(letter => options.has(letter)).join('');
  const keys = options.values('k').map(parseKey);
  const all: readonly Key[] =
    keys.length === 0 ? [{ from: 1, fromChar: 0, to: 0, toChar: 0, flags: global }] : keys;
  const separator = options.has('t') ? asBytes(options.value('t') ?? '')[0] : undefined;
  return (a, b) => {
    for (const key of all) {
      const flags = key.flags === '' ? global : key.flags;
      const order = compareBy(flags, keyOf(a, key, separator, flags), keyOf(b, key, separator, flags));
      if (order !== 0) return flags.includes('r') ? -order : order;
    }
    // The last resort: whole lines, unless equal keys count as equal.
    if (options.has('u') || options.has('s')) return 0;
    const order = a < b ? -1 : a > b ? 1 : 0;
    return global.includes('r') ? -order : order;
  };
}

function parseKey(text: string): Key {
  const match = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text);
  return {
    from: Number(match?.[1] ?? 1),
    fromChar: Number(match?.[2] ?? 0),
    to: Number(match?.[4] ?? 0),
    toChar: Number(match?.[5] ?? 0),
    flags: (match?.[3] ?? '') + (match?.[6] ?? ''),
  };
}

/** Where each field begins and ends. Without a separator a field begins with the blanks before it. */
function fieldsOf(line: string, separator: string | undefined): (readonly [number, number])[] {
  const fields: [number, number][] = [];
  if (separator !== undefined) {
    let at = 0;
    for (const part of line.split(separator)) {
      fields.push([at, at + part.length]);
      at += part.length + 1;
    }
    return fields;
  }
  for (const match of line.matchAll(/[ \t]*[^ \t]+/g))
    fields.push([match.index, match.index + match[0].length]);
  return fields;
}

function keyOf(line: string, key: Key, separator: string | undefined, flags: string): string {
  if (key.from === 1 && key.fromChar === 0 && key.to === 0)
    return flags.includes('b') ? line.trimStart() : line;
  const fields = fieldsOf(line, separator);
  const first = fields[key.from - 1];
  if (!first) return '';
  let start = first[0];
  if (flags.includes('b')) while (/[ \t]/.test(line[start] ?? '')) start++;
  start += Math.max(0, key.fromChar - 1);
  let end = line.length;
  if (key.to > 0) {
    const last = fields[key.to - 1];
    if (last) end = key.toChar > 0 ? last[0] + key.toChar : last[1];
  }
  return line.slice(start, Math.max(start, end));
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

function compareBy(flags: string, a: string, b: string): number {
  if (flags.includes('n') || flags.includes('g'))
    return Number.parseFloat(a || '0') - Number.parseFloat(b || '0') || numbersFirst(a, b);
  if (flags.includes('M')) return monthOf(a) - monthOf(b);
  if (flags.includes('V')) return compareVersions(a, b);
  const fold = (text: string) => {
    let folded = flags.includes('f') ? text.toUpperCase() : text;
    if (flags.includes('d')) folded = folded.replace(/[^A-Za-z0-9 \t]/g, '');
    return flags.includes('i') ? folded.replace(/[^ -~]/g, '') : folded;
  };
  const x = fold(a);
  const y = fold(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

function numbersFirst(a: string, b: string): number {
  const value = (text: string) => Number.parseFloat(text) || 0;
  return value(a) - value(b);
}

const monthOf = (text: string): number => MONTHS.indexOf(text.trim().slice(0, 3).toUpperCase());
