import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import { type LineReader, lineReader, readFile } from './input.ts';
import { command, fail, showUsage } from './options.ts';
import { bufferedOutput, complain, type Output } from './output.ts';
import { RegexError, replaceMatches } from './regex.ts';
import { type Address, parseSed, type SedCommand, SedError } from './sed-parse.ts';
import { expandReplacement } from './sed-replacement.ts';
import { asBytes, decodeBytes, encodeBytes } from './text.ts';

const TABLE = {
  letters: 'i::rEne:f:sz',
  long: { 'in-place': 'i', 'regexp-extended': 'r', quiet: 'n', silent: 'n', expression: 'e', file: 'f' },
  usage: 'sed [-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]...\nor: sed [-i[SFX]] [-nrE] CMD [FILE]...\n',
};

interface State {
  readonly commands: readonly SedCommand[];
  readonly quiet: boolean;
  out: Output;
  pattern: string;
  hold: string;
  line: number;
  substituted: boolean;
  lastRegex: RegExp | undefined;
  /** By command: the line where its range ends; infinity while a regex is looked for. */
  readonly ranges: Map<SedCommand, number>;
  appended: string[];
  quit: number | undefined;
  /** The newline that the last line lacked is not printed either. */
  missingNewline: boolean;
}

/** The lines of all files, one ahead, so that `$` is known. */
interface Lines {
  next(): Sys<string | undefined>;
  isLast(): Sys<boolean>;
}

export const sed = command('sed', TABLE, function* (options) {
  const operands = [...options.operands];
  const scripts = [...options.values('e')].map(asBytes);
  for (const path of options.values('f')) {
    const content = yield* outcome(readFile(path));
    if (content instanceof Errno) return yield* fail('sed', `${path}: ${content.message}`);
    scripts.push(decodeBytes(content));
  }
  if (scripts.length === 0) {
    const script = operands.shift();
    if (script === undefined) return yield* showUsage('sed', TABLE);
    scripts.push(asBytes(script));
  }
  let commands: SedCommand[];
  try {
    commands = parseSed(scripts.join('\n'), options.has('r') || options.has('E'));
  } catch (error) {
    if (error instanceof SedError) return yield* fail('sed', error.message);
    if (error instanceof RegexError) return yield* fail('sed', `bad regex: ${error.message}`);
    throw error;
  }
  const makeState = (out: Output): State => ({
    commands,
    quiet: options.has('n'),
    out,
    pattern: '',
    hold: '',
    line: 0,
    substituted: false,
    lastRegex: undefined,
    ranges: new Map(),
    appended: [],
    quit: undefined,
    missingNewline: false,
  });
  if (options.has('i')) return yield* editInPlace(operands, options.value('i') ?? '', makeState);
  const state = makeState(bufferedOutput());
  const input = linesOf(operands.length === 0 ? ['-'] : operands);
  yield* runAll(state, input.lines);
  yield* state.out.flush();
  return state.quit ?? input.status();
});

function* editInPlace(
  paths: readonly string[],
  suffix: string,
  makeState: (out: Output) => State,
): Sys<number> {
  let status = 0;
  for (const path of paths) {
    const before = yield* outcome(sys.stat(path));
    if (before instanceof Errno) {
      yield* complain(`sed: ${path}: ${before.message}`);
      status = 1;
      continue;
    }
    const temporary = `${path}.dockless-sed`;
    const fd = yield* sys.open(temporary, { write: true, create: true, truncate: true }, before.mode & 0o777);
    const state = makeState(bufferedOutput(fd));
    yield* runAll(state, linesOf([path]).lines);
    yield* state.out.flush();
    yield* sys.close(fd);
    if (suffix !== '')
      yield* sys.rename(path, suffix.includes('*') ? suffix.replace('*', path) : path + suffix);
    yield* sys.rename(temporary, path);
    if (state.quit !== undefined) return state.quit;
  }
  return status;
}

