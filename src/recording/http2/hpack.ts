import type { RawHeaders } from '../../exchange/exchange.ts';

/** RFC 7541, appendix A. */
const STATIC_TABLE: RawHeaders =
  `:authority|:method GET|:method POST|:path /|:path /index.html|:scheme http|:scheme https
:status 200|:status 204|:status 206|:status 304|:status 400|:status 404|:status 500|accept-charset
accept-encoding gzip, deflate|accept-language|accept-ranges|accept|access-control-allow-origin|age|allow
authorization|cache-control|content-disposition|content-encoding|content-language|content-length
content-location|content-range|content-type|cookie|date|etag|expect|expires|from|host|if-match
if-modified-since|if-none-match|if-range|if-unmodified-since|last-modified|link|location|max-forwards
proxy-authenticate|proxy-authorization|range|referer|refresh|retry-after|server|set-cookie
strict-transport-security|transfer-encoding|user-agent|vary|via|www-authenticate`
    .split(/[|\n]/)
    .map(entry => {
      const [, name = '', value = ''] = /^(\S+) ?(.*)$/.exec(entry) ?? [];
      return [name, value] as const;
    });

/** How many bits each byte's code has, RFC 7541, appendix B. Of one length, codes go up with the byte: no more is needed. */
const CODE_LENGTHS = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28,
  28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7,
  8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19,
  13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13,
  28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21,
  22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23,
  22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
  19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 20, 21, 22, 21, 21, 23, 22,
  22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 28, 27, 27, 27, 26,
];

/** The byte of a code, by `length:code`. */
const BYTES_OF_CODES = bytesOfCodes();

function bytesOfCodes(): Map<string, number> {
  const found = new Map<string, number>();
  let code = 0;
  for (let length = 1; length <= 30; length += 1) {
    for (const [byte, itsLength] of CODE_LENGTHS.entries()) {
      if (itsLength !== length) continue;
      found.set(`${length}:${code}`, byte);
      code += 1;
    }
    code *= 2;
  }
  return found;
}

/** Reads the header blocks that one side of an HTTP/2 connection sends, in their order (RFC 7541). */
export class HeaderBlocks {
  /** The newest first. */
  readonly #recent: Array<readonly [name: string, value: string]> = [];
  #maxSize = 4096;
  #block: Uint8Array = new Uint8Array(0);
  #at = 0;

  /** @throws where the block is broken, or one before it was left out. */
  read(block: Uint8Array): RawHeaders {
    this.#block = block;
    this.#at = 0;
    const headers: Array<readonly [string, string]> = [];
    while (this.#at < block.length) {
      const first = block[this.#at] as number;
      if (first & 0x80) headers.push(this.#entry(this.#number(7)));
      else if ((first & 0xe0) === 0x20) this.#resize(this.#number(5));
      else headers.push(this.#literal(first));
    }
    return headers;
  }

  #literal(first: number): readonly [string, string] {
    const isKept = (first & 0x40) !== 0;
    const index = this.#number(isKept ? 6 : 4);
    const name = index === 0 ? this.#string() : this.#entry(index)[0];
    const header = [name, this.#string()] as const;
    if (isKept) {
      this.#recent.unshift(header);
      this.#resize(this.#maxSize);
    }
    return header;
  }

  #entry(index: number): readonly [string, string] {
    const found = STATIC_TABLE[index - 1] ?? this.#recent[index - 1 - STATIC_TABLE.length];
    if (found === undefined)
      throw new Error(`an HTTP/2 header block names entry ${index}, which is not there`);
    return found;
  }

  #resize(maxSize: number): void {
    this.#maxSize = maxSize;
    let size = 0;
    const kept = this.#recent.findIndex(([name, value]) => {
      size += name.length + value.length + 32;
      return size > maxSize;
    });
    if (kept >= 0) this.#recent.length = kept;
  }

  #number(prefixBits: number): number {
    const most = (1 << prefixBits) - 1;
    let value = this.#byte() & most;
    if (value < most) return value;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#byte();
      value += (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  #string(): string {
    const isCoded = ((this.#block[this.#at] ?? 0) & 0x80) !== 0;
    const length = this.#number(7);
    const bytes = this.#block.subarray(this.#at, this.#at + length);
    if (bytes.length < length) throw new Error('an HTTP/2 header block is cut short');
    this.#at += length;
    return String.fromCharCode(...(isCoded ? decoded(bytes) : bytes));
  }

  #byte(): number {
    const byte = this.#block[this.#at];
    if (byte === undefined) throw new Error('an HTTP/2 header block is cut short');
    this.#at += 1;
    return byte;
  }
}

function decoded(bytes: Uint8Array): number[] {
  const text: number[] = [];
  let code = 0;
  let length = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit -= 1) {
      code = code * 2 + ((byte >> bit) & 1);
      length += 1;
      const found = BYTES_OF_CODES.get(`${length}:${code}`);
      if (found === undefined) continue;
      text.push(found);
      code = 0;
      length = 0;
    }
  }
  return text; // what is left over is padding
}
