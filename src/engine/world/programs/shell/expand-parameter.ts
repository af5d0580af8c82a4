import type { Sys } from '../../process/system-call.ts';
import { type Context, evaluate, expandPattern, expandPieces, expandString } from './expand.ts';
import { patternSource } from './pattern.ts';
import { FIELD_BREAK, type Piece } from './split.ts';
import { OPTION_LETTERS, OPTION_NAMES, ShellError, type ShellState } from './state.ts';
import type { Parameter } from './syntax.ts';
import { getVariable, setVariable } from './variables.ts';

/** Expands `$name` or `${name op word}`. */
export function* expandParameter(shell: ShellState, part: Parameter, context: Context): Sys<Piece[]> {
  const { name, op } = part;
  if (op === 'length') return [piece(String(lengthOf(shell, name)), context)];
  const isList = name === '@' || name === '*';
  const value = isList ? listValue(shell) : parameterValue(shell, name);
  if (op === '') {
    if (isList) return listPieces(shell, name, context);
    if (value === undefined && shell.options.nounset) throw new ShellError(`${name}: parameter not set`);
    return value === undefined || value === '' ? nothing(context) : [piece(value, context)];
  }
  if (/^:?[-=?+]$/.test(op)) return yield* conditional(shell, part, value, context);
  if (value === undefined && shell.options.nounset) throw new ShellError(`${name}: parameter not set`);
  if (isList && op === ':') return yield* sliceOfList(shell, part, context);
  return [piece(yield* transform(shell, part, value ?? ''), context)];
}

function nothing(context: Context): Piece[] {
  return context.quoted ? [{ s: '', quoted: true, splits: true }] : [];
}

function piece(s: string, context: Context): Piece {
  return { s, quoted: context.quoted, splits: true };
}

function listValue(shell: ShellState): string | undefined {
  return shell.params.length === 0 ? undefined : shell.params.join(' ');
}

function listPieces(shell: ShellState, name: string, context: Context): Piece[] {
  if (name === '*' && context.quoted) {
    const separator = (getVariable(shell, 'IFS') ?? ' ').slice(0, 1);
    return [piece(shell.params.join(separator), context)];
  }
  return breakUp(shell.params, context);
}

function breakUp(values: readonly string[], context: Context): Piece[] {
  const pieces: Piece[] = [];
  for (const [index, value] of values.entries()) {
    if (index > 0) pieces.push(FIELD_BREAK);
    pieces.push(piece(value, context));
  }
  return pieces;
}

/** `$1`, `$?`, `$name`...; undefined where unset. */
function parameterValue(shell: ShellState, name: string): string | undefined {
  if (/^\d/.test(name)) return name === '0' ? shell.arg0 : shell.params[Number(name) - 1];
  switch (name) {
    case '?':
      return String(shell.status);
    case '$':
      return String(shell.pid);
    case '!':
      return shell.lastBackground === undefined ? undefined : String(shell.lastBackground);
    case '#':
      return String(shell.params.length);
    case '-':
      return shownOptions(shell);
    default:
      return getVariable(shell, name);
  }
}

function lengthOf(shell: ShellState, name: string): number {
  if (name === '@' || name === '*') return shell.params.length;
  const value = parameterValue(shell, name);
  if (value === undefined && shell.options.nounset) throw new ShellError(`${name}: parameter not set`);
  // Bytes: the C locale is what containers run in.
  return new TextEncoder().encode(value ?? '').length;
}

function* conditional(
  shell: ShellState,
  part: Parameter,
  value: string | undefined,
  context: Context,
): Sys<Piece[]> {
  const { name, op, word = [] } = part;
  const isSet = op[0] === ':' ? value !== undefined && value !== '' : value !== undefined;
  const kind = op.at(-1);
  const isList = name === '@' || name === '*';
  const own = () => (isList ? listPieces(shell, name, context) : [piece(value ?? '', context)]);
  if (kind === '+') return isSet ? yield* operand(shell, part, context) : nothing(context);
  if (isSet) return own();
  if (kind === '-') return yield* operand(shell, part, context);
  if (kind === '=') {
    if (!/^[A-Za-z_]/.test(name)) throw new ShellError(`${name}: bad variable name`);
    const text = yield* expandString(shell, word);
    setVariable(shell, name, text);
    return text === '' ? nothing(context) : [piece(text, context)];
  }
  const message = yield* expandString(shell, word);
  const standard = op[0] === ':' ? 'parameter not set or null' : 'parameter not set';
  throw new ShellError(`${name}: ${message === '' ? standard : message}`);
}

/** The word of `${x:-word}`: what is bare in it is split where the expansion itself would be. */
function* operand(shell: ShellState, part: Parameter, context: Context): Sys<Piece[]> {
  const pieces = yield* expandPieces(shell, part.word ?? [], { quoted: context.quoted, tilde: 'word' });
  if (pieces.length === 0) return nothing(context);
  return pieces.map(each => (each === FIELD_BREAK || each.quoted ? each : { ...each, splits: true }));
}

function* transform(shell: ShellState, part: Parameter, value: string): Sys<string> {
  const { op, word = [], second } = part;
  switch (op) {
    case ':':
      return yield* substring(shell, part, value);
    case '/':
    case '//': {
      const pattern = yield* expandPattern(shell, word);
      const replacement = second ? yield* expandString(shell, second) : '';
      if (pattern === '') return value;
      const regex = new RegExp(patternSource(pattern), op === '//' ? 'g' : '');
      return value.replace(regex, () => replacement);
    }
    default:
      return removeAffix(value, op, yield* expandPattern(shell, word));
  }
}

function removeAffix(value: string, op: string, pattern: string): string {
  const regex = new RegExp(`^(?:${patternSource(pattern)})$`);
  const { length } = value;
  if (op[0] === '#') {
    for (let i = 0; i <= length; i++) {
      const end = op === '#' ? i : length - i;
      if (regex.test(value.slice(0, end))) return value.slice(end);
    }
    return value;
  }
  for (let i = 0; i <= length; i++) {
    const start = op === '%' ? length - i : i;
    if (regex.test(value.slice(start))) return value.slice(0, start);
  }
  return value;
}

function* substring(shell: ShellState, part: Parameter, value: string): Sys<string> {
  const from = Number(evaluate(shell, yield* expandString(shell, part.word ?? [])));
  const start = from < 0 ? Math.max(0, value.length + from) : from;
  if (from < 0 && value.length + from < 0) return '';
  if (!part.second) return value.slice(start);
  const count = Number(evaluate(shell, yield* expandString(shell, part.second)));
  return value.slice(start, count < 0 ? Math.max(start, value.length + count) : start + count);
}

function* sliceOfList(shell: ShellState, part: Parameter, context: Context): Sys<Piece[]> {
  const joined = shell.params.join(' ');
  return [piece(yield* substring(shell, part, joined), context)];
}

/** `$-`: ash goes through its list from the end; -c stands between its -s and -n. */
function shownOptions(shell: ShellState): string {
  let text = '';
  for (const name of OPTION_NAMES.toReversed()) {
    if (name === 'noexec' && shell.hasCommand) text += 'c';
    if (shell.options[name] && OPTION_LETTERS[name] !== '\0') text += OPTION_LETTERS[name];
  }
  return text;
}
