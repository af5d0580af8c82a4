import { decodeBytes } from '../text.ts';

/** The head of a request, and how its body is framed. */
export interface RequestHead {
  readonly method: string;
  /** As it was sent. */
  readonly target: string;
  readonly version: string;
  /** By name in lower case; what came more than once is joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
  /** Bytes of the body; undefined where it comes in chunks. */
  readonly contentLength: number | undefined;
  readonly keepsAlive: boolean;
  /** Bytes of input that the head took. */
  readonly length: number;
}

const LONGEST_HEAD = 65_536;

/** The head of a request at the start of `input`. */
export function parseHead(input: Uint8Array): RequestHead | { readonly problem: string } | 'incomplete' {
  // Whoever begins a TLS session waits for an answer before it has sent a whole line.
  if (input.length > 0 && !isLetter(input[0] as number)) return { problem: 'request line' };
  const text = decodeBytes(input.subarray(0, LONGEST_HEAD + 4));
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) return input.length > LONGEST_HEAD ? { problem: 'too long' } : 'incomplete';
  const [line = '', ...fields] = text.slice(0, end.index).split(/\r?\n/);
  const [, method, target, version] = /^([A-Za-z_-]+) (\S+) (HTTP\/1\.[01])$/.exec(line) ?? [];
  if (method === undefined || target === undefined || version === undefined)
    return { problem: 'request line' };
  const headers = new Map<string, string>();
  for (const field of fields) {
    const [, name, value = ''] = /^([^\s:]+):\s*(.*?)\s*$/.exec(field) ?? [];
    if (name === undefined) return { problem: 'header' };
    const known = headers.get(name.toLowerCase());
    headers.set(name.toLowerCase(), known === undefined ? value : `${known}, ${value}`);
  }
  const contentLength = bodyLength(headers);
  if (contentLength !== undefined && !Number.isSafeInteger(contentLength)) return { problem: 'length' };
  const connection = headers.get('connection')?.toLowerCase() ?? '';
  const keepsAlive = version === 'HTTP/1.1' ? connection !== 'close' : connection === 'keep-alive';
  return {
    method,
    target,
    version,
    headers,
    contentLength,
    keepsAlive,
    length: end.index + end[0].length,
  };
}

const isLetter = (byte: number) => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;

function bodyLength(headers: ReadonlyMap<string, string>): number | undefined {
  if (/chunked/i.test(headers.get('transfer-encoding') ?? '')) return undefined;
  const text = headers.get('content-length') ?? '0';
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
