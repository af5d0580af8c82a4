import { type Expect, type Input, nextToken, pushBack, type Token, unexpected } from './lexer.ts';
import { parseCompound } from './parser-compound.ts';
import { type Assignment, type Node, type Redirection, ShellSyntaxError, type Word } from './syntax.ts';

/*
 * ash's grammar, in ash's own order of reading, so that an error is found at the same token and gets the same
 * sentence. Why not the unbash parser: it reads the whole source at once (ash has run line 1 when it stumbles over
 * line 2), accepts bash's grammar where ash refuses (arrays, `|&`, `((`) or differs (brace expansion, `time`), and
 * its nodes have lazy getters, which cannot be handed to a subshell as plain data.
 */

export const COMMAND_START: Expect = { keywords: true, newlines: true, aliases: true };

/** Reads one command line; undefined at the end of the input, null for an empty line. */
export function parseLine(input: Input): Node | null | undefined {
  input.usedAliases.clear();
  const token = nextToken(input, {});
  if (token.kind === 'end') return undefined;
  if (token.kind === 'newline') return null;
  pushBack(input, rereadable(input, token));
  return list(input, 'line');
}

/** The token was read without looking for keywords or aliases: read it again in the right light. */
function rereadable(input: Input, token: Token): Token {
  if (token.kind === 'word') {
    input.at -= token.raw.length;
    return nextToken(input, { keywords: true, aliases: true });
  }
  return token;
}

/** A whole source: the body of backquotes, of eval in one piece. */
export function parseScript(input: Input): Node | null {
  const items: Node[] = [];
  for (;;) {
    const node = parseLine(input);
    if (node === undefined) break;
    if (node !== null) items.push(node);
  }
  return sequence(items);
}

/** A list that must end with `closing`, which is taken. */
export function parseList(input: Input, closing: string): Node | null {
  const node = list(input, 'body');
  const token = nextToken(input, COMMAND_START);
  if (!isToken(token, closing)) throw unexpected(token, closing);
  return node;
}

export function isToken(token: Token, text: string): boolean {
  return (token.kind === 'keyword' || token.kind === 'operator') && token.text === text;
}

function sequence(items: readonly Node[]): Node | null {
  if (items.length === 0) return null;
  return items.length === 1 ? (items[0] as Node) : { k: 'seq', items };
}

const LIST_ENDS = new Set(['fi', 'then', 'else', 'elif', 'do', 'done', 'esac', '}', ')', ';;']);

function endsList(token: Token): boolean {
  if (token.kind === 'end') return true;
  return (token.kind === 'keyword' || token.kind === 'operator') && LIST_ENDS.has(token.text);
}

/** `line`: up to the newline; `body`: up to a closing word, newlines within. */
export function list(input: Input, extent: 'line' | 'body' | 'caseBody'): Node | null {
  const items: Node[] = [];
  if (extent !== 'line') {
    const first = nextToken(input, COMMAND_START);
    pushBack(input, first);
    if (first.kind === 'end' || (extent === 'caseBody' && endsList(first))) return null;
  }
  for (;;) {
    const start = input.tokenAt;
    const node = andOr(input);
    let token = nextToken(input, { keywords: true });
    const isBackground = isToken(token, '&');
    items.push(
      isBackground ? { k: 'background', node, text: input.source.slice(start, input.tokenAt).trim() } : node,
    );
    if (isBackground || isToken(token, ';')) token = nextToken(input, {});
    else if (token.kind !== 'newline') {
      if (extent === 'line' && token.kind !== 'end') throw unexpected(token);
      pushBack(input, token);
      return sequence(items);
    }
    if (token.kind === 'newline') {
      if (extent === 'line') return sequence(items);
    } else {
      pushBack(input, token.kind === 'word' ? rereadable(input, token) : token);
    }
    if (extent === 'line') {
      const next = input.pushedBack;
      if (next && next.kind === 'end') return sequence(items);
      if (next && endsList(next)) throw unexpected(next);
      continue;
    }
    const next = nextToken(input, COMMAND_START);
    pushBack(input, next);
    if (endsList(next)) return sequence(items);
  }
}

