import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { replaceMatches } from '../regex.ts';
import { runCommand } from '../run-other.ts';
import { expandReplacement } from '../sed-replacement.ts';
import { strftime } from '../strftime.ts';
import { assign, evaluate, evaluateArgs, regexOf } from './evaluate.ts';
import { type Machine, setVariable, splitText } from './machine.ts';
import { closeStream, flushAll } from './streams.ts';
import { AwkError, type Expression, type Place } from './syntax.ts';
import { formatAwk, fromInput, toNumber, toText, type Value } from './values.ts';

const MATH: Readonly<Record<string, (a: number, b: number) => number>> = {
  sin: Math.sin,
  cos: Math.cos,
  atan2: Math.atan2,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  int: Math.trunc,
  and: (a, b) => Number(BigInt(a) & BigInt(b)),
  or: (a, b) => Number(BigInt(a) | BigInt(b)),
  xor: (a, b) => Number(BigInt(a) ^ BigInt(b)),
  lshift: (a, b) => a * 2 ** b,
  rshift: (a, b) => Math.floor(a / 2 ** b),
  compl: a => Number(BigInt.asUintN(64, ~BigInt(a))),
};

export function* callBuiltin(machine: Machine, name: string, args: readonly Expression[]): Sys<Value> {
  switch (name) {
    case 'length':
      return yield* lengthOf(machine, args[0]);
    case 'split':
      return yield* split(machine, args);
    case 'sub':
    case 'gsub':
      return yield* substitute(machine, name === 'gsub', args);
    case 'gensub':
      return yield* generalSubstitute(machine, args);
    case 'match':
      return yield* match(machine, args);
  }
  const values = yield* evaluateArgs(machine, args);
  const math = MATH[name];
  if (math) return math(toNumber(values[0]), toNumber(values[1]));
  const text = toText(values[0]);
  switch (name) {
    case 'substr':
      return substring(text, toNumber(values[1]), values.length > 2 ? toNumber(values[2]) : undefined);
    case 'index':
      return text.indexOf(toText(values[1])) + 1;
    case 'tolower':
      return text.toLowerCase();
    case 'toupper':
      return text.toUpperCase();
    case 'sprintf':
      return formatAwk(text, values.slice(1));
    default:
      return yield* outside(machine, name, values);
  }
}

/** What needs the world: time, chance, commands, files. */
function* outside(machine: Machine, name: string, values: readonly Value[]): Sys<Value> {
  switch (name) {
    case 'rand':
      machine.random = (Math.imul(machine.random, 1_103_515_245) + 12_345) >>> 0;
      return machine.random / 2 ** 32;
    case 'srand': {
      const before = machine.seed;
      machine.seed = values.length > 0 ? toNumber(values[0]) : Number((yield* sys.now()) / 1_000_000_000n);
      machine.random = machine.seed >>> 0;
      return before;
    }
    case 'systime':
      return Number((yield* sys.now()) / 1_000_000_000n);
    case 'strftime': {
      const seconds =
        values.length > 1 ? BigInt(Math.trunc(toNumber(values[1]))) * 1_000_000_000n : yield* sys.now();
      return strftime(values.length > 0 ? toText(values[0]) : '%a %b %e %H:%M:%S %Z %Y', seconds);
    }
    case 'system':
      yield* flushAll(machine);
      return yield* runCommand('awk', ['sh', '-c', toText(values[0])], machine.env);
    case 'close':
      return yield* closeStream(machine, toText(values[0]));
    case 'fflush':
      yield* flushAll(machine);
      return 0;
    default:
      throw new AwkError(`dockless: ${name} is not simulated`);
  }
}

function* lengthOf(machine: Machine, arg: Expression | undefined): Sys<Value> {
  if (!arg) return toText(machine.record()).length;
  const local = arg.k === 'variable' ? machine.frames.at(-1)?.get(arg.name) : undefined;
  if (
    arg.k === 'variable' &&
    (local instanceof Map || (!machine.frames.at(-1)?.has(arg.name) && machine.arrays.has(arg.name)))
  ) {
    return machine.array(arg.name).size;
  }
  return toText(yield* evaluate(machine, arg)).length;
}

function substring(text: string, from: number, length: number | undefined): string {
  const start = Math.max(0, Math.round(from) - 1);
  const end = length === undefined ? text.length : start + Math.round(length);
  return text.slice(start, Math.max(start, end));
}

function* split(machine: Machine, args: readonly Expression[]): Sys<Value> {
  const text = toText(yield* evaluate(machine, args[0] as Expression));
  const target = args[1];
  if (target?.k !== 'variable') throw new AwkError('Unexpected token');
  let separator: string | RegExp = toText(machine.globals.get('FS'));
  if (args[2]) separator = args[2].k === 'regex' ? args[2].regex : toText(yield* evaluate(machine, args[2]));
  const array = machine.array(target.name);
  array.clear();
  const parts = splitText(machine, text, separator);
  for (const [index, part] of parts.entries()) array.set(String(index + 1), fromInput(part));
  return parts.length;
}

/** `&` is what matched, `\\&` an ampersand. */
function awkReplacement(text: string, matched: string): string {
  return text.replace(/\\\\|\\&|&/g, mark => (mark === '&' ? matched : mark === '\\&' ? '&' : '\\'));
}

function* substitute(machine: Machine, global: boolean, args: readonly Expression[]): Sys<Value> {
  const regex = yield* regexOf(machine, args[0] as Expression);
  const replacement = toText(yield* evaluate(machine, args[1] as Expression));
  const place: Place =
    args[2] && isPlace(args[2]) ? args[2] : { k: 'field', index: { k: 'number', value: 0 } };
  const text = toText(yield* evaluate(machine, args[2] ?? place));
  let count = 0;
  const result = replaceMatches(text, regex, ([matched]) => {
    if (!global && count > 0) return undefined;
    count++;
    return awkReplacement(replacement, matched);
  });
  if (count > 0) yield* assign(machine, place, result);
  return count;
}

function isPlace(node: Expression): node is Place {
  return node.k === 'variable' || node.k === 'field' || node.k === 'element';
}

function* generalSubstitute(machine: Machine, args: readonly Expression[]): Sys<Value> {
  const regex = yield* regexOf(machine, args[0] as Expression);
  const replacement = toText(yield* evaluate(machine, args[1] as Expression));
  const how = toText(yield* evaluate(machine, args[2] as Expression));
  const text = toText(args[3] ? yield* evaluate(machine, args[3]) : machine.record());
  const nth = /^g/i.test(how) ? 0 : Math.max(1, Number.parseInt(how, 10) || 1);
  let count = 0;
  regex.lastIndex = 0;
  return text.replace(regex, (...groups: unknown[]) => {
    count++;
    return nth === 0 || count === nth
      ? expandReplacement(replacement, groups as string[])
      : (groups[0] as string);
  });
}

function* match(machine: Machine, args: readonly Expression[]): Sys<Value> {
  const text = toText(yield* evaluate(machine, args[0] as Expression));
  const regex = yield* regexOf(machine, args[1] as Expression);
  const found = regex.exec(text);
  setVariable(machine, 'RSTART', found ? found.index + 1 : 0);
  setVariable(machine, 'RLENGTH', found ? found[0].length : -1);
  return found ? found.index + 1 : 0;
}
