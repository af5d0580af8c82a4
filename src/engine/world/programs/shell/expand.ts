import type { Sys } from '../../process/system-call.ts';
import { findUser } from '../users.ts';
import { evaluateArithmetic } from './arithmetic.ts';
import { expandParameter } from './expand-parameter.ts';
import { expandPaths } from './glob.ts';
import { escapePattern, hasPattern, unescapePattern } from './pattern.ts';
import { FIELD_BREAK, type Field, type Piece, splitFields } from './split.ts';
import type { ShellState } from './state.ts';
import { substituteCommand } from './substitute.ts';
import type { Part, Word } from './syntax.ts';
import { getVariable, setVariable } from './variables.ts';

/** How the pieces of a word are marked: in double quotes, or to be split. */
export interface Context {
  readonly quoted: boolean;
  /** Tilde prefixes count: at the start (word), also after colons (assignment), nowhere. */
  readonly tilde: 'word' | 'assignment' | 'none';
}

const BARE: Context = { quoted: false, tilde: 'word' };
const QUOTED: Context = { quoted: true, tilde: 'none' };

/** The words of a command: expanded, split, globbed, quotes removed. */
export function* expandWords(shell: ShellState, words: readonly Word[]): Sys<string[]> {
  const result: string[] = [];
  for (const word of words) {
    const only = word.length === 1 ? word[0] : undefined;
    if (only?.t === 'text' && !hasPattern(only.s) && only.s[0] !== '~') {
      result.push(only.s);
      continue;
    }
    const pieces = yield* expandPieces(shell, word, BARE);
    for (const field of splitFields(pieces, getVariable(shell, 'IFS') ?? ' \t\n')) {
      const text = plain(field);
      const pattern = shell.options.noglob ? '' : patternOf(field);
      if (pattern === '' || !hasPattern(pattern)) result.push(text);
      else {
        const paths = yield* expandPaths(pattern);
        if (paths.length === 0) result.push(unescapeUnquoted(field));
        else result.push(...paths);
      }
    }
  }
  return result;
}

/** A word as one string: an assignment's value, a redirection's target, a here-document. */
export function* expandString(shell: ShellState, word: Word, tilde: Context['tilde'] = 'word'): Sys<string> {
  const pieces = yield* expandPieces(shell, word, { quoted: false, tilde });
  return pieces.map(piece => (piece === FIELD_BREAK ? ' ' : piece.s)).join('');
}

/** A word as a shell pattern, what was quoted escaped: case patterns, `${x#word}`. */
export function* expandPattern(shell: ShellState, word: Word): Sys<string> {
  const pieces = yield* expandPieces(shell, word, BARE);
  return patternOf(pieces.map(piece => (piece === FIELD_BREAK ? SPACE : piece)));
}

const SPACE = { s: ' ', quoted: true, splits: false };

function plain(field: Field): string {
  return field.map(segment => segment.s).join('');
}

function patternOf(field: Field): string {
  return field.map(segment => (segment.quoted ? escapePattern(segment.s) : segment.s)).join('');
}

function unescapeUnquoted(field: Field): string {
  return field
    .map(segment => (segment.quoted || segment.splits ? segment.s : unescapePattern(segment.s)))
    .join('');
}

export function* expandPieces(shell: ShellState, word: Word, context: Context): Sys<Piece[]> {
  const pieces: Piece[] = [];
  for (const [index, part] of word.entries()) {
    if (part.t === 'text') {
      const s = yield* tildes(shell, part.s, index === 0, context);
      pieces.push(...s);
    } else pieces.push(...(yield* expandPart(shell, part, context)));
  }
  return pieces;
}

function* expandPart(shell: ShellState, part: Part, context: Context): Sys<Piece[]> {
  switch (part.t) {
    case 'text':
      return [{ s: part.s, quoted: context.quoted, splits: false }];
    case 'quoted':
      return [{ s: part.s, quoted: true, splits: false }];
    case 'double': {
      const pieces = yield* expandPieces(shell, part.parts, QUOTED);
      if (pieces.length > 0 || isBareAt(part.parts)) return pieces;
      return [{ s: '', quoted: true, splits: false }];
    }
    case 'param':
      return yield* expandParameter(shell, part, context);
    case 'command': {
      const s = yield* substituteCommand(shell, part.body);
      return [{ s, quoted: context.quoted, splits: true }];
    }
    case 'arith': {
      const value = yield* expandArithmetic(shell, part.parts);
      return [{ s: String(value), quoted: context.quoted, splits: true }];
    }
  }
}

/** `"$@"` without parameters is no field at all. */
function isBareAt(parts: Word): boolean {
  return parts.some(part => part.t === 'param' && part.name === '@');
}

function* expandArithmetic(shell: ShellState, word: Word): Sys<bigint> {
  const text = yield* expandString(shell, word, 'none');
  return evaluate(shell, text);
}

export function evaluate(shell: ShellState, text: string): bigint {
  return evaluateArithmetic(text, {
    get: name => getVariable(shell, name),
    set: (name, value) => setVariable(shell, name, value),
  });
}

function* tildes(shell: ShellState, text: string, first: boolean, context: Context): Sys<Piece[]> {
  const plainText = [{ s: text, quoted: context.quoted, splits: false }];
  if (context.tilde === 'none' || !text.includes('~')) return plainText;
  if (context.tilde === 'word') {
    if (!first || text[0] !== '~') return plainText;
    return yield* tildePrefix(shell, text);
  }
  const pieces: Piece[] = [];
  for (const [index, each] of text.split(':').entries()) {
    if (index > 0) pieces.push({ s: ':', quoted: true, splits: false });
    if (each[0] === '~' && (index > 0 || first)) pieces.push(...(yield* tildePrefix(shell, each)));
    else pieces.push({ s: each, quoted: false, splits: false });
  }
  return pieces;
}

function* tildePrefix(shell: ShellState, text: string): Sys<Piece[]> {
  const slash = text.indexOf('/');
  const user = text.slice(1, slash < 0 ? undefined : slash);
  const rest = slash < 0 ? '' : text.slice(slash);
  const home = user === '' ? getVariable(shell, 'HOME') : yield* homeOf(user);
  if (home === undefined) return [{ s: text, quoted: false, splits: false }];
  return [
    { s: home, quoted: true, splits: false },
    { s: rest, quoted: false, splits: false },
  ];
}

function* homeOf(user: string): Sys<string | undefined> {
  return (yield* findUser(user))?.home;
}
