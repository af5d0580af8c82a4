import { characterClass } from './shell/pattern.ts';

/** An expression that regcomp(3) refuses, with its sentence. */
export class RegexError extends Error {}

export interface RegexOptions {
  readonly extended: boolean;
  readonly ignoreCase?: boolean;
  /** `^` and `$` match at newlines as well (awk, grep do not need it; sed's M). */
  readonly multiline?: boolean;
  readonly global?: boolean;
}

/**
 * A POSIX basic or extended regular expression as a JavaScript one, over strings of one character a byte. One
 * difference stays: JavaScript takes the first alternative that matches, POSIX the longest.
 */
export function compileRegex(pattern: string, options: RegexOptions): RegExp {
  const flags = `s${options.ignoreCase ? 'i' : ''}${options.multiline ? 'm' : ''}${options.global ? 'g' : ''}`;
  const source = translate(pattern, options.extended);
  try {
    return new RegExp(source, flags);
  } catch {
    throw new RegexError('Invalid regular expression');
  }
}

interface Translation {
  readonly pattern: string;
  readonly extended: boolean;
  at: number;
  source: string;
  open: number;
  groups: number;
  /** Whether `*` would have something to repeat. */
  hasAtom: boolean;
}

function translate(pattern: string, extended: boolean): string {
  const state: Translation = { pattern, extended, at: 0, source: '', open: 0, groups: 0, hasAtom: false };
  while (state.at < pattern.length) step(state);
  if (state.open > 0) throw new RegexError(extended ? 'Unmatched ( or \\(' : 'Unmatched ( or \\(');
  return state.source;
}

function add(state: Translation, source: string, length: number, isAtom: boolean): void {
  state.source += source;
  state.at += length;
  state.hasAtom = isAtom;
}

function step(state: Translation): void {
  const { pattern, at, extended } = state;
  const c = pattern[at] as string;
  if (c === '\\') {
    escaped(state);
    return;
  }
  if (c === '[') {
    bracket(state);
    return;
  }
  if (c === '*') {
    if (state.hasAtom) repeat(state, '*', 1);
    else add(state, extended ? '' : '\\*', 1, !extended);
    return;
  }
  if (extended && special(state, c)) return;
  if (c === '^' && (extended || at === 0 || /(\\\(|\\\||\n)$/.test(pattern.slice(0, at))))
    add(state, '^', 1, false);
  else if (c === '$' && (extended || at === pattern.length - 1 || /^\$(\\\)|\\\|)/.test(pattern.slice(at)))) {
    add(state, '$', 1, false);
  } else if (c === '.') add(state, '.', 1, true);
  else add(state, quote(c), 1, true);
}

function repeat(state: Translation, source: string, length: number): void {
  // A repeated repetition (a**) is one; a lazy mark must not come about.
  if (/[*+?}]$/.test(state.source) && !/\\[*+?}]$/.test(state.source))
    state.source = `${wrapLast(state.source)}`;
  add(state, source, length, true);
}

function wrapLast(source: string): string {
  return `${source.replace(/(?:[*+?]|\{[\d,]*\})$/, '')}*`;
}

/** `+ ? | ( ) {` of extended expressions. */
function special(state: Translation, c: string): boolean {
  if (c === '+' || c === '?') {
    if (state.hasAtom) repeat(state, c, 1);
    else add(state, `\\${c}`, 1, true);
  } else if (c === '|') add(state, '|', 1, false);
  else if (c === '(') openGroup(state, 1);
  else if (c === ')' && state.open > 0) closeGroup(state, 1);
  else if (c === '{' && interval(state, '}')) return true;
  else return false;
  return true;
}

function openGroup(state: Translation, length: number): void {
  state.open++;
  state.groups++;
  add(state, '(', length, false);
}

function closeGroup(state: Translation, length: number): void {
  if (state.open === 0) throw new RegexError('Unmatched ) or \\)');
  state.open--;
  add(state, ')', length, true);
}

