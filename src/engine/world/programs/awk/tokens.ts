import { AwkError } from './syntax.ts';

export interface Token {
  readonly kind:
    | 'number'
    | 'string'
    | 'regex'
    | 'name'
    | 'call'
    | 'builtin'
    | 'keyword'
    | 'operator'
    | 'newline'
    | 'end';
  readonly text: string;
  readonly line: number;
}

const KEYWORDS = new Set(
  'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(
    ' ',
  ),
);
const BUILTINS = new Set(
  'length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close fflush and or xor compl lshift rshift strftime systime mktime gensub'.split(
    ' ',
  ),
);
const OPERATORS = /(?:\*\*=|\*\*|\+\+|--|&&|\|\||[-+*/%^=!<>]=|>>|!~|[-+*/%^!<>~?:;,(){}[\]$|=])/y;

/** Splits an awk program into tokens. Whether a slash begins a regex depends on what stands before it. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const push = (kind: Token['kind'], value: string) => tokens.push({ kind, text: value, line });
  while (at < text.length) {
    const c = text[at] as string;
    if (c === '\n') {
      push('newline', '\n');
      at++;
      line++;
    } else if (/[ \t\r]/.test(c)) at++;
    else if (c === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3))) {
      at = text.indexOf('\n', at) + 1;
      line++;
    } else if (c === '#') {
      while (at < text.length && text[at] !== '\n') at++;
    } else if (c === '"') {
      const [value, end] = readString(text, at, line);
      push('string', value);
      at = end;
    } else if (c === '/' && regexMayFollow(tokens.at(-1))) {
      const end = regexEnd(text, at, line);
      push('regex', text.slice(at + 1, end).replace(/\\\//g, '/'));
      at = end + 1;
    } else at = readPlain(text, at, line, push);
  }
  push('end', '');
  return tokens;
}

function readPlain(
  text: string,
  at: number,
  line: number,
  push: (kind: Token['kind'], value: string) => void,
): number {
  const rest = text.slice(at);
  const number = /^(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(rest)?.[0];
  if (number !== undefined) {
    push('number', number);
    return at + number.length;
  }
  const name = /^[A-Za-z_]\w*/.exec(rest)?.[0];
  if (name !== undefined) {
    if (KEYWORDS.has(name)) push('keyword', name === 'func' ? 'function' : name);
    else if (BUILTINS.has(name)) push('builtin', name);
    else push(rest[name.length] === '(' ? 'call' : 'name', name);
    return at + name.length;
  }
  OPERATORS.lastIndex = at;
  const operator = OPERATORS.exec(text)?.[0];
  if (operator === undefined) throw new AwkError('Unexpected token', line);
  push('operator', operator);
  return at + operator.length;
}

function regexMayFollow(last: Token | undefined): boolean {
  if (!last) return true;
  if (last.kind === 'number' || last.kind === 'string' || last.kind === 'name' || last.kind === 'builtin')
    return false;
  return !(last.kind === 'operator' && [')', ']', '$', '++', '--'].includes(last.text));
}

function regexEnd(text: string, start: number, line: number): number {
  let inBracket = false;
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
    const c = text[at];
    if (c === '\\') at++;
    else if (c === '[' && !inBracket) {
      inBracket = true;
      if (text[at + 1] === '^') at++;
      if (text[at + 1] === ']') at++;
    } else if (c === ']') inBracket = false;
    else if (c === '/' && !inBracket) return at;
  }
  throw new AwkError('Unexpected token', line);
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  '"': '"',
  '/': '/',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

function readString(text: string, start: number, line: number): [string, number] {
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    const c = text[at] as string;
    if (c === '"') return [value, at + 1];
    if (c === '\n') break;
    if (c !== '\\') {
      value += c;
      continue;
    }
    const next = text[++at] ?? '';
    const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0];
    if (octal !== undefined) {
      value += String.fromCharCode(Number.parseInt(octal, 8) & 255);
      at += octal.length - 1;
    } else if (next !== '\n') value += ESCAPES[next] ?? `\\${next}`;
  }
  throw new AwkError('Unexpected end of string', line);
}

/** Escapes in `-v name=value`. */
export function processEscapes(text: string): string {
  return text.replace(/\\(.)/g, (whole, c: string) => ESCAPES[c] ?? whole);
}
