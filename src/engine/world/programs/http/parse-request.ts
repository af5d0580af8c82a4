/** A request's parts, with its body as one character a byte. */
export interface ParsedRequest {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly keepsAlive: boolean;
  /** Characters of input that it took. */
  readonly length: number;
}

/** The request at the start of `input`. */
export function parseRequest(input: string): ParsedRequest | { readonly problem: string } | 'incomplete' {
  const headEnd = /\r?\n\r?\n/.exec(input);
  if (headEnd === null) return input.length > 65_536 ? { problem: 'too long' } : 'incomplete';
  const [line = '', ...fields] = input.slice(0, headEnd.index).split(/\r?\n/);
  const [, method, target, version] = /^([A-Za-z_-]+) (\S+) (HTTP\/1\.[01])$/.exec(line) ?? [];
  if (method === undefined || target === undefined || version === undefined)
    return { problem: 'request line' };
  const headers = new Map<string, string>();
  for (const field of fields) {
    const [, name, value = ''] = /^([^\s:]+):\s*(.*?)\s*$/.exec(field) ?? [];
    if (name === undefined) return { problem: 'header' };
    headers.set(name.toLowerCase(), value);
  }
  const start = headEnd.index + headEnd[0].length;
  const body = bodyOf(input, start, headers);
  if (body === 'incomplete' || 'problem' in body) return body;
  const connection = headers.get('connection')?.toLowerCase() ?? '';
  const keepsAlive = version === 'HTTP/1.1' ? connection !== 'close' : connection === 'keep-alive';
  return { method, target, version, headers, body: body.text, keepsAlive, length: body.end };
}

type Body = { readonly text: string; readonly end: number } | { readonly problem: string } | 'incomplete';

function bodyOf(input: string, start: number, headers: ReadonlyMap<string, string>): Body {
  if (/chunked/i.test(headers.get('transfer-encoding') ?? '')) return chunkedBody(input, start);
  const length = Number(headers.get('content-length') ?? 0);
  if (!Number.isInteger(length) || length < 0) return { problem: 'length' };
  const end = start + length;
  return input.length < end ? 'incomplete' : { text: input.slice(start, end), end };
}

function chunkedBody(input: string, start: number): Body {
  const parts: string[] = [];
  for (let at = start; ; ) {
    const lineEnd = input.indexOf('\r\n', at);
    if (lineEnd < 0) return 'incomplete';
    const size = Number.parseInt(input.slice(at, lineEnd), 16);
    if (!(size >= 0)) return { problem: 'chunk' };
    const end = lineEnd + 2 + size;
    if (input.length < end + 2) return 'incomplete';
    parts.push(input.slice(lineEnd + 2, end));
    at = end + 2;
    if (size === 0) return { text: parts.join(''), end: at };
  }
}
