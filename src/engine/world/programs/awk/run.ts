import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { evaluate, evaluateArgs, keyOf } from './evaluate.ts';
import { type Machine, matchesRule, setVariable } from './machine.ts';
import { nextRecord } from './records.ts';
import { closeAll, writeTo } from './streams.ts';
import type { Rule, Statement } from './syntax.ts';
import { formatAwk, isTrue, toNumber, toText, type Value } from './values.ts';

/** What a statement does to the flow; undefined: nothing. */
type Flow = 'break' | 'continue' | 'next' | 'nextfile' | 'exit' | 'return' | undefined;

export function* runProgram(machine: Machine): Sys<number> {
  const { rules } = machine.program;
  const of = (kind: Rule['kind']) => rules.filter(rule => rule.kind === kind);
  let flow: Flow;
  for (const rule of of('begin')) {
    flow = yield* execute(machine, rule.body);
    if (flow === 'exit') break;
  }
  const readsInput = of('pattern').length > 0 || of('end').length > 0;
  if (flow !== 'exit' && readsInput) flow = yield* runRecords(machine, of('pattern'));
  // exit in BEGIN or in a rule still runs END, as POSIX says.
  for (const rule of of('end')) if ((yield* execute(machine, rule.body)) === 'exit') break;
  yield* machine.out.flush();
  yield* closeAll(machine);
  return machine.exitCode & 255;
}

function* runRecords(machine: Machine, rules: readonly Rule[]): Sys<Flow> {
  for (;;) {
    if (!(yield* nextRecord(machine))) return undefined;
    for (const rule of rules) {
      if (!(yield* matchesRule(machine, rule))) continue;
      const flow = rule.body ? yield* execute(machine, rule.body) : yield* printRecord(machine);
      if (flow === 'exit') return flow;
      if (flow === 'nextfile') machine.skipFile = true;
      if (flow === 'next' || flow === 'nextfile') break;
    }
  }
}

function* printRecord(machine: Machine): Sys<Flow> {
  yield* machine.out.bytes(toText(machine.fields[0]) + toText(machine.globals.get('ORS')));
  return undefined;
}

export function* execute(machine: Machine, statement: Statement | undefined): Sys<Flow> {
  if (!statement) return undefined;
  switch (statement.k) {
    case 'block':
      for (const each of statement.body) {
        const flow = yield* execute(machine, each);
        if (flow !== undefined) return flow;
      }
      return undefined;
    case 'expression':
      yield* evaluate(machine, statement.value);
      return undefined;
    case 'print':
      return yield* print(machine, statement);
    case 'if':
      return yield* execute(
        machine,
        isTrue(yield* evaluate(machine, statement.test)) ? statement.then : statement.else,
      );
    case 'while':
    case 'for':
      return yield* loop(machine, statement);
    case 'forIn': {
      const array = machine.array(statement.array);
      for (const key of [...array.keys()]) {
        setVariable(machine, statement.name, key);
        const flow = yield* execute(machine, statement.body);
        if (flow === 'break') break;
        if (flow !== undefined && flow !== 'continue') return flow;
      }
      return undefined;
    }
    case 'delete': {
      const array = machine.array(statement.array);
      if (statement.keys) array.delete(yield* keyOf(machine, statement.keys));
      else array.clear();
      return undefined;
    }
    case 'exit':
      if (statement.value) machine.exitCode = toNumber(yield* evaluate(machine, statement.value));
      return 'exit';
    case 'return':
      machine.returned = statement.value ? yield* evaluate(machine, statement.value) : undefined;
      return 'return';
    default:
      return statement.k;
  }
}

/** A loop gives others a turn after so many rounds: it may make no other system call. */
const ROUNDS_A_TURN = 32;

function* loop(machine: Machine, statement: Extract<Statement, { k: 'while' | 'for' }>): Sys<Flow> {
  if (statement.k === 'for') yield* execute(machine, statement.start);
  let rounds = 0;
  let isFirst = statement.k === 'while' && statement.testsLast;
  for (;;) {
    if (!isFirst && statement.test && !isTrue(yield* evaluate(machine, statement.test))) return undefined;
    isFirst = false;
    const flow = yield* execute(machine, statement.body);
    if (flow === 'break') return undefined;
    if (flow !== undefined && flow !== 'continue') return flow;
    if (statement.k === 'for') yield* execute(machine, statement.step);
    rounds += 1;
    if (rounds % ROUNDS_A_TURN === 0) yield* sys.pass();
  }
}

function* print(machine: Machine, statement: Extract<Statement, { k: 'print' }>): Sys<Flow> {
  const values = yield* evaluateArgs(machine, statement.args);
  const text = statement.format ? formatAwk(toText(values[0]), values.slice(1)) : joined(machine, values);
  if (!statement.target) yield* machine.out.bytes(text);
  else yield* writeTo(machine, statement.to, toText(yield* evaluate(machine, statement.target)), text);
  return undefined;
}

function joined(machine: Machine, values: readonly Value[]): string {
  const format = toText(machine.globals.get('OFMT'));
  const shown = values.length === 0 ? [machine.record()] : values;
  return (
    shown.map(value => toText(value, format)).join(toText(machine.globals.get('OFS'))) +
    toText(machine.globals.get('ORS'))
  );
}
