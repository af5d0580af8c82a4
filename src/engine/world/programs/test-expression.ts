import { sys } from '../process/sys.ts';
import type { Program, Sys } from '../process/system-call.ts';
import { attempt } from './attempt.ts';
import {
  BLOCK_DEVICE,
  CHARACTER_DEVICE,
  DIRECTORY,
  FIFO,
  REGULAR,
  SOCKET,
  SYMLINK,
  typeOf,
} from './file-mode.ts';
import { complain } from './output.ts';
import { matchesPattern } from './shell/pattern.ts';

/** test, [ and [[, as commands and as the shell's builtins, whose errors begin with the shell's name. */
export function* test(who: string, argv: readonly string[]): Sys<number> {
  let words = argv.slice(1);
  const name = argv[0]?.split('/').at(-1);
  if (name === '[' || name === '[[') {
    const closing = name === '[' ? ']' : ']]';
    if (words.at(-1) !== closing) {
      yield* complain(`${who}: missing ${closing}`);
      return 2;
    }
    words = words.slice(0, -1);
  }
  try {
    const state: State = { words, at: 0, patterns: name === '[[' };
    return (yield* whole(state)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    yield* complain(`${who}: ${error.message}`);
    return 2;
  }
}

export const testProgram: Program = ({ argv }) => test(argv[0]?.split('/').at(-1) ?? 'test', argv);

class TestError extends Error {}

interface State {
  words: readonly string[];
  at: number;
  /** [[: the right side of = is a pattern. */
  readonly patterns: boolean;
}

/** The cases by number of words that POSIX fixes, then the grammar. */
function* whole(state: State): Sys<boolean> {
  const { words } = state;
  if (words.length === 0) return false;
  if (words.length === 1) return words[0] !== '';
  if (words.length === 3 && isBinary(words[1])) return yield* binary(state);
  if (words[0] === '!' && words.length === 4 && isBinary(words[2])) {
    state.at = 1;
    return !(yield* binary(state));
  }
  if (words[0] === '!' && words.length === 2) return words[1] === '';
  const value = yield* either(state);
  const left = state.words[state.at];
  if (left !== undefined) throw new TestError(`${left}: unknown operand`);
  return value;
}

function* either(state: State): Sys<boolean> {
  let value = yield* both(state);
  while (state.words[state.at] === '-o') {
    state.at++;
    const right = yield* both(state);
    value = value || right;
  }
  return value;
}

function* both(state: State): Sys<boolean> {
  let value = yield* not(state);
  while (state.words[state.at] === '-a') {
    state.at++;
    const right = yield* not(state);
    value = value && right;
  }
  return value;
}

function* not(state: State): Sys<boolean> {
  if (state.words[state.at] === '!' && !isBinary(state.words[state.at + 1])) {
    state.at++;
    return !(yield* not(state));
  }
  return yield* primary(state);
}

function* primary(state: State): Sys<boolean> {
  const word = state.words[state.at];
  const next = state.words[state.at + 1];
  if (word === undefined) throw new TestError('argument expected');
  if (isBinary(next)) {
    if (state.words[state.at + 2] === undefined) throw new TestError(`${next}: argument expected`);
    return yield* binary(state);
  }
  if (word === '(') {
    state.at++;
    const value = yield* either(state);
    if (state.words[state.at] !== ')') throw new TestError('closing paren expected');
    state.at++;
    return value;
  }
  const unary = UNARY[word];
  if (unary && next !== undefined) {
    state.at += 2;
    return yield* unary(next);
  }
  state.at++;
  return word !== '';
}

const BINARIES = new Set('= == != < > -eq -ne -lt -le -gt -ge -nt -ot -ef =~'.split(' '));

function isBinary(word: string | undefined): boolean {
  return word !== undefined && BINARIES.has(word);
}

function integer(text: string): bigint {
  const trimmed = text.trim();
  if (!/^[-+]?\d+$/.test(trimmed)) throw new TestError(`${text}: bad number`);
  return BigInt(trimmed.replace(/^\+/, ''));
}

function* binary(state: State): Sys<boolean> {
  const [left = '', operator = '', right = ''] = state.words.slice(state.at, state.at + 3);
  state.at += 3;
  switch (operator) {
    case '=':
    case '==':
      return state.patterns ? matchesPattern(right, left) : left === right;
    case '!=':
      return state.patterns ? !matchesPattern(right, left) : left !== right;
    case '=~':
      return new RegExp(right).test(left);
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-nt':
    case '-ot':
    case '-ef':
      return yield* compareFiles(operator, left, right);
    default:
      return compareNumbers(operator, integer(left), integer(right));
  }
}

function compareNumbers(operator: string, a: bigint, b: bigint): boolean {
  switch (operator) {
    case '-eq':
      return a === b;
    case '-ne':
      return a !== b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    default:
      return a >= b;
  }
}

function* compareFiles(operator: string, left: string, right: string): Sys<boolean> {
  const a = yield* attempt(sys.stat(left));
  const b = yield* attempt(sys.stat(right));
  if (!a || !b) return false;
  if (operator === '-ef') return a.dev === b.dev && a.ino === b.ino;
  return operator === '-nt' ? a.mtimeNs > b.mtimeNs : a.mtimeNs < b.mtimeNs;
}

const ofType = (type: number) =>
  function* (path: string): Sys<boolean> {
    return typeOf(yield* attempt(sys.stat(path))) === type;
  };

const accessible = (mode: number) =>
  function* (path: string): Sys<boolean> {
    if ((yield* attempt(sys.stat(path))) === undefined) return false;
    try {
      yield* sys.access(path, mode);
      return true;
    } catch {
      return false;
    }
  };

const withBits = (bits: number) =>
  function* (path: string): Sys<boolean> {
    return (((yield* attempt(sys.stat(path)))?.mode ?? 0) & bits) !== 0;
  };

function* isLink(path: string): Sys<boolean> {
  return typeOf(yield* attempt(sys.lstat(path))) === SYMLINK;
}

const UNARY: Readonly<Record<string, (word: string) => Sys<boolean>>> = {
  '-b': ofType(BLOCK_DEVICE),
  '-c': ofType(CHARACTER_DEVICE),
  '-d': ofType(DIRECTORY),
  '-f': ofType(REGULAR),
  '-p': ofType(FIFO),
  '-S': ofType(SOCKET),
  '-h': isLink,
  '-L': isLink,
  *'-e'(path) {
    return (yield* attempt(sys.stat(path))) !== undefined;
  },
  *'-s'(path) {
    return ((yield* attempt(sys.stat(path)))?.size ?? 0) > 0;
  },
  '-r': accessible(4),
  '-w': accessible(2),
  '-x': accessible(1),
  '-u': withBits(0o4000),
  '-g': withBits(0o2000),
  '-k': withBits(0o1000),
  *'-O'(path) {
    return (yield* attempt(sys.stat(path)))?.uid === (yield* sys.ids()).uid;
  },
  *'-G'(path) {
    return (yield* attempt(sys.stat(path)))?.gid === (yield* sys.ids()).gid;
  },
  *'-t'(fd) {
    return (yield* attempt(sys.isatty(Number(fd)))) ?? false;
  },
  // biome-ignore lint/correctness/useYield: has a test's shape
  *'-n'(text) {
    return text !== '';
  },
  // biome-ignore lint/correctness/useYield: has a test's shape
  *'-z'(text) {
    return text === '';
  },
};