function andOr(input: Input): Node {
  let left = pipeline(input);
  for (;;) {
    const token = nextToken(input, { keywords: true });
    const k = isToken(token, '&&') ? 'and' : isToken(token, '||') ? 'or' : undefined;
    if (k === undefined) {
      pushBack(input, token);
      return left;
    }
    const next = nextToken(input, COMMAND_START);
    pushBack(input, next);
    left = { k, left, right: pipeline(input) };
  }
}

function pipeline(input: Input): Node {
  let isNegated = false;
  let token = nextToken(input, { keywords: true, aliases: true });
  if (isToken(token, '!')) {
    isNegated = true;
    token = nextToken(input, { keywords: true, aliases: true });
  }
  pushBack(input, token);
  const start = input.tokenAt;
  const commands = [command(input)];
  for (;;) {
    const next = nextToken(input, { keywords: true });
    if (!isToken(next, '|')) {
      pushBack(input, next);
      break;
    }
    pushBack(input, nextToken(input, COMMAND_START));
    commands.push(command(input));
  }
  const text = input.source.slice(start, input.tokenAt).trim();
  const node: Node = commands.length === 1 ? (commands[0] as Node) : { k: 'pipe', commands, text };
  return isNegated ? { k: 'not', node } : node;
}

export function command(input: Input): Node {
  const token = nextToken(input, { keywords: true, aliases: true });
  if (token.kind === 'word' || token.kind === 'redirection') {
    pushBack(input, token);
    return simpleCommand(input);
  }
  const node = parseCompound(input, token);
  if (node.k === 'function') return node;
  const redirections = redirectionsAfter(input);
  if (node.k === 'subshell') return { ...node, redirections };
  return redirections.length === 0 ? node : { k: 'redirected', node, redirections };
}

function redirectionsAfter(input: Input): Redirection[] {
  const redirections: Redirection[] = [];
  for (;;) {
    const token = nextToken(input, { keywords: true });
    if (token.kind !== 'redirection') {
      pushBack(input, token);
      return redirections;
    }
    redirections.push(token.redirection);
  }
}

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=/;

function assignmentOf(word: Word): Assignment | undefined {
  const first = word[0];
  if (first?.t !== 'text') return undefined;
  const name = ASSIGNMENT.exec(first.s)?.[1];
  if (name === undefined) return undefined;
  const rest = first.s.slice(name.length + 1);
  return { name, value: rest === '' ? word.slice(1) : [{ t: 'text', s: rest }, ...word.slice(1)] };
}

function simpleCommand(input: Input): Node {
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirections: Redirection[] = [];
  const { line } = input;
  let inBrackets = false;
  for (;;) {
    const token = nextToken(input, words.length === 0 ? { aliases: true } : {});
    if (token.kind === 'word') {
      const assignment = words.length === 0 ? assignmentOf(token.word) : undefined;
      if (assignment) assignments.push(assignment);
      else words.push(token.word);
      if (words.length === 1 && token.raw === '[[') inBrackets = true;
      if (token.raw === ']]') inBrackets = false;
    } else if (token.kind === 'redirection') {
      redirections.push(token.redirection);
    } else if (inBrackets && token.kind === 'operator' && '&& || ( )'.includes(token.text)) {
      // [[ a && b ]] is read as the words of test: -a and -o (busybox ash, BASH_TEST2).
      const text = token.text === '&&' ? '-a' : token.text === '||' ? '-o' : token.text;
      words.push([{ t: 'text', s: text }]);
    } else if (isToken(token, '(')) {
      return functionDefinition(input, words, assignments.length + redirections.length, token);
    } else {
      pushBack(input, token);
      return { k: 'simple', line, assignments, words, redirections };
    }
  }
}

function functionDefinition(input: Input, words: readonly Word[], others: number, token: Token): Node {
  if (words.length !== 1 || others > 0) throw unexpected(token);
  const closing = nextToken(input, {});
  if (!isToken(closing, ')')) throw unexpected(closing, ')');
  const first = words[0]?.[0];
  const name = first?.t === 'text' && words[0]?.length === 1 ? first.s : '';
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new ShellSyntaxError('bad function name');
  pushBack(input, nextToken(input, COMMAND_START));
  return { k: 'function', name, body: command(input) };
}
