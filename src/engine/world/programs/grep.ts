import { Errno, WriteError } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Program, Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { isDirectory, isSymlink } from './file-mode.ts';
import { lineReader, readFile } from './input.ts';
import { command, fail, type Options, showUsage } from './options.ts';
import { bufferedOutput, complain, type Output } from './output.ts';
import { compileRegex, quote, RegexError } from './regex.ts';
import { asBytes, decodeBytes } from './text.ts';
import { walkTree } from './tree-walk.ts';

const TABLE = {
  usageStatus: 2,
  letters: 'HhnlLoqvsrRiwFExe:f:m:A:B:C:caz',
  long: {
    'with-filename': 'H',
    'no-filename': 'h',
    'line-number': 'n',
    'files-with-matches': 'l',
    'files-without-match': 'L',
    'only-matching': 'o',
    quiet: 'q',
    'invert-match': 'v',
    'no-messages': 's',
    recursive: 'r',
    'ignore-case': 'i',
    'word-regexp': 'w',
    'fixed-strings': 'F',
    'extended-regexp': 'E',
    'line-regexp': 'x',
    regexp: 'e',
    file: 'f',
    'max-count': 'm',
    count: 'c',
  },
  usage:
    'grep [-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...\n\nSearch for PATTERN in FILEs (or stdin)\n',
};

interface Search {
  readonly options: Options;
  readonly regexes: readonly RegExp[];
  readonly out: Output;
  readonly named: boolean;
  readonly most: number;
  readonly before: number;
  readonly after: number;
  found: boolean;
  failed: boolean;
  /** -q found one: nothing more is read. */
  done: boolean;
}

function grepAs(name: string, kind: 'basic' | 'extended' | 'fixed'): Program {
  return command(name, TABLE, function* (options) {
    const operands = [...options.operands];
    const patterns = yield* readPatterns(options, operands);
    if (patterns === undefined) return yield* showUsage('grep', TABLE);
    const context = Number(options.value('C') ?? 0);
    const recursive = options.has('r') || options.has('R');
    const search: Search = {
      options,
      regexes: yield* compilePatterns(patterns, options, kind),
      out: bufferedOutput(),
      named: (operands.length > 1 || recursive || options.has('H')) && !options.has('h'),
      most: Number(options.value('m') ?? Number.POSITIVE_INFINITY),
      before: Number(options.value('B') ?? context),
      after: Number(options.value('A') ?? context),
      found: false,
      failed: false,
      done: false,
    };
    const paths = operands.length === 0 ? [recursive ? '.' : '-'] : operands;
    for (const path of paths) if (!search.done) yield* searchPath(search, path, recursive);
    yield* search.out.flush();
    if (search.found) return options.has('q') || !search.failed ? 0 : 2;
    return search.failed ? 2 : 1;
  });
}

export const grep = grepAs('grep', 'basic');
export const egrep = grepAs('egrep', 'extended');
export const fgrep = grepAs('fgrep', 'fixed');

function* readPatterns(options: Options, operands: string[]): Sys<string[] | undefined> {
  const texts = [...options.values('e')];
  for (const path of options.values('f')) {
    const content = yield* outcome(readFile(path));
    if (content instanceof Errno) return yield* fail('grep', `${path}: ${content.message}`, 2);
    texts.push(decodeBytes(content).replace(/\n$/, ''));
  }
  if (!options.has('e') && !options.has('f')) {
    const pattern = operands.shift();
    if (pattern === undefined) return undefined;
    texts.push(pattern);
  }
  return texts.flatMap(text => asBytes(text).split('\n'));
}

function* compilePatterns(patterns: readonly string[], options: Options, kind: string): Sys<RegExp[]> {
  const fixed = kind === 'fixed' || options.has('F');
  const extended = kind === 'extended' || options.has('E');
  const regexes: RegExp[] = [];
  for (const pattern of patterns) {
    try {
      const flags = options.has('i') ? 'gi' : 'g';
      const inner = fixed ? [...pattern].map(quote).join('') : compileRegex(pattern, { extended }).source;
      const body = options.has('x')
        ? `^(?:${inner})$`
        : options.has('w')
          ? `(?<!\\w)(?:${inner})(?!\\w)`
          : inner;
      regexes.push(new RegExp(body, `${flags}s`));
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      return yield* fail('grep', `bad regex '${pattern}'`, 2);
    }
  }
  return regexes;
}