function linesOf(paths: readonly string[]): { lines: Lines; status: () => number } {
  let index = 0;
  let reader: LineReader | undefined;
  let ahead: string | undefined;
  let status = 0;
  function* read(): Sys<string | undefined> {
    for (;;) {
      if (!reader) {
        const path = paths[index++];
        if (path === undefined) return undefined;
        const fd = path === '-' ? 0 : yield* outcome(sys.open(path, { read: true }));
        if (fd instanceof Errno) {
          yield* complain(`sed: ${path}: ${fd.message}`);
          status = 1;
          continue;
        }
        reader = lineReader(fd);
      }
      const line = yield* outcome(reader.next());
      if (line instanceof Errno) status = 1;
      else if (line !== undefined) return line;
      reader = undefined;
    }
  }
  const lines: Lines = {
    *next() {
      const line = ahead ?? (yield* read());
      ahead = undefined;
      return line;
    },
    *isLast() {
      ahead ??= yield* read();
      return ahead === undefined;
    },
  };
  return { lines, status: () => status };
}

function* takeLine(state: State, lines: Lines): Sys<string | undefined> {
  const line = yield* lines.next();
  if (line === undefined) return undefined;
  state.line++;
  state.missingNewline = !line.endsWith('\n');
  return state.missingNewline ? line : line.slice(0, -1);
}

function* runAll(state: State, lines: Lines): Sys<void> {
  let restart = false;
  for (;;) {
    if (!restart) {
      const line = yield* takeLine(state, lines);
      if (line === undefined) return;
      state.pattern = line;
      state.substituted = false;
    }
    const end = yield* runCycle(state, lines);
    restart = end === 'restart';
    if (end === 'print' && !state.quiet) yield* print(state, state.pattern);
    for (const text of state.appended.splice(0)) yield* state.out.bytes(text);
    if (state.quit !== undefined) return;
  }
}

function* print(state: State, text: string): Sys<void> {
  yield* state.out.bytes(state.missingNewline ? text : `${text}\n`);
}

type CycleEnd = 'print' | 'delete' | 'restart';

function* runCycle(state: State, lines: Lines): Sys<CycleEnd> {
  const { commands } = state;
  for (let at = 0; at < commands.length; at++) {
    const each = commands[at] as SedCommand;
    if ((yield* selects(state, each, lines)) === each.negated) {
      if (each.name === '{') at = each.end;
      continue;
    }
    const done = yield* runCommand(state, each, lines);
    if (done === undefined) continue;
    if (typeof done === 'string') return done;
    at = done.to - 1;
  }
  return 'print';
}

function* matches(state: State, address: Address, lines: Lines): Sys<boolean> {
  switch (address.kind) {
    case 'line':
      return state.line === address.line;
    case 'last':
      return yield* lines.isLast();
    case 'step':
      return address.step === 0
        ? state.line === address.first
        : state.line >= address.first && (state.line - address.first) % address.step === 0;
    case 'regex': {
      const regex = address.regex ?? state.lastRegex;
      state.lastRegex = regex;
      if (!regex) return false;
      regex.lastIndex = 0;
      return regex.test(state.pattern);
    }
    case 'plus':
      return false;
  }
}

function* selects(state: State, each: SedCommand, lines: Lines): Sys<boolean> {
  const { from, to } = each;
  if (!from) return true;
  if (!to) return yield* matches(state, from, lines);
  const end = state.ranges.get(each);
  if (end === undefined) {
    if (!(yield* matches(state, from, lines))) return false;
    if (to.kind === 'line' && to.line <= state.line) return true;
    if (to.kind === 'plus' && to.count === 0) return true;
    const last =
      to.kind === 'line' ? to.line : to.kind === 'plus' ? state.line + to.count : Number.POSITIVE_INFINITY;
    if (to.kind !== 'last' || !(yield* lines.isLast())) state.ranges.set(each, last);
    return true;
  }
  if (state.line > end) {
    state.ranges.delete(each);
    return yield* matches(state, from, lines);
  }
  const isEnd = end === Number.POSITIVE_INFINITY ? yield* matches(state, to, lines) : state.line >= end;
  if (isEnd) state.ranges.delete(each);
  return true;
}

type Effect = CycleEnd | { readonly to: number } | undefined;

