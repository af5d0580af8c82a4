import { parseExpression, parsePlainExpression } from './parse-expression.ts';
import {
  AwkError,
  type AwkFunction,
  type AwkProgram,
  type Expression,
  type Rule,
  type Statement,
} from './syntax.ts';
import { type Token, tokenize } from './tokens.ts';

export interface Parser {
  readonly tokens: readonly Token[];
  at: number;
  /** In `print a > b` a bare `>` is a redirection; in `for (x in y)` and print lists `in` still counts. */
  noGreater: boolean;
  noIn: boolean;
}

export function peek(parser: Parser): Token {
  return parser.tokens[parser.at] as Token;
}

export function isAt(parser: Parser, ...texts: readonly string[]): boolean {
  const token = peek(parser);
  return (token.kind === 'operator' || token.kind === 'keyword') && texts.includes(token.text);
}

export function take(parser: Parser, text: string): boolean {
  if (!isAt(parser, text)) return false;
  parser.at++;
  return true;
}

export function expect(parser: Parser, text: string): void {
  if (!take(parser, text)) throw unexpected(parser);
}

export function unexpected(parser: Parser): AwkError {
  const token = peek(parser);
  return new AwkError('Unexpected token', token.line);
}

export function skipNewlines(parser: Parser): void {
  while (peek(parser).kind === 'newline') parser.at++;
}

export function takeName(parser: Parser): string {
  const token = peek(parser);
  if (token.kind !== 'name' && token.kind !== 'call') throw unexpected(parser);
  parser.at++;
  return token.text;
}

export function parseAwk(text: string): AwkProgram {
  const parser: Parser = { tokens: tokenize(text), at: 0, noGreater: false, noIn: false };
  const rules: Rule[] = [];
  const functions = new Map<string, AwkFunction>();
  for (;;) {
    while (peek(parser).kind === 'newline' || isAt(parser, ';')) parser.at++;
    if (peek(parser).kind === 'end') break;
    if (take(parser, 'function')) {
      const name = takeName(parser);
      functions.set(name, parseFunction(parser));
    } else rules.push(parseRule(parser));
  }
  return { rules, functions };
}

function parseFunction(parser: Parser): AwkFunction {
  expect(parser, '(');
  const params: string[] = [];
  while (!take(parser, ')')) {
    skipNewlines(parser);
    params.push(takeName(parser));
    skipNewlines(parser);
    take(parser, ',');
  }
  skipNewlines(parser);
  return { params, body: parseBlock(parser) };
}

function parseRule(parser: Parser): Rule {
  const kind = take(parser, 'BEGIN') ? 'begin' : take(parser, 'END') ? 'end' : 'pattern';
  let from: Expression | undefined;
  let to: Expression | undefined;
  if (kind === 'pattern' && !isAt(parser, '{')) {
    from = parseExpression(parser);
    if (take(parser, ',')) {
      skipNewlines(parser);
      to = parseExpression(parser);
    }
  }
  const body = isAt(parser, '{') ? parseBlock(parser) : undefined;
  if (kind !== 'pattern' && !body) throw unexpected(parser);
  return { kind, from, to, body };
}

function parseBlock(parser: Parser): Statement {
  expect(parser, '{');
  const body: Statement[] = [];
  for (;;) {
    while (peek(parser).kind === 'newline' || isAt(parser, ';')) parser.at++;
    if (take(parser, '}')) return { k: 'block', body };
    body.push(parseStatement(parser));
  }
}

function endStatement(parser: Parser): void {
  const token = peek(parser);
  if (token.kind === 'newline' || isAt(parser, ';')) parser.at++;
  else if (!isAt(parser, '}') && token.kind !== 'end') throw unexpected(parser);
}

function parseBody(parser: Parser): Statement {
  skipNewlines(parser);
  if (take(parser, ';')) return { k: 'block', body: [] };
  return parseStatement(parser);
}

