import { WriteError } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Program, ProgramContext, Sys } from '../process/system-call.ts';
import { complain } from './output.ts';
import { writeFailure } from './write-failure.ts';

/** What a command was called with. */
export interface Options {
  /** How often each option was given; `count('v')`. */
  count(letter: string): number;
  has(letter: string): boolean;
  /** The last value of an option that takes one. */
  value(letter: string): string | undefined;
  values(letter: string): readonly string[];
  /** Of the letters given, the one given last. */
  last(letters: string): string | undefined;
  readonly operands: readonly string[];
}

/** The options a command knows. */
export interface OptionTable {
  /** As getopt has them: `ab:c` (b takes a value); a leading `+` stops at the first operand. */
  readonly letters: string;
  /** Long names and their letters. */
  readonly long?: Readonly<Record<string, string>>;
  /** Options that busybox has and we do not simulate. */
  readonly unsimulated?: string;
  /** What busybox prints for wrong usage, after `Usage: `. */
  readonly usage?: string;
  /** The exit code of wrong usage, where it is not 1. */
  readonly usageStatus?: number;
}

/** Ends a program with its exit code, from any depth. */
export class ProgramExit extends Error {
  readonly status: number;
  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}

/** A program from its options and its body. A ProgramExit thrown in the body ends it. */
export function command(
  name: string,
  table: OptionTable,
  body: (options: Options, context: ProgramContext) => Sys<number>,
): Program {
  function* run(context: ProgramContext): Sys<number> {
    const options = yield* parseOptions(name, table, context.argv);
    return yield* body(options, context);
  }
  return context => exitCodeOf(name, run(context));
}

/** Runs a command of busybox to its end: by a ProgramExit, or by a failed write, which each of them takes in its way. */
export function* exitCodeOf(name: string, body: Sys<number>): Sys<number> {
  try {
    return yield* body;
  } catch (error) {
    if (error instanceof ProgramExit) return error.status;
    if (error instanceof WriteError) return yield* writeFailure(name, error);
    throw error;
  }
}

/** Prints `name: message` and ends the program. */
export function* fail(name: string, message: string, status = 1): Sys<never> {
  yield* complain(`${name}: ${message}`);
  throw new ProgramExit(status);
}

/** busybox has it, we do not: said aloud, and counted. */
export function* notSimulated(name: string, what: string): Sys<never> {
  yield* sys.unsimulated(`${name} ${what}`);
  yield* complain(`dockless: ${name} ${what} is not simulated`);
  throw new ProgramExit(127);
}

/** busybox's answer to wrong usage. */
export function* showUsage(name: string, table: OptionTable): Sys<never> {
  yield* complain(`${BANNER}\n\nUsage: ${table.usage ?? name}`);
  throw new ProgramExit(table.usageStatus ?? 1);
}

/** The version of the busybox in the images that are at hand offline. */
export const BANNER = 'BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.';

interface Given {
  readonly letter: string;
  readonly value: string;
}

function* parseOptions(name: string, table: OptionTable, argv: readonly string[]): Sys<Options> {
  const given: Given[] = [];
  const operands: string[] = [];
  const stopsEarly = table.letters[0] === '+';
  let at = 1;
  for (; at < argv.length; at++) {
    const word = argv[at] as string;
    if (word === '--') {
      operands.push(...argv.slice(at + 1));
      break;
    }
    if (word[0] !== '-' || word === '-') {
      if (stopsEarly) {
        operands.push(...argv.slice(at));
        break;
      }
      operands.push(word);
    } else if (word.startsWith('--')) at += yield* longOption(name, table, argv, at, given);
    else at += yield* shortOptions(name, table, argv, at, given);
  }
  return {
    count: letter => given.filter(each => each.letter === letter).length,
    has: letter => given.some(each => each.letter === letter),
    value: letter => given.findLast(each => each.letter === letter)?.value,
    values: letter => given.filter(each => each.letter === letter).map(each => each.value),
    last: letters => given.findLast(each => letters.includes(each.letter))?.letter,
    operands,
  };
}

/** Reads `-abc`; returns how many more words it took. */
function* shortOptions(
  name: string,
  table: OptionTable,
  argv: readonly string[],
  at: number,
  given: Given[],
): Sys<number> {
  const word = argv[at] as string;
  for (let i = 1; i < word.length; i++) {
    const letter = word[i] as string;
    if (table.unsimulated?.includes(letter)) yield* notSimulated(name, `-${letter}`);
    const where = letter === ':' || letter === '+' ? -1 : table.letters.indexOf(letter);
    if (where < 0) {
      yield* complain(`${name}: invalid option -- '${letter}'`);
      yield* showUsage(name, table);
    }
    if (table.letters[where + 1] !== ':') {
      given.push({ letter, value: '' });
      continue;
    }
    const rest = word.slice(i + 1);
    if (rest !== '' || table.letters[where + 2] === ':') {
      given.push({ letter, value: rest });
      return 0;
    }
    const value = argv[at + 1];
    if (value === undefined) {
      yield* complain(`${name}: option requires an argument -- '${letter}'`);
      yield* showUsage(name, table);
    }
    given.push({ letter, value: value ?? '' });
    return 1;
  }
  return 0;
}

function* longOption(
  name: string,
  table: OptionTable,
  argv: readonly string[],
  at: number,
  given: Given[],
): Sys<number> {
  const [text = '', value] = splitOnce((argv[at] as string).slice(2));
  if (text === 'help') yield* showHelp(name, table);
  const names = Object.keys(table.long ?? {});
  const matching = names.includes(text) ? [text] : names.filter(each => each.startsWith(text));
  const letter = matching.length === 1 ? table.long?.[matching[0] ?? ''] : undefined;
  if (letter === undefined) {
    yield* complain(`${name}: unrecognized option '${argv[at]}'`);
    yield* showUsage(name, table);
  }
  const letters = letter ?? '';
  if (table.letters[table.letters.indexOf(letters) + 1] !== ':') {
    given.push({ letter: letters, value: '' });
    return 0;
  }
  const isOptional = table.letters[table.letters.indexOf(letters) + 2] === ':';
  given.push({ letter: letters, value: value ?? (isOptional ? '' : (argv[at + 1] ?? '')) });
  return value === undefined && !isOptional ? 1 : 0;
}

function splitOnce(text: string): [string, string | undefined] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
}

function* showHelp(name: string, table: OptionTable): Sys<never> {
  yield* complain(`${BANNER}\n\nUsage: ${table.usage ?? name}`);
  throw new ProgramExit(0);
}