function* searchPath(search: Search, path: string, recursive: boolean): Sys<void> {
  if (recursive && path !== '-') {
    const status = yield* outcome(sys.stat(path));
    if (!(status instanceof Errno) && isDirectory(status)) {
      yield* searchTree(search, path);
      return;
    }
  }
  const fd = path === '-' ? 0 : yield* outcome(sys.open(path, { read: true }));
  const failed = fd instanceof Errno ? fd : yield* outcome(searchFile(search, fd, path));
  if (failed instanceof WriteError) throw failed;
  if (failed instanceof Errno) {
    if (failed.code === 'EISDIR') return;
    search.failed = true;
    if (!search.options.has('s')) {
      yield* search.out.flush();
      yield* complain(`grep: ${path}: ${failed.message}`);
    }
  }
  if (typeof fd === 'number' && fd !== 0) yield* sys.close(fd);
}

function* searchTree(search: Search, root: string): Sys<void> {
  yield* walkTree(root, {
    *visit(path, status) {
      if (isDirectory(status) || isSymlink(status) || search.done) return;
      yield* searchPath(search, path, false);
    },
    *failed(path, error) {
      search.failed = true;
      yield* complain(`grep: ${path}: ${error.message}`);
    },
  });
}

function firstMatch(regexes: readonly RegExp[], line: string, from: number): RegExpExecArray | undefined {
  let best: RegExpExecArray | undefined;
  for (const regex of regexes) {
    regex.lastIndex = from;
    const match = regex.exec(line);
    if (!match) continue;
    const better =
      !best || match.index < best.index || (match.index === best.index && match[0].length > best[0].length);
    if (better) best = match;
  }
  return best;
}

function* searchFile(search: Search, fd: number, path: string): Sys<void> {
  const { options, out } = search;
  const name = path === '-' ? '(standard input)' : path;
  const reader = lineReader(fd, options.has('z') ? '\0' : '\n');
  const kept: [number, string][] = [];
  let number = 0;
  let count = 0;
  let left = 0;
  let printed = 0;
  const prefix = (at: number, mark: string) =>
    `${search.named ? `${name}${mark}` : ''}${options.has('n') ? `${at}${mark}` : ''}`;
  const lists = options.has('l') || options.has('L') || options.has('c') || options.has('q');
  for (;;) {
    const raw = yield* reader.next();
    if (raw === undefined) break;
    number++;
    const line = /[\n\0]$/.test(raw) ? raw.slice(0, -1) : raw;
    const match = firstMatch(search.regexes, line, 0);
    if ((match !== undefined) === options.has('v')) {
      if (left > 0 && !lists) {
        left--;
        yield* out.bytes(`${prefix(number, '-')}${line}\n`);
        printed = number;
      } else if (search.before > 0) {
        kept.push([number, line]);
        if (kept.length > search.before) kept.shift();
      }
      if (count >= search.most && left === 0) break;
      continue;
    }
    if (count >= search.most) break;
    count++;
    search.found ||= !options.has('L');
    if (options.has('q')) {
      search.done = true;
      return;
    }
    if (options.has('l') || options.has('L')) break;
    if (!options.has('c')) {
      const first = kept[0]?.[0] ?? number;
      if ((search.before > 0 || search.after > 0) && printed > 0 && first > printed + 1)
        yield* out.bytes('--\n');
      for (const [at, text] of kept.splice(0)) yield* out.bytes(`${prefix(at, '-')}${text}\n`);
      yield* showMatch(search, line, match, prefix(number, ':'));
      printed = number;
      left = search.after;
    }
    if (count >= search.most && left === 0) break;
  }
  if (options.has('l') && count > 0) yield* out.bytes(`${name}\n`);
  if (options.has('L') && count === 0) {
    search.found = true;
    yield* out.bytes(`${name}\n`);
  }
  if (options.has('c')) yield* out.bytes(`${search.named ? `${name}:` : ''}${count}\n`);
}

function* showMatch(
  search: Search,
  line: string,
  match: RegExpExecArray | undefined,
  prefix: string,
): Sys<void> {
  if (!search.options.has('o')) {
    yield* search.out.bytes(`${prefix}${line}\n`);
    return;
  }
  let at = match;
  while (at) {
    if (at[0] !== '') yield* search.out.bytes(`${prefix}${at[0]}\n`);
    const next = at.index + Math.max(1, at[0].length);
    if (next > line.length) break;
    at = firstMatch(search.regexes, line, next);
  }
}
