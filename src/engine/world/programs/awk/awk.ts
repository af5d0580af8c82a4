import { Errno } from '../../process/errno.ts';
import type { ProgramContext } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { HeldMemory } from '../held-memory.ts';
import { readFile } from '../input.ts';
import { command, fail, type Options, showUsage } from '../options.ts';
import { bufferedOutput, complain } from '../output.ts';
import { RegexError } from '../regex.ts';
import { asBytes, decodeBytes } from '../text.ts';
import { array, currentRecord, type Machine } from './machine.ts';
import { parseAwk } from './parse.ts';
import { runProgram } from './run.ts';
import { AwkError, type AwkProgram } from './syntax.ts';
import { processEscapes } from './tokens.ts';
import { fromInput, type Value } from './values.ts';

const TABLE = { letters: '+v:F:f:e:', usage: 'awk [OPTIONS] [AWK_PROGRAM] [FILE]...\n' };

export const awk = command('awk', TABLE, function* (options, context) {
  const operands = [...options.operands];
  const sources: string[] = options.values('e').map(asBytes);
  for (const path of options.values('f')) {
    const content = yield* outcome(readFile(path));
    if (content instanceof Errno) return yield* fail('awk', `can't open '${path}': ${content.message}`);
    sources.push(decodeBytes(content));
  }
  if (sources.length === 0) {
    const source = operands.shift();
    if (source === undefined) return yield* showUsage('awk', TABLE);
    sources.push(asBytes(source));
  }
  let machine: Machine | undefined;
  try {
    machine = newMachine(parseAwk(sources.join('\n')), operands, options, context);
    return yield* runProgram(machine);
  } catch (error) {
    if (error instanceof AwkError) {
      if (machine) yield* machine.out.flush();
      yield* complain(`awk: cmd. line:${error.line}: ${error.message}`);
      return 1;
    }
    if (error instanceof RegexError) return yield* fail('awk', `bad regex: ${error.message}`);
    throw error;
  }
});

function initialGlobals(operands: readonly string[], options: Options): Map<string, Value> {
  const globals = new Map<string, Value>([
    ['FS', ' '],
    ['OFS', ' '],
    ['ORS', '\n'],
    ['RS', '\n'],
    ['NR', 0],
    ['FNR', 0],
    ['NF', 0],
    ['SUBSEP', '\x1c'],
    ['CONVFMT', '%.6g'],
    ['OFMT', '%.6g'],
    ['FILENAME', ''],
    ['RSTART', 0],
    ['RLENGTH', -1],
    ['ARGC', operands.length + 1],
  ]);
  const separator = options.value('F');
  if (separator !== undefined)
    globals.set('FS', separator === 't' ? '\t' : asBytes(processEscapes(separator)));
  for (const each of options.values('v')) {
    const equals = each.indexOf('=');
    globals.set(each.slice(0, equals), fromInput(asBytes(processEscapes(each.slice(equals + 1)))));
  }
  return globals;
}

function newMachine(
  program: AwkProgram,
  operands: readonly string[],
  options: Options,
  context: ProgramContext,
): Machine {
  const globals = initialGlobals(operands, options);
  const arrays = new Map([
    [
      'ENVIRON',
      new Map(Object.entries(context.env).map(([name, value]) => [name, fromInput(asBytes(value))])),
    ],
    [
      'ARGV',
      new Map<string, Value>([
        ['0', 'awk'],
        ...operands.map((word, index) => [String(index + 1), word] as const),
      ]),
    ],
  ]);
  const machine: Machine = {
    program,
    env: context.env,
    globals,
    arrays,
    frames: [],
    fields: [''],
    isSplit: true,
    isStale: false,
    out: bufferedOutput(),
    operands,
    nextOperand: 0,
    reader: undefined,
    inputFd: 0,
    usedInput: false,
    skipFile: false,
    exitCode: 0,
    returned: undefined,
    inRange: new Set(),
    regexes: new Map(),
    readers: new Map(),
    writers: new Map(),
    held: new HeldMemory(),
    longest: 0,
    random: 0,
    seed: 0,
    array: name => array(machine, name),
    record: () => currentRecord(machine),
  };
  return machine;
}
