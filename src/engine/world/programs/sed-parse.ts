import { compileRegex } from './regex.ts';

export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'regex'; readonly regex: RegExp | undefined }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  | { readonly kind: 'plus'; readonly count: number };

export interface SedCommand {
  readonly from: Address | undefined;
  readonly to: Address | undefined;
  readonly negated: boolean;
  readonly name: string;
  /** Text of a, i, c; label of b, t, T; file of r, w. */
  readonly text: string;
  readonly regex: RegExp | undefined;
  readonly replacement: string;
  readonly flags: {
    readonly global: boolean;
    readonly print: boolean;
    readonly nth: number;
    readonly file: string;
  };
  readonly map: ReadonlyMap<string, string>;
  /** Where `{` ends. */
  end: number;
}

export class SedError extends Error {}

interface Cursor {
  readonly text: string;
  at: number;
  readonly extended: boolean;
}

/** Reads a sed script into a flat list; `{` and `}` point at each other. */
export function parseSed(text: string, extended: boolean): SedCommand[] {
  const cursor: Cursor = { text, at: 0, extended };
  const commands: SedCommand[] = [];
  const open: number[] = [];
  for (;;) {
    skip(cursor, /[\s;]*/y);
    if (cursor.text[cursor.at] === '#') {
      skip(cursor, /[^\n]*/y);
      continue;
    }
    if (cursor.at >= cursor.text.length) break;
    const command = parseCommand(cursor);
    if (command.name === '{') open.push(commands.length);
    if (command.name === '}') {
      const start = open.pop();
      if (start === undefined) throw new SedError('unexpected }');
      (commands[start] as SedCommand).end = commands.length;
    }
    commands.push(command);
  }
  if (open.length > 0) throw new SedError('unterminated {');
  return commands;
}

function skip(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text)?.[0] ?? '';
  cursor.at += match.length;
  return match;
}

function parseAddress(cursor: Cursor): Address | undefined {
  const c = cursor.text[cursor.at] ?? '';
  if (/\d/.test(c)) {
    const first = Number(skip(cursor, /\d+/y));
    if (cursor.text[cursor.at] !== '~') return { kind: 'line', line: first };
    cursor.at++;
    return { kind: 'step', first, step: Number(skip(cursor, /\d+/y)) };
  }
  if (c === '$') {
    cursor.at++;
    return { kind: 'last' };
  }
  if (c === '+') {
    cursor.at++;
    return { kind: 'plus', count: Number(skip(cursor, /\d+/y)) };
  }
  if (c !== '/' && c !== '\\') return undefined;
  if (c === '\\') cursor.at++;
  const pattern = delimited(cursor, 'address', true);
  const flags = skip(cursor, /[IM]*/y);
  return { kind: 'regex', regex: regexOf(cursor, pattern, flags) };
}

function regexOf(cursor: Cursor, pattern: string, flags: string): RegExp | undefined {
  if (pattern === '') return undefined;
  return compileRegex(pattern, {
    extended: cursor.extended,
    ignoreCase: /i/i.test(flags),
    multiline: flags.includes('M'),
    global: true,
  });
}

/** Reads up to the delimiter that stands at the cursor; in a bracket it does not count. */
function delimited(cursor: Cursor, what: string, isRegex: boolean): string {
  const delimiter = cursor.text[cursor.at] ?? '';
  cursor.at++;
  let text = '';
  for (;;) {
    const c = cursor.text[cursor.at];
    if (c === undefined || (c === '\n' && what === 'address')) throw new SedError(`unmatched '${delimiter}'`);
    if (c === delimiter) break;
    if (c === '\\' && cursor.at + 1 < cursor.text.length) {
      const next = cursor.text[cursor.at + 1] as string;
      if (next === delimiter) text += isRegex || delimiter === '&' ? next : next;
      else if (next === 'n' && isRegex) text += '\n';
      else text += c + next;
      cursor.at += 2;
      continue;
    }
    const set = isRegex && c === '[' ? /\[\^?\]?(?:\[[:.=].*?[:.=]\]|[^\]])*\]/y : undefined;
    if (set) {
      const taken = skip(cursor, set);
      if (taken !== '') {
        text += taken;
        continue;
      }
    }
    text += c;
    cursor.at++;
  }
  cursor.at++;
  return text;
}

