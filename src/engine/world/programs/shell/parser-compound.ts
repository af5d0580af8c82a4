import { type Input, nextToken, pushBack, type Token, unexpected } from './lexer.ts';
import { COMMAND_START, command, isToken, list, parseList } from './parser.ts';
import { type CaseItem, type Node, ShellSyntaxError, type Word } from './syntax.ts';

/** A command that begins with a keyword or an opening parenthesis. */
export function parseCompound(input: Input, token: Token): Node {
  const text = token.kind === 'keyword' || token.kind === 'operator' ? token.text : '';
  switch (text) {
    case 'if':
      return ifCommand(input);
    case 'while':
    case 'until': {
      const test = parseList(input, 'do');
      return { k: text, test, body: parseList(input, 'done') };
    }
    case 'for':
      return forCommand(input);
    case 'case':
      return caseCommand(input);
    case '(':
      return { k: 'subshell', body: parseList(input, ')'), redirections: [] };
    case '{':
      return parseList(input, '}') ?? { k: 'seq', items: [] };
    case 'function':
      return functionKeyword(input);
    default:
      throw unexpected(token);
  }
}

function ifCommand(input: Input): Node {
  const test = parseList(input, 'then');
  const then = list(input, 'body');
  const token = nextToken(input, COMMAND_START);
  if (isToken(token, 'elif')) return { k: 'if', test, then, else: ifCommand(input) };
  if (isToken(token, 'else')) return { k: 'if', test, then, else: parseList(input, 'fi') };
  if (!isToken(token, 'fi')) throw unexpected(token, 'fi');
  return { k: 'if', test, then, else: null };
}

function forCommand(input: Input): Node {
  const token = nextToken(input, {});
  const name = token.kind === 'word' && !token.quoted ? token.raw : '';
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new ShellSyntaxError('bad for loop variable', token.kind === 'end');
  let next = nextToken(input, { keywords: true, newlines: true });
  let words: Word[] | null = null;
  if (isToken(next, 'in')) {
    words = [];
    for (;;) {
      next = nextToken(input, {});
      if (next.kind !== 'word') break;
      words.push(next.word);
    }
    if (next.kind !== 'newline' && !isToken(next, ';')) throw unexpected(next);
  } else if (!isToken(next, ';')) pushBack(input, next);
  const opening = nextToken(input, COMMAND_START);
  if (!isToken(opening, 'do')) throw unexpected(opening, 'do');
  return { k: 'for', name, words, body: parseList(input, 'done') };
}

function caseCommand(input: Input): Node {
  const subject = nextToken(input, {});
  if (subject.kind !== 'word') throw unexpected(subject, 'word');
  const opening = nextToken(input, { keywords: true, newlines: true });
  if (!isToken(opening, 'in')) throw unexpected(opening, 'in');
  const items: CaseItem[] = [];
  for (;;) {
    let token = nextToken(input, { keywords: true, newlines: true });
    if (isToken(token, 'esac')) break;
    if (isToken(token, '(')) token = nextToken(input, {});
    const patterns: Word[] = [];
    for (;;) {
      if (token.kind === 'word') patterns.push(token.word);
      else if (token.kind === 'keyword') patterns.push([{ t: 'text', s: token.text }]);
      else if (token.kind === 'end') throw unexpected(token, ')');
      token = nextToken(input, {});
      if (!isToken(token, '|')) break;
      token = nextToken(input, {});
    }
    if (!isToken(token, ')')) throw unexpected(token, ')');
    items.push({ patterns, body: list(input, 'caseBody') });
    const end = nextToken(input, COMMAND_START);
    if (isToken(end, 'esac')) break;
    if (!isToken(end, ';;')) throw unexpected(end, ';;');
  }
  return { k: 'case', subject: subject.word, items };
}

/** bash's `function name { ... }`, which busybox knows. */
function functionKeyword(input: Input): Node {
  const token = nextToken(input, {});
  const name = token.kind === 'word' && !token.quoted ? token.raw : '';
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new ShellSyntaxError('bad function name');
  let next = nextToken(input, COMMAND_START);
  if (isToken(next, '(')) {
    next = nextToken(input, {});
    if (!isToken(next, ')')) throw unexpected(next, ')');
    next = nextToken(input, COMMAND_START);
  }
  pushBack(input, next);
  return { k: 'function', name, body: command(input) };
}
