import { readUnescapedAnsi } from './ansi-quote.ts';
import { readBackquote, readDollar } from './lexer-expansion.ts';
import { type Part, type Redirection, ShellSyntaxError, type Word } from './syntax.ts';

/** A script being read. `aliases` is looked at again for each command, as ash does. */
export interface Input {
  source: string;
  at: number;
  /** Where the token last read from the source begins. */
  tokenAt: number;
  line: number;
  pushedBack: Token | undefined;
  /** The last token read, for error sentences. */
  last: Token;
  readonly pendingHereDocs: PendingHereDoc[];
  /** A here-document's delimiter was not found. */
  endedInHereDoc: boolean;
  readonly aliases: ReadonlyMap<string, string>;
  /** Aliases already replaced in this command, so that `alias ls='ls -l'` ends. */
  readonly usedAliases: Set<string>;
}

interface PendingHereDoc {
  readonly redirection: { op: '<<'; fd: number; body: Word };
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly stripTabs: boolean;
}

export type Token =
  | { readonly kind: 'word'; readonly word: Word; readonly raw: string; readonly quoted: boolean }
  | { readonly kind: 'redirection'; readonly redirection: Redirection }
  | { readonly kind: 'keyword' | 'operator'; readonly text: string }
  | { readonly kind: 'newline' | 'end' };

/** ash's checkkwd: what a token may be at this place. */
export interface Expect {
  readonly newlines?: boolean;
  readonly keywords?: boolean;
  readonly aliases?: boolean;
}

const KEYWORDS = new Set(
  '! case do done elif else esac fi for function if in then until while { }'.split(' '),
);
const OPERATORS = ['&&', '||', ';;', '&', '|', ';', '(', ')'];
const END = /[\s;&|<>()]/;

export function openInput(source: string, aliases: ReadonlyMap<string, string>, line = 0): Input {
  return {
    source,
    at: 0,
    tokenAt: 0,
    line,
    pushedBack: undefined,
    last: { kind: 'newline' },
    pendingHereDocs: [],
    endedInHereDoc: false,
    aliases,
    usedAliases: new Set(),
  };
}

export function nextToken(input: Input, expect: Expect): Token {
  let token = takeToken(input);
  if (expect.newlines) while (token.kind === 'newline') token = takeToken(input);
  if (token.kind === 'word' && !token.quoted) {
    if (expect.keywords && KEYWORDS.has(token.raw)) token = { kind: 'keyword', text: token.raw };
    else if (expect.aliases) {
      const value = input.aliases.get(token.raw);
      if (value !== undefined && !input.usedAliases.has(token.raw)) {
        input.usedAliases.add(token.raw);
        input.source = `${value} ${input.source.slice(input.at)}`;
        input.at = 0;
        return nextToken(input, expect);
      }
    }
  }
  input.last = token;
  return token;
}

export function pushBack(input: Input, token: Token): void {
  input.pushedBack = token;
}

/** The sentence `unexpected X (expecting Y)`. */
export function unexpected(token: Token, expecting?: string): ShellSyntaxError {
  const atEnd = token.kind === 'end';
  const tail = expecting === undefined ? '' : ` (expecting ${nameOf(expecting)})`;
  return new ShellSyntaxError(`unexpected ${describe(token)}${tail}`, atEnd);
}

function nameOf(text: string): string {
  return text === 'word' ? 'word' : `"${text}"`;
}

function describe(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'end of file';
    case 'keyword':
    case 'operator':
      return `"${token.text}"`;
    default:
      return token.kind;
  }
}

