import { compileRegex } from '../regex.ts';
import {
  expect,
  isAt,
  type Parser,
  parseList,
  peek,
  skipNewlines,
  take,
  takeName,
  unexpected,
} from './parse.ts';
import type { Expression, Place } from './syntax.ts';

export function awkRegex(source: string): RegExp {
  return compileRegex(source, { extended: true, global: true });
}

export function parseExpression(parser: Parser): Expression {
  return ternary(parser);
}

/** Inside parentheses `>` means what it always means. */
export function parsePlainExpression(parser: Parser): Expression {
  const { noGreater } = parser;
  parser.noGreater = false;
  const value = ternary(parser);
  parser.noGreater = noGreater;
  return value;
}

const ASSIGNS = ['=', '+=', '-=', '*=', '/=', '%=', '^=', '**='];

function isPlace(value: Expression): value is Place {
  return value.k === 'variable' || value.k === 'field' || value.k === 'element';
}

function ternary(parser: Parser): Expression {
  const test = either(parser);
  if (isPlace(test) && isAt(parser, ...ASSIGNS)) {
    const operator = peek(parser).text.replace('**', '^');
    parser.at++;
    skipNewlines(parser);
    return { k: 'assign', operator: operator.slice(0, -1), place: test, value: ternary(parser) };
  }
  if (!take(parser, '?')) return test;
  skipNewlines(parser);
  const yes = ternary(parser);
  skipNewlines(parser);
  expect(parser, ':');
  skipNewlines(parser);
  return { k: 'conditional', test, yes, no: ternary(parser) };
}

function either(parser: Parser): Expression {
  let left = both(parser);
  while (take(parser, '||')) {
    skipNewlines(parser);
    left = { k: 'binary', operator: '||', left, right: both(parser) };
  }
  return left;
}

function both(parser: Parser): Expression {
  let left = membership(parser);
  while (take(parser, '&&')) {
    skipNewlines(parser);
    left = { k: 'binary', operator: '&&', left, right: membership(parser) };
  }
  return left;
}

function membership(parser: Parser): Expression {
  let left = matching(parser);
  while (isAt(parser, 'in')) {
    parser.at++;
    const keys = left.k === 'group' ? left.items : [left];
    left = { k: 'in', keys, array: takeName(parser) };
  }
  return left;
}

function matching(parser: Parser): Expression {
  let left = comparison(parser);
  while (isAt(parser, '~', '!~')) {
    const negated = peek(parser).text === '!~';
    parser.at++;
    left = { k: 'match', negated, left, right: comparison(parser) };
  }
  return left;
}

const COMPARES = ['<', '<=', '==', '!=', '>', '>='];

function comparison(parser: Parser): Expression {
  const left = concatenation(parser);
  if (!isAt(parser, ...COMPARES) || (parser.noGreater && isAt(parser, '>')))
    return pipedGetline(parser, left);
  const operator = peek(parser).text;
  parser.at++;
  return { k: 'binary', operator, left, right: concatenation(parser) };
}

/** `command | getline` */
function pipedGetline(parser: Parser, left: Expression): Expression {
  let value = left;
  while (isAt(parser, '|') && parser.tokens[parser.at + 1]?.text === 'getline') {
    parser.at += 2;
    value = { k: 'getline', place: optionalPlace(parser), source: value, from: 'command' };
  }
  return value;
}

function optionalPlace(parser: Parser): Place | undefined {
  if (peek(parser).kind !== 'name' && !isAt(parser, '$')) return undefined;
  const value = primary(parser);
  return isPlace(value) ? value : undefined;
}

function startsOperand(parser: Parser): boolean {
  const token = peek(parser);
  if (['number', 'string', 'regex', 'name', 'call', 'builtin'].includes(token.kind)) return true;
  return isAt(parser, '$', '!', '(', '-', '+', '++', '--');
}

function concatenation(parser: Parser): Expression {
  let left = additive(parser);
  while (startsOperand(parser) && !isAt(parser, 'in')) {
    left = { k: 'binary', operator: ' ', left, right: additive(parser) };
  }
  return left;
}

function additive(parser: Parser): Expression {
  let left = multiplicative(parser);
  while (isAt(parser, '+', '-')) {
    const operator = peek(parser).text;
    parser.at++;
    left = { k: 'binary', operator, left, right: multiplicative(parser) };
  }
  return left;
}

function multiplicative(parser: Parser): Expression {
  let left = unaryAndPower(parser);
  while (isAt(parser, '*', '/', '%')) {
    const operator = peek(parser).text;
    parser.at++;
    left = { k: 'binary', operator, left, right: unaryAndPower(parser) };
  }
  return left;
}

function unaryAndPower(parser: Parser): Expression {
  for (const operator of ['!', '-', '+']) {
    if (take(parser, operator)) return { k: 'unary', operator, operand: unaryAndPower(parser) };
  }
  const base = postfix(parser);
  if (!isAt(parser, '^', '**')) return base;
  parser.at++;
  return { k: 'binary', operator: '^', left: base, right: unaryAndPower(parser) };
}

function postfix(parser: Parser): Expression {
  for (const [text, by] of [
    ['++', 1],
    ['--', -1],
  ] as const) {
    if (take(parser, text)) {
      const place = primary(parser);
      if (!isPlace(place)) throw unexpected(parser);
      return { k: 'step', place, by, prefix: true };
    }
  }
  const value = primary(parser);
  if (isPlace(value)) {
    if (take(parser, '++')) return { k: 'step', place: value, by: 1, prefix: false };
    if (take(parser, '--')) return { k: 'step', place: value, by: -1, prefix: false };
  }
  return value;
}

function primary(parser: Parser): Expression {
  const token = peek(parser);
  parser.at++;
  switch (token.kind) {
    case 'number':
      return {
        k: 'number',
        value: /^0[0-7]+$/.test(token.text) ? Number.parseInt(token.text, 8) : Number(token.text),
      };
    case 'string':
      return { k: 'string', value: token.text };
    case 'regex':
      return { k: 'regex', regex: awkRegex(token.text) };
    case 'call':
      expect(parser, '(');
      return { k: 'call', name: token.text, args: parseList(parser, ')') };
    case 'builtin':
      if (take(parser, '(')) return { k: 'builtin', name: token.text, args: parseList(parser, ')') };
      if (token.text !== 'length') throw unexpected(parser);
      return { k: 'builtin', name: 'length', args: [] };
    case 'name':
      if (!take(parser, '[')) return { k: 'variable', name: token.text };
      return { k: 'element', array: token.text, keys: parseList(parser, ']') };
    default:
      return marked(parser, token.text);
  }
}

/** Primaries that begin with a mark or a keyword. */
function marked(parser: Parser, text: string): Expression {
  if (text === '$')
    return { k: 'field', index: isAt(parser, '++', '--') ? postfix(parser) : primary(parser) };
  if (text === '(') {
    const items = parseList(parser, ')');
    return items.length === 1
      ? { k: 'unary', operator: '(', operand: items[0] as Expression }
      : { k: 'group', items };
  }
  if (text === '-' || text === '+' || text === '!')
    return { k: 'unary', operator: text, operand: unaryAndPower(parser) };
  if (text === 'getline') {
    const place = optionalPlace(parser);
    if (!take(parser, '<')) return { k: 'getline', place, source: undefined, from: 'input' };
    return { k: 'getline', place, source: postfix(parser), from: 'file' };
  }
  parser.at--;
  throw unexpected(parser);
}