function parseStatement(parser: Parser): Statement {
  if (isAt(parser, '{')) return parseBlock(parser);
  if (take(parser, 'if')) return parseIf(parser);
  if (take(parser, 'while')) {
    expect(parser, '(');
    const test = parseExpression(parser);
    expect(parser, ')');
    return { k: 'while', test, body: parseBody(parser), testsLast: false };
  }
  if (take(parser, 'do')) {
    const body = parseBody(parser);
    while (peek(parser).kind === 'newline' || isAt(parser, ';')) parser.at++;
    expect(parser, 'while');
    expect(parser, '(');
    const test = parseExpression(parser);
    expect(parser, ')');
    endStatement(parser);
    return { k: 'while', test, body, testsLast: true };
  }
  if (take(parser, 'for')) return parseFor(parser);
  const statement = parseSimple(parser);
  endStatement(parser);
  return statement;
}

function parseIf(parser: Parser): Statement {
  expect(parser, '(');
  const test = parseExpression(parser);
  expect(parser, ')');
  const then = parseBody(parser);
  const before = parser.at;
  while (peek(parser).kind === 'newline' || isAt(parser, ';')) parser.at++;
  if (take(parser, 'else')) return { k: 'if', test, then, else: parseBody(parser) };
  parser.at = before;
  return { k: 'if', test, then, else: undefined };
}

function parseFor(parser: Parser): Statement {
  expect(parser, '(');
  const [first, second, third, fourth] = parser.tokens.slice(parser.at, parser.at + 4);
  if (first?.kind === 'name' && second?.text === 'in' && third?.kind === 'name' && fourth?.text === ')') {
    parser.at += 4;
    return { k: 'forIn', name: first.text, array: third.text, body: parseBody(parser) };
  }
  const start = isAt(parser, ';') ? undefined : parseSimple(parser);
  expect(parser, ';');
  skipNewlines(parser);
  const test = isAt(parser, ';') ? undefined : parseExpression(parser);
  expect(parser, ';');
  skipNewlines(parser);
  const step = isAt(parser, ')') ? undefined : parseSimple(parser);
  expect(parser, ')');
  return { k: 'for', start, test, step, body: parseBody(parser) };
}

function startsExpression(parser: Parser): boolean {
  const token = peek(parser);
  return token.kind !== 'newline' && token.kind !== 'end' && !isAt(parser, ';', '}', ')', '>', '>>', '|');
}

function parseSimple(parser: Parser): Statement {
  for (const k of ['break', 'continue', 'next', 'nextfile'] as const) if (take(parser, k)) return { k };
  for (const k of ['exit', 'return'] as const) {
    if (take(parser, k)) return { k, value: startsExpression(parser) ? parseExpression(parser) : undefined };
  }
  if (take(parser, 'delete')) {
    const array = takeName(parser);
    if (!take(parser, '[')) return { k: 'delete', array, keys: undefined };
    const keys = parseList(parser, ']');
    return { k: 'delete', array, keys };
  }
  if (isAt(parser, 'print', 'printf')) return parsePrint(parser);
  return { k: 'expression', value: parseExpression(parser) };
}

/** Expressions with commas between, up to a closing mark. */
export function parseList(parser: Parser, closing: string): Expression[] {
  const items: Expression[] = [];
  skipNewlines(parser);
  while (!take(parser, closing)) {
    items.push(parsePlainExpression(parser));
    skipNewlines(parser);
    if (!isAt(parser, closing)) expect(parser, ',');
    skipNewlines(parser);
  }
  return items;
}

function parsePrint(parser: Parser): Statement {
  const format = take(parser, 'printf');
  if (!format) expect(parser, 'print');
  parser.noGreater = true;
  let args: Expression[] = [];
  if (startsExpression(parser)) {
    args.push(parseExpression(parser));
    while (take(parser, ',')) {
      skipNewlines(parser);
      args.push(parseExpression(parser));
    }
  }
  parser.noGreater = false;
  const [only] = args;
  if (args.length === 1 && only?.k === 'group') args = [...only.items];
  const to = ['>', '>>', '|'].find(each => take(parser, each)) ?? '';
  const target = to === '' ? undefined : parsePlainExpression(parser);
  return { k: 'print', format, args, to, target };
}