const NO_FLAGS = { global: false, print: false, nth: 0, file: '' };

function parseCommand(cursor: Cursor): SedCommand {
  const from = parseAddress(cursor);
  let to: Address | undefined;
  skip(cursor, /\s*/y);
  if (from && cursor.text[cursor.at] === ',') {
    cursor.at++;
    skip(cursor, /\s*/y);
    to = parseAddress(cursor);
    if (!to) throw new SedError("unexpected `,'");
  }
  skip(cursor, /\s*/y);
  const negated = cursor.text[cursor.at] === '!';
  if (negated) skip(cursor, /!\s*/y);
  const name = cursor.text[cursor.at] ?? '';
  if (name === '') throw new SedError('missing command');
  cursor.at++;
  const base = {
    from,
    to,
    negated,
    name,
    text: '',
    regex: undefined,
    replacement: '',
    flags: NO_FLAGS,
    map: NO_MAP,
    end: 0,
  };
  switch (name) {
    case 's':
      return { ...base, ...parseSubstitute(cursor) };
    case 'y':
      return { ...base, map: parseMap(cursor) };
    case 'a':
    case 'i':
    case 'c':
      return { ...base, text: parseText(cursor) };
    case ':':
    case 'b':
    case 't':
    case 'T':
      skip(cursor, /[ \t]*/y);
      return { ...base, text: skip(cursor, name === ':' ? /[^\n;]*/y : /[^\s;}]*/y).trim() };
    case 'r':
    case 'w':
      skip(cursor, /[ \t]*/y);
      return { ...base, text: skip(cursor, /[^\n]*/y) };
    case 'q':
    case 'Q':
      skip(cursor, /[ \t]*/y);
      return { ...base, text: skip(cursor, /\d*/y) };
    default:
      if (!'{}=dDgGhHnNpPx'.includes(name)) throw new SedError(`unsupported command ${name}`);
      return base;
  }
}

const NO_MAP: ReadonlyMap<string, string> = new Map();

function parseSubstitute(cursor: Cursor): Pick<SedCommand, 'regex' | 'replacement' | 'flags'> {
  const pattern = delimited(cursor, 's command', true);
  cursor.at--;
  const replacement = delimited(cursor, 's command', false);
  const letters = skip(cursor, /[gpiImMe0-9]*/y);
  let file = '';
  if (cursor.text[cursor.at] === 'w') {
    skip(cursor, /w[ \t]*/y);
    file = skip(cursor, /[^\n]*/y);
  } else if (!/^[\s;}#]?$/.test(cursor.text[cursor.at] ?? '')) {
    throw new SedError(`bad option in substitution expression`);
  }
  const nth = Number(/\d+/.exec(letters)?.[0] ?? 0);
  const flags = { global: letters.includes('g'), print: letters.includes('p'), nth, file };
  return { regex: regexOf(cursor, pattern, letters), replacement, flags };
}

function parseMap(cursor: Cursor): ReadonlyMap<string, string> {
  const unescaped = (text: string) => text.replace(/\\(.)/gs, (_, c: string) => (c === 'n' ? '\n' : c));
  const from = unescaped(delimited(cursor, 'y command', false));
  cursor.at--;
  const to = unescaped(delimited(cursor, 'y command', false));
  if (from.length !== to.length) throw new SedError('y command strings have different lengths');
  return new Map([...from].map((c, index) => [c, to[index] as string]));
}

/** The text of a, i, c: GNU's on one line, or POSIX's after a backslash and a newline. */
function parseText(cursor: Cursor): string {
  skip(cursor, /[ \t]*(?:\\\n[ \t]*)?/y);
  if (cursor.text[cursor.at] === '\\') cursor.at++;
  let text = '';
  for (;;) {
    const c = cursor.text[cursor.at];
    if (c === undefined || c === '\n') break;
    if (c === '\\') {
      cursor.at++;
      text += cursor.text[cursor.at] ?? '';
    } else text += c;
    cursor.at++;
  }
  return text;
}
