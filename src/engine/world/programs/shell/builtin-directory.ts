import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { attempt, outcome } from '../attempt.ts';
import { isDirectory } from '../file-mode.ts';
import { parseMode } from '../mode-text.ts';
import { encodeText } from '../text.ts';
import { builtinOptions } from './builtin-options.ts';
import { ShellError, type ShellState } from './state.ts';
import { getVariable, setVariable } from './variables.ts';

export function* cd(shell: ShellState, argv: readonly string[]): Sys<number> {
  const { given, rest } = builtinOptions(argv.map(word => (word === '-' ? '-\0' : word)).map(unmask), 'LP');
  let target = rest[0] ?? getVariable(shell, 'HOME') ?? '';
  let prints = false;
  if (target === '-') {
    target = getVariable(shell, 'OLDPWD') ?? '';
    prints = true;
  }
  if (target === '') return 0;
  const before = getVariable(shell, 'PWD') ?? (yield* sys.getcwd());
  const found = rest.length === 0 ? undefined : yield* inSearchPath(shell, before, target);
  prints ||= found !== undefined;
  target = found ?? target;
  const logical = normalize(target[0] === '/' ? target : `${before}/${target}`);
  const moved = yield* outcome(sys.chdir(given.has('P') ? target : logical));
  if (moved instanceof Errno) throw new ShellError(`can't cd to ${target}: ${moved.message}`);
  const now = given.has('P') ? yield* sys.getcwd() : logical;
  setVariable(shell, 'OLDPWD', before);
  setVariable(shell, 'PWD', now);
  if (prints) yield* sys.write(1, encodeText(`${now}\n`));
  return 0;
}

/** CDPATH is looked through for what does not say where it is; an empty place in it is the current directory. */
function* inSearchPath(shell: ShellState, before: string, target: string): Sys<string | undefined> {
  if (/^(\/|\.\.?(\/|$))/.test(target)) return undefined;
  for (const place of (getVariable(shell, 'CDPATH') ?? '').split(':')) {
    const path = place === '' ? target : `${place}/${target}`;
    const status = yield* attempt(sys.stat(path[0] === '/' ? path : `${before}/${path}`));
    if (isDirectory(status)) return place === '' ? undefined : path;
  }
  return undefined;
}

const unmask = (word: string): string => (word === '-\0' ? '-' : word);

/** A logical path without `.`, `..` and double slashes. */
function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

export function* pwd(shell: ShellState, argv: readonly string[]): Sys<number> {
  const { given } = builtinOptions(argv, 'LP');
  const logical = getVariable(shell, 'PWD');
  const path = given.has('P') || logical === undefined ? yield* sys.getcwd() : logical;
  yield* sys.write(1, encodeText(`${path}\n`));
  return 0;
}

export function* umask(_shell: ShellState, argv: readonly string[]): Sys<number> {
  const { given, rest } = builtinOptions(argv, 'S');
  const mask = yield* sys.umask();
  const text = rest[0];
  if (text === undefined) {
    const shown = given.has('S') ? symbolic(~mask & 0o777) : mask.toString(8).padStart(4, '0');
    yield* sys.write(1, `${shown}\n`);
    return 0;
  }
  const mode = /^\d/.test(text)
    ? /^[0-7]+$/.test(text)
      ? Number.parseInt(text, 8)
      : undefined
    : invert(mask, text);
  if (mode === undefined) throw new ShellError(`illegal mode: ${text}`);
  yield* attempt(sys.umask(mode & 0o777));
  return 0;
}

function invert(mask: number, text: string): number | undefined {
  const mode = parseMode(text, ~mask & 0o777, 0, false);
  return mode === undefined ? undefined : ~mode & 0o777;
}

function symbolic(mode: number): string {
  const letters = (bits: number) => `${bits & 4 ? 'r' : ''}${bits & 2 ? 'w' : ''}${bits & 1 ? 'x' : ''}`;
  return `u=${letters(mode >> 6)},g=${letters((mode >> 3) & 7)},o=${letters(mode & 7)}`;
}
