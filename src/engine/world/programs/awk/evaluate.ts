import type { Sys } from '../../process/system-call.ts';
import { callBuiltin } from './builtins.ts';
import { getField, getVariable, type Machine, regexFor, setField, setVariable } from './machine.ts';
import { getline } from './records.ts';
import { execute } from './run.ts';
import { AwkError, type Expression, type Place } from './syntax.ts';
import { compare, isTrue, toNumber, toText, type Value } from './values.ts';

export function* evaluate(machine: Machine, node: Expression): Sys<Value> {
  switch (node.k) {
    case 'number':
    case 'string':
      return node.value;
    case 'regex':
      node.regex.lastIndex = 0;
      return node.regex.test(toText(machine.record())) ? 1 : 0;
    case 'variable':
    case 'field':
    case 'element':
      return yield* readPlace(machine, node);
    case 'assign': {
      const value = yield* evaluate(machine, node.value);
      if (node.operator === '') return yield* assign(machine, node.place, value);
      const before = toNumber(yield* readPlace(machine, node.place));
      return yield* assign(machine, node.place, arithmetic(node.operator, before, toNumber(value)));
    }
    case 'conditional':
      return yield* evaluate(machine, isTrue(yield* evaluate(machine, node.test)) ? node.yes : node.no);
    case 'binary':
      return yield* binary(machine, node);
    case 'unary':
      return unary(node.operator, yield* evaluate(machine, node.operand));
    case 'step': {
      const before = toNumber(yield* readPlace(machine, node.place));
      yield* assign(machine, node.place, before + node.by);
      return node.prefix ? before + node.by : before;
    }
    case 'match': {
      const text = toText(yield* evaluate(machine, node.left));
      const regex = yield* regexOf(machine, node.right);
      return regex.test(text) !== node.negated ? 1 : 0;
    }
    case 'in':
      return machine.array(node.array).has(yield* keyOf(machine, node.keys)) ? 1 : 0;
    case 'call':
      return yield* callFunction(machine, node.name, node.args);
    case 'builtin':
      return yield* callBuiltin(machine, node.name, node.args);
    case 'getline':
      return yield* getline(machine, node);
    case 'group':
      return yield* keyOf(machine, node.items);
  }
}

export function* evaluateArgs(machine: Machine, args: readonly Expression[]): Sys<Value[]> {
  const values: Value[] = [];
  for (const arg of args) values.push(yield* evaluate(machine, arg));
  return values;
}

/** The regular expression that an expression stands for. */
export function* regexOf(machine: Machine, node: Expression): Sys<RegExp> {
  if (node.k === 'regex') {
    node.regex.lastIndex = 0;
    return node.regex;
  }
  return regexFor(machine, toText(yield* evaluate(machine, node)));
}

export function* keyOf(machine: Machine, keys: readonly Expression[]): Sys<string> {
  const format = toText(machine.globals.get('CONVFMT'));
  const values = yield* evaluateArgs(machine, keys);
  return values.map(value => toText(value, format)).join(toText(machine.globals.get('SUBSEP')));
}

function* readPlace(machine: Machine, place: Place): Sys<Value> {
  if (place.k === 'variable') return getVariable(machine, place.name);
  if (place.k === 'field')
    return getField(machine, Math.trunc(toNumber(yield* evaluate(machine, place.index))));
  const array = machine.array(place.array);
  const key = yield* keyOf(machine, place.keys);
  if (!array.has(key)) array.set(key, undefined);
  return array.get(key);
}

export function* assign(machine: Machine, place: Place, value: Value): Sys<Value> {
  if (place.k === 'variable') setVariable(machine, place.name, value);
  else if (place.k === 'field') {
    const index = Math.trunc(toNumber(yield* evaluate(machine, place.index)));
    if (index < 0) throw new AwkError('Access to negative field');
    setField(machine, index, value);
  } else {
    const key = yield* keyOf(machine, place.keys);
    const array = machine.array(place.array);
    if (!array.has(key)) yield* machine.held.add(ELEMENT_BYTES + key.length + toText(value).length);
    array.set(key, value);
  }
  return value;
}

/** What an element costs besides its key and its value. */
const ELEMENT_BYTES = 64;

/** The longest text that was made so far is taken to be still there. */
function* holdText(machine: Machine, length: number): Sys<void> {
  if (length <= machine.longest) return;
  const more = length - machine.longest;
  machine.longest = length;
  yield* machine.held.add(more);
}

function unary(operator: string, value: Value): Value {
  if (operator === '(') return value;
  if (operator === '!') return isTrue(value) ? 0 : 1;
  return operator === '-' ? -toNumber(value) : toNumber(value);
}

function arithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw new AwkError('Division by zero');
      return a / b;
    case '%':
      if (b === 0) throw new AwkError('Division by zero');
      return a % b;
    default:
      return a ** b;
  }
}

const TESTS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': order => order < 0,
  '<=': order => order <= 0,
  '==': order => order === 0,
  '!=': order => order !== 0,
  '>': order => order > 0,
  '>=': order => order >= 0,
};

function* binary(machine: Machine, node: Extract<Expression, { k: 'binary' }>): Sys<Value> {
  const left = yield* evaluate(machine, node.left);
  if (node.operator === '&&') return isTrue(left) && isTrue(yield* evaluate(machine, node.right)) ? 1 : 0;
  if (node.operator === '||') return isTrue(left) || isTrue(yield* evaluate(machine, node.right)) ? 1 : 0;
  const right = yield* evaluate(machine, node.right);
  if (node.operator === ' ') {
    const format = toText(machine.globals.get('CONVFMT'));
    const [before, after] = [toText(left, format), toText(right, format)];
    yield* holdText(machine, before.length + after.length);
    return before + after;
  }
  const test = TESTS[node.operator];
  if (test) return test(compare(left, right)) ? 1 : 0;
  return arithmetic(node.operator, toNumber(left), toNumber(right));
}

function* callFunction(machine: Machine, name: string, args: readonly Expression[]): Sys<Value> {
  const called = machine.program.functions.get(name);
  if (!called) throw new AwkError('Call to undefined function');
  if (machine.frames.length > 1000) throw new AwkError('Recursion too deep');
  const frame: Machine['frames'][number] = new Map();
  for (const [index, param] of called.params.entries()) {
    const arg = args[index];
    if (arg?.k === 'variable' && isArray(machine, arg.name)) frame.set(param, machine.array(arg.name));
    else frame.set(param, arg ? yield* evaluate(machine, arg) : undefined);
  }
  machine.frames.push(frame);
  machine.returned = undefined;
  yield* execute(machine, called.body);
  machine.frames.pop();
  // An untouched variable that the function used as an array is one now.
  for (const [index, param] of called.params.entries()) {
    const arg = args[index];
    const local = frame.get(param);
    if (arg?.k === 'variable' && local instanceof Map && !isArray(machine, arg.name)) {
      const outer = machine.frames.at(-1);
      if (outer?.has(arg.name)) outer.set(arg.name, local);
      else machine.arrays.set(arg.name, local);
    }
  }
  const value = machine.returned;
  machine.returned = undefined;
  return value;
}

function isArray(machine: Machine, name: string): boolean {
  const frame = machine.frames.at(-1);
  if (frame?.has(name)) return frame.get(name) instanceof Map;
  return machine.arrays.has(name);
}
