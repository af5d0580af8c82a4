import { ShellError } from './state.ts';

/** Where arithmetic finds and leaves variables. */
export interface ArithmeticVariables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

interface Cursor {
  readonly tokens: readonly string[];
  at: number;
  readonly variables: ArithmeticVariables;
  readonly depth: number;
  /** Inside the branch of `?:`, `&&` or `||` that does not count: nothing is assigned or divided. */
  isSkipping: boolean;
}

const TOKEN =
  /\s*(?:(<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%<>=!~&|^?:,()])|([A-Za-z_][A-Za-z0-9_]*)|([0-9][0-9A-Za-z_@#]*))/y;

/** Evaluates `$((text))` in 64 bits, parameters and commands in it already expanded. */
export function evaluateArithmetic(text: string, variables: ArithmeticVariables, depth = 0): bigint {
  if (depth > 20) throw new ShellError('expression recursion loop detected');
  const tokens = tokenize(text);
  if (tokens.length === 0) return 0n;
  const cursor: Cursor = { tokens, at: 0, variables, depth, isSkipping: false };
  const value = comma(cursor);
  if (cursor.at < tokens.length) throw syntaxError();
  return value;
}

function syntaxError(): ShellError {
  return new ShellError('arithmetic syntax error');
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (!match) {
      TOKEN.lastIndex = 0;
      throw syntaxError();
    }
    tokens.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return tokens;
}

function peek(cursor: Cursor): string {
  return cursor.tokens[cursor.at] ?? '';
}

function take(cursor: Cursor, text: string): boolean {
  if (peek(cursor) !== text) return false;
  cursor.at++;
  return true;
}

function comma(cursor: Cursor): bigint {
  let value = assignment(cursor);
  while (take(cursor, ',')) value = assignment(cursor);
  return value;
}

const IS_NAME = /^[A-Za-z_]/;
const ASSIGNS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=']);

function assignment(cursor: Cursor): bigint {
  const name = peek(cursor);
  const operator = cursor.tokens[cursor.at + 1] ?? '';
  if (!IS_NAME.test(name) || !ASSIGNS.has(operator)) return ternary(cursor);
  cursor.at += 2;
  const right = assignment(cursor);
  const value = operator === '=' ? right : binary(cursor, operator.slice(0, -1), read(cursor, name), right);
  return store(cursor, name, value);
}

function store(cursor: Cursor, name: string, value: bigint): bigint {
  if (!cursor.isSkipping) cursor.variables.set(name, String(value));
  return value;
}

function read(cursor: Cursor, name: string): bigint {
  const text = cursor.variables.get(name);
  if (text === undefined || text === '' || cursor.isSkipping) return 0n;
  return evaluateArithmetic(text, cursor.variables, cursor.depth + 1);
}

/** Evaluates a part whose value does not count when `skip` says so. */
function guarded(cursor: Cursor, skip: boolean, part: (cursor: Cursor) => bigint): bigint {
  const before = cursor.isSkipping;
  cursor.isSkipping = before || skip;
  const value = part(cursor);
  cursor.isSkipping = before;
  return value;
}

function ternary(cursor: Cursor): bigint {
  const test = either(cursor);
  if (!take(cursor, '?')) return test;
  const yes = guarded(cursor, test === 0n, comma);
  if (!take(cursor, ':')) throw syntaxError();
  const no = guarded(cursor, test !== 0n, assignment);
  return test === 0n ? no : yes;
}

function either(cursor: Cursor): bigint {
  let value = both(cursor);
  while (take(cursor, '||')) {
    const right = guarded(cursor, value !== 0n, both);
    value = value !== 0n || right !== 0n ? 1n : 0n;
  }
  return value;
}

function both(cursor: Cursor): bigint {
  let value = level(cursor, 0);
  while (take(cursor, '&&')) {
    const left = value;
    const right = guarded(cursor, left === 0n, inner => level(inner, 0));
    value = left !== 0n && right !== 0n ? 1n : 0n;
  }
  return value;
}

/** Binary operators, the loosest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

function level(cursor: Cursor, index: number): bigint {
  const operators = LEVELS[index];
  if (!operators) return power(cursor);
  let left = level(cursor, index + 1);
  while (operators.includes(peek(cursor))) {
    const operator = peek(cursor);
    cursor.at++;
    left = binary(cursor, operator, left, level(cursor, index + 1));
  }
  return left;
}

function power(cursor: Cursor): bigint {
  const base = unary(cursor);
  if (!take(cursor, '**')) return base;
  const exponent = power(cursor);
  if (exponent < 0n) throw new ShellError('exponent less than 0');
  return BigInt.asIntN(64, base ** exponent);
}

function binary(cursor: Cursor, operator: string, a: bigint, b: bigint): bigint {
  const compute = BINARY[operator];
  if (!compute) throw syntaxError();
  if ((operator === '/' || operator === '%') && b === 0n) {
    if (cursor.isSkipping) return 0n;
    throw new ShellError('divide by zero');
  }
  return BigInt.asIntN(64, compute(a, b));
}

const truth = (value: boolean): bigint => (value ? 1n : 0n);

const BINARY: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '&': (a, b) => a & b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '<=': (a, b) => truth(a <= b),
  '>': (a, b) => truth(a > b),
  '>=': (a, b) => truth(a >= b),
  '<<': (a, b) => a << (b & 63n),
  '>>': (a, b) => a >> (b & 63n),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

function unary(cursor: Cursor): bigint {
  const token = peek(cursor);
  cursor.at++;
  if (token === '-') return BigInt.asIntN(64, -unary(cursor));
  if (token === '+') return unary(cursor);
  if (token === '!') return truth(unary(cursor) === 0n);
  if (token === '~') return ~unary(cursor);
  if (token === '++' || token === '--') {
    const name = peek(cursor);
    if (!IS_NAME.test(name)) throw syntaxError();
    cursor.at++;
    return store(cursor, name, BigInt.asIntN(64, read(cursor, name) + (token === '++' ? 1n : -1n)));
  }
  if (token === '(') {
    const value = comma(cursor);
    if (!take(cursor, ')')) throw syntaxError();
    return value;
  }
  if (IS_NAME.test(token)) {
    const value = read(cursor, token);
    if (take(cursor, '++')) store(cursor, token, BigInt.asIntN(64, value + 1n));
    else if (take(cursor, '--')) store(cursor, token, BigInt.asIntN(64, value - 1n));
    return value;
  }
  if (/^[0-9]/.test(token)) return parseNumber(token);
  throw syntaxError();
}

/** Decimal, 0x hexadecimal, 0 octal, base#digits. */
function parseNumber(token: string): bigint {
  if (/^0[xX][0-9a-fA-F]+$/.test(token)) return BigInt.asIntN(64, BigInt(token));
  if (/^0[0-7]*$/.test(token)) return BigInt.asIntN(64, token === '0' ? 0n : BigInt(`0o${token.slice(1)}`));
  if (/^[1-9][0-9]*$/.test(token)) return BigInt.asIntN(64, BigInt(token));
  const based = /^([0-9]+)#([0-9A-Za-z@_]+)$/.exec(token);
  const base = Number(based?.[1] ?? 0);
  if (!based || base < 2 || base > 64) throw syntaxError();
  let value = 0n;
  for (const c of based[2] ?? '') {
    const digit = digitValue(c, base);
    if (digit >= base) throw syntaxError();
    value = value * BigInt(base) + BigInt(digit);
  }
  return BigInt.asIntN(64, value);
}

function digitValue(c: string, base: number): number {
  if (c >= '0' && c <= '9') return Number(c);
  if (c === '@') return 62;
  if (c === '_') return 63;
  if (c >= 'a' && c <= 'z') return c.charCodeAt(0) - 87;
  return c.charCodeAt(0) - (base <= 36 ? 55 : 29);
}
