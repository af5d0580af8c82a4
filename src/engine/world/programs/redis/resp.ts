/*
 * Redis's protocol, RESP2. Bytes are strings of one character a byte throughout: keys and values may be anything.
 */

export const simple = (text: string) => `+${text}\r\n`;
export const failure = (text: string) => `-${text}\r\n`;
export const integer = (value: number | bigint) => `:${value}\r\n`;
export const bulk = (text: string) => `$${text.length}\r\n${text}\r\n`;
export const array = (items: readonly string[]) => `*${items.length}\r\n${items.join('')}`;
export const bulks = (items: Iterable<string>) => array(Array.from(items, bulk));
export const OK = simple('OK');
export const NIL = '$-1\r\n';
export const NIL_ARRAY = '*-1\r\n';
export const bulkOrNil = (text: string | undefined) => (text === undefined ? NIL : bulk(text));

/** A request and where the next one begins; a sentence where the bytes are no request. */
export type Parsed =
  | { readonly args: readonly string[]; readonly next: number }
  | { readonly problem: string }
  | undefined;

/** The request at the start of `input`; undefined where more has to come. */
export function parseRequest(input: string, from: number): Parsed {
  const end = input.indexOf('\n', from);
  if (end < 0) return undefined;
  const line = input.slice(from, end).replace(/\r$/, '');
  if (!line.startsWith('*')) return { args: line.split(/\s+/).filter(word => word !== ''), next: end + 1 };
  const count = Number(line.slice(1));
  if (!Number.isInteger(count) || count > 1_048_576) {
    return { problem: 'ERR Protocol error: invalid multibulk length' };
  }
  const args: string[] = [];
  let at = end + 1;
  for (let index = 0; index < count; index += 1) {
    const lineEnd = input.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    if (input[at] !== '$') return { problem: `ERR Protocol error: expected '$', got '${input[at]}'` };
    const length = Number(input.slice(at + 1, lineEnd));
    if (!Number.isInteger(length) || length < 0 || length > 512 * 2 ** 20) {
      return { problem: 'ERR Protocol error: invalid bulk length' };
    }
    if (input.length < lineEnd + 2 + length + 2) return undefined;
    args.push(input.slice(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 2 + length + 2;
  }
  return { args, next: at };
}

/** A reply as redis-cli has it. */
export type Reply =
  | { readonly kind: 'simple' | 'error' | 'bulk' | 'integer'; readonly text: string }
  | { readonly kind: 'nil' }
  | { readonly kind: 'array'; readonly items: readonly Reply[] };

/** The reply at `from`, and where the next one begins; undefined where more has to come. */
export function parseReply(input: string, from = 0): { reply: Reply; next: number } | undefined {
  const end = input.indexOf('\r\n', from);
  if (end < 0) return undefined;
  const text = input.slice(from + 1, end);
  const next = end + 2;
  const type = input[from];
  if (type === '+') return { reply: { kind: 'simple', text }, next };
  if (type === '-') return { reply: { kind: 'error', text }, next };
  if (type === ':') return { reply: { kind: 'integer', text }, next };
  const length = Number(text);
  if (length < 0) return { reply: { kind: 'nil' }, next };
  if (type === '$') {
    if (input.length < next + length + 2) return undefined;
    return { reply: { kind: 'bulk', text: input.slice(next, next + length) }, next: next + length + 2 };
  }
  const items: Reply[] = [];
  let at = next;
  for (let index = 0; index < length; index += 1) {
    const item = parseReply(input, at);
    if (item === undefined) return undefined;
    items.push(item.reply);
    at = item.next;
  }
  return { reply: { kind: 'array', items }, next: at };
}
