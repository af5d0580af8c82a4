import { sys } from '../process/sys.ts';
import type { Program, ProgramContext, Sys } from '../process/system-call.ts';
import { exitCodeOf } from './options.ts';
import { complain } from './output.ts';
import { compileRegex } from './regex.ts';
import { asBytes, encodeBytes } from './text.ts';

class ExprError extends Error {}

interface Cursor {
  readonly words: readonly string[];
  at: number;
}

type Value = string | bigint;

export const expr: Program = context => exitCodeOf('expr', run(context));

function* run({ argv }: ProgramContext): Sys<number> {
  const words = argv.slice(1).map(asBytes);
  try {
    if (words.length === 0) throw new ExprError('too few arguments');
    const cursor: Cursor = { words, at: 0 };
    const value = level(cursor, 0);
    if (cursor.at < words.length) throw new ExprError('syntax error');
    yield* sys.write(1, encodeBytes(`${value}\n`));
    return isNull(value) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    yield* complain(`expr: ${error.message}`);
    return 2;
  }
}

const LEVELS = [
  ['|'],
  ['&'],
  ['<', '<=', '=', '==', '!=', '>=', '>'],
  ['+', '-'],
  ['*', '/', '%'],
  [':'],
] as const;

function isNull(value: Value): boolean {
  return value === 0n || value === '' || (typeof value === 'string' && /^-?0+$/.test(value));
}

function isInteger(value: Value): boolean {
  return typeof value === 'bigint' || /^[-+]?\d+$/.test(value);
}

function integer(value: Value): bigint {
  if (!isInteger(value)) throw new ExprError('non-numeric argument');
  return BigInt(String(value).replace(/^\+/, ''));
}

function level(cursor: Cursor, index: number): Value {
  const operators = LEVELS[index];
  if (!operators) return primary(cursor);
  let left = level(cursor, index + 1);
  while ((operators as readonly string[]).includes(cursor.words[cursor.at] ?? '')) {
    const operator = cursor.words[cursor.at++] as string;
    left = apply(operator, left, level(cursor, index + 1));
  }
  return left;
}

function apply(operator: string, left: Value, right: Value): Value {
  if (operator === '|') return isNull(left) ? (isNull(right) ? 0n : right) : left;
  if (operator === '&') return isNull(left) || isNull(right) ? 0n : left;
  if (operator === ':') return matchStart(String(left), String(right));
  const arithmetic = ARITHMETIC[operator];
  if (arithmetic) {
    const b = integer(right);
    if (b === 0n && (operator === '/' || operator === '%')) throw new ExprError('division by zero');
    return BigInt.asIntN(64, arithmetic(integer(left), b));
  }
  const [a, b] =
    isInteger(left) && isInteger(right) ? [integer(left), integer(right)] : [String(left), String(right)];
  return (
    a < b
      ? operator.startsWith('<') || operator === '!='
      : a > b
        ? operator.startsWith('>') || operator === '!='
        : /^(<=|==?|>=)$/.test(operator)
  )
    ? 1n
    : 0n;
}

const ARITHMETIC: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

/** `text : regex`, anchored: the first group, or how much matched. */
function matchStart(text: string, pattern: string): Value {
  const source = compileRegex(pattern, { extended: false }).source.replace(/^\^/, '');
  const found = new RegExp(`^(?:${source})`, 's').exec(text);
  if (pattern.includes('\\(')) return found?.[1] ?? '';
  return BigInt(found?.[0].length ?? 0);
}

function primary(cursor: Cursor): Value {
  const word = cursor.words[cursor.at++];
  if (word === undefined) throw new ExprError('syntax error');
  const next = () => String(primary(cursor));
  switch (word) {
    case '(': {
      const value = level(cursor, 0);
      if (cursor.words[cursor.at++] !== ')') throw new ExprError('syntax error');
      return value;
    }
    case 'quote':
      return cursor.words[cursor.at++] ?? '';
    case 'length':
      return BigInt(next().length);
    case 'match':
      return matchStart(next(), next());
    case 'index': {
      const text = next();
      const set = next();
      return BigInt([...text].findIndex(c => set.includes(c)) + 1);
    }
    case 'substr': {
      const text = next();
      const from = Number(next());
      const length = Number(next());
      return from < 1 || length < 1 ? '' : text.slice(from - 1, from - 1 + length);
    }
    default:
      return word;
  }
}
