import { type Input, openInput, readParts } from './lexer.ts';
import { parseList, parseScript } from './parser.ts';
import { type Parameter, type ParameterOperator, type Part, ShellSyntaxError, type Word } from './syntax.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;

/** Reads what follows a dollar: a parameter, a command substitution or arithmetic. Undefined: a plain dollar. */
export function readDollar(input: Input, quoting: boolean): Part | undefined {
  const { source, at } = input;
  const next = source[at + 1] ?? '';
  if (next === '(') return source[at + 2] === '(' ? readArithmetic(input) : readCommand(input);
  if (next === '{') return readBraced(input, quoting);
  const name = NAME.exec(source.slice(at + 1))?.[0] ?? (/[0-9@*#?$!-]/.test(next) ? next : undefined);
  if (name === undefined) return undefined;
  input.at += 1 + name.length;
  return { t: 'param', name, op: '' };
}

function readCommand(input: Input): Part {
  input.at += 2;
  const body = parseList(input, ')');
  return { t: 'command', body };
}

function readArithmetic(input: Input): Part {
  input.at += 3;
  const parts = readParts(input, 'arith');
  if (!input.source.startsWith('))', input.at)) {
    throw new ShellSyntaxError("missing '))'", input.at + 1 >= input.source.length);
  }
  input.at += 2;
  return { t: 'arith', parts };
}

/** The text between backquotes is unescaped first and then read as a script of its own. */
export function readBackquote(input: Input, quoting: boolean): Part {
  let text = '';
  let at = input.at + 1;
  for (;;) {
    const c = input.source[at];
    if (c === undefined) throw new ShellSyntaxError('EOF in backquote substitution', true);
    if (c === '`') break;
    const next = input.source[at + 1] ?? '';
    if (c === '\\' && (next === '`' || next === '\\' || next === '$' || (quoting && next === '"'))) {
      text += next;
      at += 2;
      continue;
    }
    text += c;
    at++;
  }
  input.at = at + 1;
  return { t: 'command', body: parseScript(openInput(text, input.aliases, input.line)) };
}

const OPERATOR = /^(?::[-=?+]|[-=?+]|##?|%%?|\/\/?|:)/;

function readBraced(input: Input, quoting: boolean): Parameter {
  const { source } = input;
  const start = input.at + 2;
  const rest = source.slice(start, start + 200);
  const length = /^#(?=(?:[A-Za-z_][A-Za-z0-9_]*|\d+|[@*#?$!-])\})/.exec(rest);
  let at = start + (length ? 1 : 0);
  const name = /^(?:[A-Za-z_][A-Za-z0-9_]*|\d+|[@*#?$!-])/.exec(source.slice(at, at + 200))?.[0];
  if (name === undefined) return badSubstitution(input, at);
  at += name.length;
  if (source[at] === '}') {
    input.at = at + 1;
    return { t: 'param', name, op: length ? 'length' : '' };
  }
  const op = OPERATOR.exec(source.slice(at, at + 2))?.[0];
  if (op === undefined) return badSubstitution(input, at);
  input.at = at + op.length;
  return readOperands(input, name, op as ParameterOperator, quoting);
}

function badSubstitution(input: Input, at: number): never {
  if (at >= input.source.length) throw new ShellSyntaxError("missing '}'", true);
  throw new ShellSyntaxError('bad substitution');
}

function readOperands(input: Input, name: string, op: ParameterOperator, quoting: boolean): Parameter {
  const isPattern = /^[#%/]/.test(op);
  let word: Word;
  let second: Word | undefined;
  if (op === ':' || op === '/' || op === '//') {
    word = readParts(input, op === ':' ? 'colon' : 'slash');
    if (input.source[input.at] !== '}') {
      input.at++;
      second = readParts(input, quoting ? 'doubleBrace' : 'brace');
    }
  } else word = readParts(input, quoting && !isPattern ? 'doubleBrace' : 'brace');
  input.at++;
  return second === undefined ? { t: 'param', name, op, word } : { t: 'param', name, op, word, second };
}
