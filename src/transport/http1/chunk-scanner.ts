/** Longest line of a chunk's size or of a trailer. */
const MAX_LINE = 4096;

/** Reads chunked coding as it comes, in any pieces. Errors are in Go's words, since dockerd repeats them. */
export class ChunkScanner {
  /** How much of the current chunk is still to come. */
  left = 0;
  /** The body is complete, trailers included. */
  ended = false;
  /** How much of what was scanned last belongs to the body. */
  taken = 0;
  #expects: 'size' | 'data' | 'end of chunk' | 'trailer' = 'size';
  /** A line that is not complete yet. */
  #line = '';

  /** The content of what was read: a part of it for each chunk, or part of a chunk. */
  scan(read: Uint8Array): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    let at = 0;
    while (at < read.length && !this.ended) {
      if (this.#expects === 'data') {
        const piece = read.subarray(at, at + this.left);
        pieces.push(piece);
        at += piece.length;
        this.left -= piece.length;
        if (this.left === 0) this.#expects = 'end of chunk';
        continue;
      }
      const feed = read.indexOf(10, at);
      const end = feed < 0 ? read.length : feed;
      this.#line += String.fromCharCode(...read.subarray(at, Math.min(end, at + MAX_LINE + 1)));
      if (this.#line.length > MAX_LINE) throw new Error('header line too long');
      at = end + 1;
      if (feed >= 0) this.#lineRead();
    }
    this.taken = Math.min(at, read.length);
    return pieces;
  }

  #lineRead(): void {
    const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line;
    this.#line = '';
    if (this.#expects === 'size') {
      this.left = chunkSize(line);
      this.#expects = this.left === 0 ? 'trailer' : 'data';
    } else if (this.#expects === 'end of chunk') {
      if (line !== '') throw new Error('malformed chunked encoding');
      this.#expects = 'size';
    } else if (line === '') {
      this.ended = true; // trailers before it: no Docker client sends one that matters
    }
  }
}

function chunkSize(line: string): number {
  const digits = (line.split(';', 1)[0] as string).trim();
  if (digits === '') throw new Error('empty hex number for chunk length');
  if (!/^[0-9A-Fa-f]+$/.test(digits)) throw new Error('invalid byte in chunk length');
  if (digits.length > 12) throw new Error('http chunk length too large');
  return Number.parseInt(digits, 16);
}