function takeToken(input: Input): Token {
  if (input.pushedBack) {
    const token = input.pushedBack;
    input.pushedBack = undefined;
    return token;
  }
  skipBlanks(input);
  const { source, at } = input;
  input.tokenAt = at;
  const c = source[at];
  if (c === undefined) return endToken(input);
  if (c === '\n') {
    input.at++;
    input.line++;
    readHereDocs(input);
    return { kind: 'newline' };
  }
  if (c === '&' && source[at + 1] === '>') {
    input.at += 2;
    return { kind: 'redirection', redirection: { op: '&>', fd: 1, target: redirectionTarget(input) } };
  }
  for (const text of OPERATORS) {
    if (source.startsWith(text, at)) {
      input.at += text.length;
      return { kind: 'operator', text };
    }
  }
  if (c === '<' || c === '>') return readRedirection(input, undefined);
  const number = /^\d(?=[<>])/.exec(source.slice(at, at + 2));
  if (number) {
    input.at++;
    return readRedirection(input, Number(number[0]));
  }
  const word = readWord(input);
  return { kind: 'word', word, raw: input.source.slice(at, input.at), quoted: isQuoted(word) };
}

function endToken(input: Input): Token {
  if (input.pendingHereDocs.length > 0) readHereDocs(input);
  return { kind: 'end' };
}

function isQuoted(word: Word): boolean {
  return word.some(part => part.t !== 'text');
}

function skipBlanks(input: Input): void {
  const { source } = input;
  for (;;) {
    const c = source[input.at];
    if (c === ' ' || c === '\t') input.at++;
    else if (c === '\\' && source[input.at + 1] === '\n') {
      input.at += 2;
      input.line++;
    } else if (c === '#') {
      const end = source.indexOf('\n', input.at);
      input.at = end < 0 ? source.length : end;
    } else return;
  }
}

const REDIRECTIONS = ['<<-', '<<', '<&', '<>', '>>', '>&', '>|', '<', '>'] as const;

function readRedirection(input: Input, number: number | undefined): Token {
  const op = REDIRECTIONS.find(each => input.source.startsWith(each, input.at));
  if (op === undefined) throw unexpected({ kind: 'newline' });
  input.at += op.length;
  const fd = number ?? (op[0] === '<' ? 0 : 1);
  if (op !== '<<' && op !== '<<-') {
    return { kind: 'redirection', redirection: { op, fd, target: redirectionTarget(input) } };
  }
  const word = redirectionTarget(input);
  const redirection: { op: '<<'; fd: number; body: Word } = { op: '<<', fd, body: [] };
  input.pendingHereDocs.push({
    redirection,
    delimiter: word
      .map(part => ('s' in part ? part.s : 'parts' in part ? plainText(part.parts) : ''))
      .join(''),
    quoted: isQuoted(word),
    stripTabs: op === '<<-',
  });
  return { kind: 'redirection', redirection };
}

function plainText(word: Word): string {
  return word.map(part => ('s' in part ? part.s : '')).join('');
}

function redirectionTarget(input: Input): Word {
  const token = takeToken(input);
  if (token.kind !== 'word') throw unexpected(token);
  return token.word;
}

function readHereDocs(input: Input): void {
  for (const doc of input.pendingHereDocs.splice(0)) {
    let text = '';
    for (;;) {
      if (input.at >= input.source.length) {
        input.endedInHereDoc = true;
        break;
      }
      const end = input.source.indexOf('\n', input.at);
      const stop = end < 0 ? input.source.length : end;
      let line = input.source.slice(input.at, stop);
      input.at = end < 0 ? stop : stop + 1;
      input.line++;
      if (doc.stripTabs) line = line.replace(/^\t+/, '');
      if (line === doc.delimiter) break;
      text += end < 0 ? line : `${line}\n`;
    }
    if (doc.quoted) doc.redirection.body = [{ t: 'quoted', s: text }];
    else {
      const inner = openInput(text, input.aliases, input.line);
      doc.redirection.body = [{ t: 'double', parts: readParts(inner, 'heredoc') }];
    }
  }
}

function readWord(input: Input): Word {
  return readParts(input, 'word');
}

/**
 * Where a run of parts ends and which quotes count in it: a word; inside "..."; the operand of ${...}, bare, in
 * double quotes, or up to the second operand; $((...)); a here-document to its end.
 */
export type PartsMode = 'word' | 'double' | 'brace' | 'doubleBrace' | 'slash' | 'colon' | 'arith' | 'heredoc';

const QUOTED_LIKE = new Set<PartsMode>(['double', 'doubleBrace', 'arith', 'heredoc']);

