import type { RawHeaders } from '../../exchange/exchange.ts';
import type { ByteSource } from './byte-source.ts';

/** Go's http.DefaultMaxHeaderBytes plus its slack; dockerd sets no limit of its own. */
const MAX_HEAD_BYTES = (1 << 20) + 4096;

export class HeadTooLarge extends Error {}

/** The connection ended in the middle of a head. */
export class TruncatedHead extends Error {}

/**
 * Reads up to and with the empty line; `undefined` where the connection ends before a first byte. Bytes become
 * characters one to one, so that nothing of what was sent is lost.
 */
export async function readHead(source: ByteSource, skipEmptyLines = false): Promise<string | undefined> {
  let head: Buffer = Buffer.alloc(0);
  for (;;) {
    const chunk = await source.read();
    if (chunk === undefined) {
      if (head.length === 0) return undefined;
      throw new TruncatedHead('the connection ended inside a head');
    }
    head = head.length === 0 ? asBuffer(chunk) : Buffer.concat([head, chunk]);
    if (skipEmptyLines) head = withoutEmptyLines(head);
    const length = headLength(head);
    if ((length || head.length) > MAX_HEAD_BYTES) throw new HeadTooLarge('the head is too large');
    if (length > 0) {
      source.unread(head.subarray(length));
      return head.toString('latin1', 0, length);
    }
  }
}

/** The head's lines. Go takes a bare line feed for an end of line, and a line that starts blank for more of the last. */
export function headLines(head: string): string[] {
  const lines: string[] = [];
  for (const raw of head.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line === '') continue;
    if (lines.length > 1 && /^[ \t]/.test(line)) lines.push(`${lines.pop()} ${line.trim()}`);
    else lines.push(line);
  }
  return lines;
}

/** `undefined` where a line has no colon or no name. */
export function parseHeaders(lines: readonly string[]): RawHeaders | undefined {
  const headers: [string, string][] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) return undefined;
    headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
  }
  return headers;
}

/** All values of a header, whatever its case. */
export function valuesOf(headers: RawHeaders, lowerCaseName: string): string[] {
  const values: string[] = [];
  for (const [name, value] of headers) {
    if (name.length === lowerCaseName.length && name.toLowerCase() === lowerCaseName) values.push(value);
  }
  return values;
}

/** Whether a comma-separated header holds the token, as `Connection: keep-alive, Upgrade` does. */
export function hasToken(headers: RawHeaders, lowerCaseName: string, token: string): boolean {
  return valuesOf(headers, lowerCaseName).some(value =>
    value.split(',').some(part => part.trim().toLowerCase() === token),
  );
}

function headLength(bytes: Buffer): number {
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (at === 0 || (at === 1 && bytes[0] === 13)) return at + 1;
    if (bytes[at + 1] === 10) return at + 2;
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return at + 3;
  }
  return 0;
}

function withoutEmptyLines(bytes: Buffer): Buffer {
  let start = 0;
  while (bytes[start] === 13 || bytes[start] === 10) start += 1;
  return bytes.subarray(start);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
