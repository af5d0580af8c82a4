import type { Sys } from '../../process/system-call.ts';
import type { HeldMemory } from '../held-memory.ts';
import type { LineReader } from '../input.ts';
import type { Output } from '../output.ts';
import { evaluate } from './evaluate.ts';
import { awkRegex } from './parse-expression.ts';
import type { AwkProgram, Rule } from './syntax.ts';
import { fromInput, isTrue, toNumber, toText, type Value } from './values.ts';

export type AwkArray = Map<string, Value>;

/** A running awk program. */
export interface Machine {
  readonly program: AwkProgram;
  readonly env: Readonly<Record<string, string>>;
  readonly globals: Map<string, Value>;
  readonly arrays: Map<string, AwkArray>;
  /** Locals of running functions, innermost last: scalars, or arrays passed in. */
  readonly frames: Map<string, Value | AwkArray>[];
  /** $0 and the fields; made when first asked for. */
  fields: Value[];
  isSplit: boolean;
  /** $0 no longer says what the fields say. */
  isStale: boolean;
  readonly out: Output;
  readonly operands: readonly string[];
  nextOperand: number;
  reader: LineReader | undefined;
  inputFd: number;
  usedInput: boolean;
  skipFile: boolean;
  exitCode: number;
  returned: Value;
  readonly inRange: Set<Rule>;
  readonly regexes: Map<string, RegExp>;
  readonly readers: Map<string, { reader: LineReader; fd: number; pid: number | undefined }>;
  readonly writers: Map<string, { fd: number; pid: number | undefined }>;
  /** Of its arrays and its longest text. */
  readonly held: HeldMemory;
  longest: number;
  random: number;
  seed: number;
  array(name: string): AwkArray;
  record(): Value;
}

export function array(machine: Machine, name: string): AwkArray {
  const frame = machine.frames.at(-1);
  if (frame?.has(name)) {
    const local = frame.get(name);
    if (local instanceof Map) return local;
    const made: AwkArray = new Map();
    frame.set(name, made);
    return made;
  }
  let found = machine.arrays.get(name);
  if (!found) {
    found = new Map();
    machine.arrays.set(name, found);
  }
  return found;
}

export function getVariable(machine: Machine, name: string): Value {
  const frame = machine.frames.at(-1);
  if (frame?.has(name)) {
    const local = frame.get(name);
    return local instanceof Map ? undefined : local;
  }
  if (name === 'NF') splitRecord(machine);
  return machine.globals.get(name);
}

export function setVariable(machine: Machine, name: string, value: Value): void {
  const frame = machine.frames.at(-1);
  if (frame?.has(name)) {
    frame.set(name, value);
    return;
  }
  if (name === 'NF') {
    splitRecord(machine);
    const count = Math.max(0, Math.trunc(toNumber(value)));
    while (machine.fields.length <= count) machine.fields.push('');
    machine.fields.length = count + 1;
    machine.isStale = true;
  }
  machine.globals.set(name, value);
}

export function regexFor(machine: Machine, source: string): RegExp {
  let regex = machine.regexes.get(source);
  if (!regex) {
    regex = awkRegex(source);
    machine.regexes.set(source, regex);
  }
  regex.lastIndex = 0;
  return regex;
}

export function setRecord(machine: Machine, text: string): void {
  machine.fields = [fromInput(text)];
  machine.isSplit = false;
  machine.isStale = false;
}

/** Splits as FS says: blanks for a single space, else a character or a regular expression. */
export function splitText(machine: Machine, text: string, separator: string | RegExp): string[] {
  if (text === '') return [];
  if (separator === ' ') return text.split(/[ \t\n]+/).filter(part => part !== '');
  if (separator === '') return [...text];
  if (typeof separator === 'string' && separator.length === 1 && separator !== '\\') {
    return text.split(separator === '\t' ? '\t' : separator);
  }
  const regex = typeof separator === 'string' ? regexFor(machine, separator) : separator;
  regex.lastIndex = 0;
  return text.split(new RegExp(regex.source.replace(/\((?!\?)/g, '(?:'), regex.flags));
}

function splitRecord(machine: Machine): void {
  if (machine.isSplit) return;
  machine.isSplit = true;
  const separator = toText(machine.globals.get('FS'));
  const text = toText(machine.fields[0]);
  machine.fields.push(...splitText(machine, text, separator).map(fromInput));
  machine.globals.set('NF', machine.fields.length - 1);
}

export function getField(machine: Machine, index: number): Value {
  if (index === 0) return machine.record();
  splitRecord(machine);
  return machine.fields[index];
}

export function setField(machine: Machine, index: number, value: Value): void {
  if (index === 0) {
    setRecord(machine, toText(value));
    return;
  }
  splitRecord(machine);
  while (machine.fields.length <= index) machine.fields.push('');
  machine.fields[index] = value;
  machine.globals.set('NF', machine.fields.length - 1);
  machine.isStale = true;
}

/** $0, joined anew with OFS where a field was changed. */
export function currentRecord(machine: Machine): Value {
  if (machine.isStale) {
    const separator = toText(machine.globals.get('OFS'));
    machine.fields[0] = fromInput(
      machine.fields
        .slice(1)
        .map(value => toText(value))
        .join(separator),
    );
    machine.isStale = false;
  }
  return machine.fields[0];
}

export function* matchesRule(machine: Machine, rule: Rule): Sys<boolean> {
  if (!rule.from) return true;
  if (!rule.to) return isTrue(yield* evaluate(machine, rule.from));
  if (!machine.inRange.has(rule)) {
    if (!isTrue(yield* evaluate(machine, rule.from))) return false;
    machine.inRange.add(rule);
  }
  if (isTrue(yield* evaluate(machine, rule.to))) machine.inRange.delete(rule);
  return true;
}