interface PartsBuilder {
  readonly parts: Part[];
  text: string;
}

function flush(builder: PartsBuilder, quoting: boolean): void {
  if (builder.text === '') return;
  builder.parts.push(quoting ? { t: 'quoted', s: builder.text } : { t: 'text', s: builder.text });
  builder.text = '';
}

export function readParts(input: Input, mode: PartsMode): Word {
  const builder: PartsBuilder = { parts: [], text: '' };
  const quoting = QUOTED_LIKE.has(mode);
  let depth = 0;
  for (;;) {
    const c = input.source[input.at];
    if (c === undefined) {
      endOfParts(mode);
      break;
    }
    if (mode === 'arith') {
      if (c === '(') depth++;
      else if (c === ')' && depth === 0) break;
      else if (c === ')') depth--;
    }
    if (endsHere(c, mode)) break;
    if (c === '\n') input.line++;
    if (c === '\\' || c === '$' || c === '`' || c === '"' || c === "'") {
      if (readSpecial(input, builder, mode, quoting, c)) continue;
    }
    builder.text += c;
    input.at++;
  }
  flush(builder, quoting);
  return builder.parts;
}

function endsHere(c: string, mode: PartsMode): boolean {
  if (mode === 'word') return END.test(c);
  if (mode === 'double') return c === '"';
  if (mode === 'brace' || mode === 'doubleBrace') return c === '}';
  if (mode === 'slash') return c === '/' || c === '}';
  return mode === 'colon' && (c === ':' || c === '}');
}

function endOfParts(mode: PartsMode): void {
  if (mode === 'double') throw new ShellSyntaxError('unterminated quoted string', true);
  if (mode === 'arith') throw new ShellSyntaxError("missing '))'", true);
  if (mode !== 'word' && mode !== 'heredoc') throw new ShellSyntaxError("missing '}'", true);
}

/** Quotes, escapes and expansions. False: an ordinary character after all. */
function readSpecial(
  input: Input,
  builder: PartsBuilder,
  mode: PartsMode,
  quoting: boolean,
  c: string,
): boolean {
  if (c === '\\') return readEscape(input, builder, mode, quoting);
  if (c === '`') {
    flush(builder, quoting);
    builder.parts.push(readBackquote(input, quoting && mode !== 'arith'));
    return true;
  }
  if (c === '$') {
    if (!quoting && input.source[input.at + 1] === "'") {
      flush(builder, false);
      builder.parts.push({ t: 'quoted', s: readUnescapedAnsi(input) });
      return true;
    }
    const part = readDollar(input, quoting);
    if (part === undefined) return false;
    flush(builder, quoting);
    builder.parts.push(part);
    return true;
  }
  if (c === '"') {
    if (mode === 'heredoc') return false;
    flush(builder, quoting);
    input.at++;
    // A double quote in "${x:-"y"}" ends the quoting for its span (ash: the same text comes out).
    builder.parts.push({ t: 'double', parts: readParts(input, 'double') });
    input.at++;
    return true;
  }
  if (quoting) return false;
  flush(builder, false);
  const end = input.source.indexOf("'", input.at + 1);
  if (end < 0) throw new ShellSyntaxError('unterminated quoted string', true);
  const s = input.source.slice(input.at + 1, end);
  input.line += s.split('\n').length - 1;
  builder.parts.push({ t: 'quoted', s });
  input.at = end + 1;
  return true;
}

function readEscape(input: Input, builder: PartsBuilder, mode: PartsMode, quoting: boolean): boolean {
  const next = input.source[input.at + 1];
  if (next === '\n') {
    input.at += 2;
    input.line++;
    return true;
  }
  if (next === undefined) return false;
  if (quoting) {
    const escapable = mode === 'heredoc' ? '$`\\' : mode === 'doubleBrace' ? '$`"\\}' : '$`"\\';
    if (!escapable.includes(next)) {
      builder.text += '\\';
      input.at++;
      return true;
    }
    builder.text += next;
  } else {
    flush(builder, false);
    builder.parts.push({ t: 'quoted', s: next });
  }
  input.at += 2;
  return true;
}
