import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { FileStatus, Program, ProgramContext, Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import {
  BLOCK_DEVICE,
  CHARACTER_DEVICE,
  DIRECTORY,
  FIFO,
  isDirectory,
  REGULAR,
  SOCKET,
  SYMLINK,
  typeOf,
} from './file-mode.ts';
import { parseMode } from './mode-text.ts';
import { exitCodeOf, fail, ProgramExit } from './options.ts';
import { bufferedOutput, complain, type Output } from './output.ts';
import { runCommand } from './run-other.ts';
import { patternSource } from './shell/pattern.ts';
import { encodeText } from './text.ts';
import { baseName, joinPath } from './tree-walk.ts';
import { findGroup, findUser } from './users.ts';

interface File {
  readonly path: string;
  readonly status: FileStatus;
  readonly depth: number;
  /** The walk does not go into it. */
  pruned: boolean;
}

type Test = (file: File) => Sys<boolean>;

interface Search {
  readonly words: readonly string[];
  at: number;
  readonly context: ProgramContext;
  readonly out: Output;
  hasAction: boolean;
  depthFirst: boolean;
  follows: boolean;
  stays: boolean;
  most: number;
  least: number;
  status: number;
  readonly batches: { readonly words: readonly string[]; readonly paths: string[] }[];
}

export const find: Program = context => exitCodeOf('find', run(context));

function* run(context: ProgramContext): Sys<number> {
  const words = context.argv.slice(1);
  const search: Search = {
    words,
    at: 0,
    context,
    out: bufferedOutput(),
    hasAction: false,
    depthFirst: false,
    follows: false,
    stays: false,
    most: Number.POSITIVE_INFINITY,
    least: 0,
    status: 0,
    batches: [],
  };
  while (/^-[LHP]$/.test(words[search.at] ?? '')) search.follows = words[search.at++] === '-L';
  const paths: string[] = [];
  while (search.at < words.length && !/^[-(!]/.test(words[search.at] as string))
    paths.push(words[search.at++] as string);
  const test = search.at < words.length ? yield* either(search) : always;
  if (search.at < words.length) return yield* fail('find', `unrecognized: ${words[search.at]}`);
  for (const path of paths.length === 0 ? ['.'] : paths) yield* visit(search, test, path, 0);
  yield* search.out.flush();
  for (const { words: command, paths: all } of search.batches) {
    if (all.length > 0 && (yield* runCommand('find', [...command, ...all], context.env)) !== 0)
      search.status = 1;
  }
  return search.status;
}

// biome-ignore lint/correctness/useYield: has a test's shape
function* always(): Sys<boolean> {
  return true;
}

function* visit(search: Search, test: Test, path: string, depth: number, device?: number): Sys<void> {
  const status = yield* outcome(search.follows ? sys.stat(path) : sys.lstat(path));
  if (status instanceof Errno) {
    yield* search.out.flush();
    yield* complain(`find: ${path}: ${status.message}`);
    search.status = 1;
    return;
  }
  const file: File = { path, status, depth, pruned: false };
  function* judge(): Sys<void> {
    if (depth >= search.least && (yield* test(file)) && !search.hasAction)
      yield* search.out.text(`${path}\n`);
  }
  if (!search.depthFirst) yield* judge();
  const enters =
    isDirectory(status) &&
    !file.pruned &&
    depth < search.most &&
    !(search.stays && device !== undefined && device !== status.dev);
  if (enters) {
    const entries = yield* outcome(sys.readdir(path));
    if (entries instanceof Errno) {
      yield* search.out.flush();
      yield* complain(`find: ${path}: ${entries.message}`);
      search.status = 1;
    } else
      for (const { name } of entries) yield* visit(search, test, joinPath(path, name), depth + 1, status.dev);
  }
  if (search.depthFirst) yield* judge();
}

function* either(search: Search): Sys<Test> {
  let left = yield* both(search);
  while (['-o', '-or'].includes(search.words[search.at] ?? '')) {
    search.at++;
    const first = left;
    const second = yield* both(search);
    left = function* (file) {
      return (yield* first(file)) || (yield* second(file));
    };
  }
  return left;
}

function* both(search: Search): Sys<Test> {
  let left = yield* single(search);
  for (;;) {
    const word = search.words[search.at];
    if (word === undefined || word === ')' || word === '-o' || word === '-or') return left;
    if (word === '-a' || word === '-and') search.at++;
    const first = left;
    const second = yield* single(search);
    left = function* (file) {
      return (yield* first(file)) && (yield* second(file));
    };
  }
}

function* single(search: Search): Sys<Test> {
  const word = search.words[search.at++] ?? '';
  if (word === '!' || word === '-not') {
    const inner = yield* single(search);
    return function* (file) {
      return !(yield* inner(file));
    };
  }
  if (word === '(') {
    const inner = yield* either(search);
    if (search.words[search.at++] !== ')') return yield* fail('find', "unmatched '('");
    return inner;
  }
  const make = PRIMARIES[word];
  if (!make) return yield* fail('find', `unrecognized: ${word}`);
  return yield* make(search, word);
}

function* argument(search: Search, name: string): Sys<string> {
  const word = search.words[search.at++];
  return word ?? (yield* fail('find', `${name} requires an argument`));
}

/** A test of the file alone, without system calls. */
const plain = (test: (file: File) => boolean): Test =>
  // biome-ignore lint/correctness/useYield: has a test's shape
  function* (file) {
    return test(file);
  };

const TYPES: Readonly<Record<string, number>> = {
  f: REGULAR,
  d: DIRECTORY,
  l: SYMLINK,
  p: FIFO,
  s: SOCKET,
  b: BLOCK_DEVICE,
  c: CHARACTER_DEVICE,
};

function* patternTest(search: Search, name: string, flags: string, of: (file: File) => string): Sys<Test> {
  const regex = new RegExp(`^(?:${patternSource(yield* argument(search, name))})$`, flags);
  return plain(file => regex.test(of(file)));
}

/** `5`, `+5`, `-5` */
function numeric(text: string): (value: number) => boolean {
  const wanted = Number(text.replace(/^[-+]/, ''));
  if (text[0] === '+') return value => value > wanted;
  return text[0] === '-' ? value => value < wanted : value => value === wanted;
}

function* ageTest(search: Search, name: string, seconds: number): Sys<Test> {
  const matches = numeric(yield* argument(search, name));
  const now = yield* sys.now();
  return plain(file => matches(Math.floor(Number((now - file.status.mtimeNs) / 1_000_000_000n) / seconds)));
}

function* ownerTest(search: Search, name: string): Sys<Test> {
  const text = yield* argument(search, name);
  const isUser = name === '-user';
  const found = isUser ? (yield* findUser(text))?.uid : (yield* findGroup(text))?.gid;
  const id =
    found ??
    (/^\d+$/.test(text) ? Number(text) : yield* fail('find', `unknown ${isUser ? 'user' : 'group'} ${text}`));
  return plain(({ status }) => (isUser ? status.uid : status.gid) === id);
}

function* execTest(search: Search, name: string): Sys<Test> {
  const end = search.words.findIndex(
    (word, index) =>
      index >= search.at && (word === ';' || (word === '+' && search.words[index - 1] === '{}')),
  );
  if (end < 0) return yield* fail('find', `${name} requires an argument`);
  const words = search.words.slice(search.at, end);
  const batches = search.words[end] === '+';
  search.at = end + 1;
  search.hasAction = true;
  if (batches) {
    const batch = { words: words.slice(0, -1), paths: [] as string[] };
    search.batches.push(batch);
    return plain(file => batch.paths.push(file.path) > 0);
  }
  return function* (file) {
    yield* search.out.flush();
    const command = words.map(word => word.replaceAll('{}', file.path));
    return (yield* runCommand('find', command, search.context.env)) === 0;
  };
}

type Primary = (search: Search, name: string) => Sys<Test>;

// biome-ignore lint/correctness/useYield: has a primary's shape
function* option(change: () => void): Sys<Test> {
  change();
  return always;
}

// biome-ignore lint/correctness/useYield: has a primary's shape
function* printing(search: Search, end: string): Sys<Test> {
  search.hasAction = true;
  return function* (file) {
    yield* search.out.text(file.path + end);
    return true;
  };
}

const PRIMARIES: Readonly<Record<string, Primary>> = {
  '-name': (search, name) => patternTest(search, name, '', file => baseName(file.path)),
  '-iname': (search, name) => patternTest(search, name, 'i', file => baseName(file.path)),
  '-path': (search, name) => patternTest(search, name, '', file => file.path),
  '-wholename': (search, name) => patternTest(search, name, '', file => file.path),
  '-ipath': (search, name) => patternTest(search, name, 'i', file => file.path),
  *'-type'(search, name) {
    const types = [...(yield* argument(search, name)).replaceAll(',', '')].map(letter => TYPES[letter]);
    return plain(({ status }) => types.includes(typeOf(status)));
  },
  *'-maxdepth'(search, name) {
    search.most = Number(yield* argument(search, name));
    return always;
  },
  *'-mindepth'(search, name) {
    search.least = Number(yield* argument(search, name));
    return always;
  },
  '-depth': search => option(() => (search.depthFirst = true)),
  '-xdev': search => option(() => (search.stays = true)),
  '-mtime': (search, name) => ageTest(search, name, 86_400),
  '-mmin': (search, name) => ageTest(search, name, 60),
  *'-newer'(search, name) {
    const path = yield* argument(search, name);
    const status = yield* outcome(sys.stat(path));
    if (status instanceof Errno) return yield* fail('find', `${path}: ${status.message}`);
    return plain(file => file.status.mtimeNs > status.mtimeNs);
  },
  *'-size'(search, name) {
    const text = yield* argument(search, name);
    const unit = { c: 1, k: 1024, M: 1024 ** 2, w: 2, b: 512 }[text.at(-1) ?? ''] ?? 512;
    const matches = numeric(text.replace(/[ckMwb]$/, ''));
    return plain(({ status }) => matches(Math.ceil(status.size / unit)));
  },
  *'-perm'(search, name) {
    const text = yield* argument(search, name);
    const mode = parseMode(text.replace(/^[-/]/, ''), 0, 0, false);
    if (mode === undefined) return yield* fail('find', `invalid mode '${text}'`);
    if (text[0] === '-') return plain(({ status }) => (status.mode & mode) === mode);
    return plain(({ status }) =>
      text[0] === '/' ? (status.mode & mode) !== 0 : (status.mode & 0o7777) === mode,
    );
  },
  '-user': ownerTest,
  '-group': ownerTest,
  // biome-ignore lint/correctness/useYield: has a primary's shape
  *'-empty'() {
    return function* ({ path, status }) {
      if (isDirectory(status)) return ((yield* attempt(sys.readdir(path)))?.length ?? 1) === 0;
      return typeOf(status) === REGULAR && status.size === 0;
    };
  },
  '-print': search => printing(search, '\n'),
  '-print0': search => printing(search, '\0'),
  *'-prune'() {
    return plain(file => {
      file.pruned = true;
      return true;
    });
  },
  // biome-ignore lint/correctness/useYield: has a primary's shape
  *'-quit'(search) {
    search.hasAction = true;
    return function* () {
      yield* search.out.flush();
      throw new ProgramExit(search.status);
    };
  },
  // biome-ignore lint/correctness/useYield: has a primary's shape
  *'-delete'(search) {
    search.hasAction = true;
    search.depthFirst = true;
    return function* ({ path, status }) {
      const failed = yield* outcome(isDirectory(status) ? sys.rmdir(path) : sys.unlink(path));
      if (failed instanceof Errno) yield* sys.write(2, encodeText(`find: ${path}: ${failed.message}\n`));
      return !(failed instanceof Errno);
    };
  },
  '-exec': execTest,
};