function jump(state: State, label: string): Effect {
  if (label === '') return 'print';
  const to = state.commands.findIndex(each => each.name === ':' && each.text === label);
  return { to: to < 0 ? state.commands.length : to + 1 };
}

function* runCommand(state: State, each: SedCommand, lines: Lines): Sys<Effect> {
  switch (each.name) {
    case 's':
      yield* substitute(state, each);
      return undefined;
    case 'y':
      state.pattern = [...state.pattern].map(c => each.map.get(c) ?? c).join('');
      return undefined;
    case 'p':
      yield* state.out.bytes(`${state.pattern}\n`);
      return undefined;
    case 'P':
      yield* state.out.bytes(`${state.pattern.split('\n', 1)[0]}\n`);
      return undefined;
    case 'd':
      return 'delete';
    case 'D': {
      const newline = state.pattern.indexOf('\n');
      if (newline < 0) return 'delete';
      state.pattern = state.pattern.slice(newline + 1);
      return 'restart';
    }
    case 'a':
      state.appended.push(`${each.text}\n`);
      return undefined;
    case 'i':
      yield* state.out.bytes(`${each.text}\n`);
      return undefined;
    case 'c':
      if (!each.to || each.negated || !state.ranges.has(each)) yield* state.out.bytes(`${each.text}\n`);
      return 'delete';
    case '=':
      yield* state.out.bytes(`${state.line}\n`);
      return undefined;
    case 'b':
      return jump(state, each.text);
    case 't':
    case 'T': {
      const goes = state.substituted === (each.name === 't');
      state.substituted = false;
      return goes ? jump(state, each.text) : undefined;
    }
    case 'q':
    case 'Q':
      state.quit = Number(each.text || 0);
      return each.name === 'q' ? 'print' : 'delete';
    default:
      return yield* moveText(state, each, lines);
  }
}

/** n, N, g, G, h, H, x, r, w */
function* moveText(state: State, each: SedCommand, lines: Lines): Sys<Effect> {
  switch (each.name) {
    case 'n':
    case 'N': {
      if (yield* lines.isLast()) {
        state.quit ??= 0;
        return 'print';
      }
      if (each.name === 'n' && !state.quiet) yield* print(state, state.pattern);
      for (const text of state.appended.splice(0)) yield* state.out.bytes(text);
      const line = (yield* takeLine(state, lines)) ?? '';
      state.pattern = each.name === 'n' ? line : `${state.pattern}\n${line}`;
      return undefined;
    }
    case 'g':
      state.pattern = state.hold;
      return undefined;
    case 'G':
      state.pattern += `\n${state.hold}`;
      return undefined;
    case 'h':
      state.hold = state.pattern;
      return undefined;
    case 'H':
      state.hold += `\n${state.pattern}`;
      return undefined;
    case 'x':
      [state.pattern, state.hold] = [state.hold, state.pattern];
      return undefined;
    case 'r': {
      const content = yield* attempt(readFile(each.text));
      if (content) state.appended.push(decodeBytes(content));
      return undefined;
    }
    case 'w':
      yield* appendTo(each.text, `${state.pattern}\n`);
      return undefined;
    default:
      return undefined;
  }
}

function* appendTo(path: string, text: string): Sys<void> {
  if (path === '/dev/stdout') {
    yield* sys.write(1, encodeBytes(text));
    return;
  }
  const fd = yield* sys.open(path, { write: true, create: true, append: true });
  yield* sys.write(fd, encodeBytes(text));
  yield* sys.close(fd);
}

function* substitute(state: State, each: SedCommand): Sys<void> {
  const regex = each.regex ?? state.lastRegex;
  state.lastRegex = regex;
  if (!regex) return;
  let count = 0;
  let done = false;
  const result = replaceMatches(state.pattern, regex, groups => {
    count++;
    const { global, nth } = each.flags;
    if (!global && count !== Math.max(1, nth)) return undefined;
    done = true;
    return expandReplacement(each.replacement, groups);
  });
  if (!done) return;
  state.pattern = result;
  state.substituted = true;
  if (each.flags.print) yield* state.out.bytes(`${state.pattern}\n`);
  if (each.flags.file !== '') yield* appendTo(each.flags.file, `${state.pattern}\n`);
}