function interval(state: Translation, closing: string): boolean {
  const start = state.at + (closing === '}' ? 1 : 2);
  const end = state.pattern.indexOf(closing, start);
  const body = end < 0 ? '' : state.pattern.slice(start, end);
  if (!/^(\d+(,\d*)?|,\d+)$/.test(body)) {
    if (closing === '}') return false;
    throw new RegexError(end < 0 ? 'Unmatched \\{' : 'Invalid content of \\{\\}');
  }
  add(state, `{${body[0] === ',' ? `0${body}` : body}}`, end + closing.length - state.at, true);
  return true;
}

const CLASS_ESCAPES: Readonly<Record<string, string>> = {
  w: '[A-Za-z0-9_]',
  W: '[^A-Za-z0-9_]',
  s: '[ \\t-\\r]',
  S: '[^ \\t-\\r]',
  b: '\\b',
  B: '\\B',
  '<': '\\b(?=\\w)',
  '>': '\\b(?<=\\w)',
  '`': '^',
  n: '\\n',
  t: '\\t',
  r: '\\r',
  f: '\\f',
  v: '\\v',
};

function escaped(state: Translation): void {
  const next = state.pattern[state.at + 1];
  if (next === undefined) throw new RegexError('Trailing backslash');
  if (!state.extended && escapedOperator(state, next)) return;
  const known = CLASS_ESCAPES[next];
  if (/[1-9]/.test(next)) {
    if (Number(next) > state.groups) throw new RegexError('Invalid back reference');
    add(state, `(?:\\${next})`, 2, true);
  } else if (known !== undefined) add(state, known, 2, !/[bB<>`]/.test(next));
  else add(state, quote(next), 2, true);
}

/** What a basic expression writes with a backslash. */
function escapedOperator(state: Translation, next: string): boolean {
  if (next === '(') openGroup(state, 2);
  else if (next === ')') closeGroup(state, 2);
  else if (next === '{') interval(state, '\\}');
  else if (next === '|') add(state, '|', 2, false);
  else if ((next === '+' || next === '?') && state.hasAtom) repeat(state, next, 2);
  else return false;
  return true;
}

export function quote(c: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(c) ? `\\${c}` : c;
}

function bracket(state: Translation): void {
  const { pattern } = state;
  let at = state.at + 1;
  let source = '[';
  if (pattern[at] === '^') {
    source += '^';
    at++;
  }
  for (let first = true; ; first = false) {
    const c = pattern[at];
    if (c === undefined) throw new RegexError('Unmatched [, [^, [:, [., or [=');
    if (c === ']' && !first) break;
    const named = /^\[([:.=])(.+?)\1\]/.exec(pattern.slice(at));
    if (named) {
      const ranges = named[1] === ':' ? characterClass(named[2] ?? '') : quote(named[2] ?? '');
      if (ranges === undefined) throw new RegexError('Invalid character class name');
      source += ranges;
      at += named[0].length;
      continue;
    }
    if (c === '-' && !first && pattern[at + 1] !== ']' && !/[[^-]$/.test(source)) source += '-';
    else source += quote(c);
    at++;
  }
  const whole = source === '[' ? '(?!)' : `${source}]`;
  add(state, whole, at + 1 - state.at, true);
}

/**
 * Replaces matches as POSIX tools do: an empty match right behind another match does not count. `replace` returns
 * undefined to leave a match as it is.
 */
export function replaceMatches(
  text: string,
  regex: RegExp,
  replace: (groups: RegExpExecArray) => string | undefined,
): string {
  let result = '';
  let at = 0;
  let lastEnd = -1;
  for (;;) {
    regex.lastIndex = at;
    const found = regex.exec(text);
    if (!found) break;
    const end = found.index + found[0].length;
    if (found[0] !== '' || found.index !== lastEnd) {
      result += text.slice(at, found.index) + (replace(found) ?? found[0]);
    } else result += text.slice(at, found.index);
    lastEnd = end;
    at = end;
    if (found[0] === '') {
      if (end >= text.length) break;
      result += text[end];
      at = end + 1;
    }
  }
  return at < text.length ? result + text.slice(at) : result;
}
