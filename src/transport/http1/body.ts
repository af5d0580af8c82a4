import type { ByteSource } from './byte-source.ts';

/** A message's body, pulled from the connection. May be iterated once; stopping early loses nothing of it. */
export interface IncomingBody extends AsyncIterable<Uint8Array> {
  /** All of it was read. */
  readonly complete: boolean;
  /** It cannot be read further: malformed chunks, or the connection ended inside it. */
  readonly failed: boolean;
  /** It failed because the connection ended inside it. */
  readonly cut: boolean;
  /** Somebody asked for a first piece. */
  readonly started: boolean;
  /** At least this many bytes are still to come; 0 where that is not known. */
  readonly remaining: number;
  /** Reads and drops up to `limit` bytes; true where that was all of it. */
  drain(limit: number): Promise<boolean>;
}

interface Steps {
  /** The next piece; `undefined` at the end. */
  next(): Promise<Uint8Array | undefined>;
  readonly remaining: number;
}

export const emptyBody: IncomingBody = {
  complete: true,
  failed: false,
  cut: false,
  started: false,
  remaining: 0,
  drain: async () => true,
  async *[Symbol.asyncIterator]() {},
};

/** `onFirstRead` sends `100 Continue`; `onComplete` is told when the last byte was read. */
export function incomingBody(
  source: ByteSource,
  framing: number | 'chunked' | 'until-close',
  onFirstRead: () => void = () => {},
  onComplete: () => void = () => {},
): IncomingBody {
  const steps =
    framing === 'chunked'
      ? chunkedSteps(source)
      : framing === 'until-close'
        ? untilCloseSteps(source)
        : sizedSteps(source, framing);
  let complete = false;
  let failed = false;
  let cut = false;
  let started = false;

  async function next(): Promise<Uint8Array | undefined> {
    if (complete) return undefined;
    if (!started) onFirstRead();
    started = true;
    try {
      const chunk = await steps.next();
      if (chunk === undefined) {
        complete = true;
        onComplete();
      }
      return chunk;
    } catch (error) {
      failed = true;
      cut = error instanceof UnexpectedEnd;
      throw error;
    }
  }

  return {
    get complete() {
      return complete;
    },
    get failed() {
      return failed;
    },
    get cut() {
      return cut;
    },
    get started() {
      return started;
    },
    get remaining() {
      return steps.remaining;
    },
    async drain(limit) {
      for (let taken = 0; taken <= limit; ) {
        const chunk = await next();
        if (chunk === undefined) return true;
        taken += chunk.length;
      }
      return false;
    },
    // Not a generator: `break` in its loop must leave the rest on the connection, readable later.
    [Symbol.asyncIterator]: () => ({
      async next() {
        const value = await next();
        return value === undefined ? { done: true, value } : { done: false, value };
      },
    }),
  };
}

// The words are Go's, since dockerd repeats them: {"message":"invalid JSON: unexpected EOF"}.
class UnexpectedEnd extends Error {
  constructor() {
    super('unexpected EOF');
  }
}

function sizedSteps(source: ByteSource, length: number): Steps {
  let remaining = length;
  return {
    get remaining() {
      return remaining;
    },
    async next() {
      if (remaining === 0) return undefined;
      const chunk = await source.read();
      if (chunk === undefined) throw new UnexpectedEnd();
      const piece = take(source, chunk, remaining);
      remaining -= piece.length;
      return piece;
    },
  };
}

function untilCloseSteps(source: ByteSource): Steps {
  return {
    remaining: 0,
    async next() {
      const chunk = await source.read();
      if (chunk === undefined && source.broken) throw new UnexpectedEnd();
      return chunk;
    },
  };
}

function chunkedSteps(source: ByteSource): Steps {
  let left = 0;
  let first = true;
  return {
    get remaining() {
      return left;
    },
    async next() {
      if (left === 0) {
        if (!first && (await readLine(source)) !== '') throw new Error('malformed chunked encoding');
        first = false;
        left = chunkSize(await readLine(source));
        if (left === 0) {
          while ((await readLine(source)) !== ''); // trailers: no Docker client sends one that matters
          return undefined;
        }
      }
      const chunk = await source.read();
      if (chunk === undefined) throw new UnexpectedEnd();
      const piece = take(source, chunk, left);
      left -= piece.length;
      return piece;
    },
  };
}

function chunkSize(line: string): number {
  const digits = (line.split(';', 1)[0] as string).trim();
  if (digits === '') throw new Error('empty hex number for chunk length');
  if (!/^[0-9A-Fa-f]+$/.test(digits)) throw new Error('invalid byte in chunk length');
  if (digits.length > 12) throw new Error('http chunk length too large');
  return Number.parseInt(digits, 16);
}

async function readLine(source: ByteSource): Promise<string> {
  let line = '';
  for (;;) {
    const chunk = await source.read();
    if (chunk === undefined) throw new UnexpectedEnd();
    const end = chunk.indexOf(10);
    line += Buffer.from(end < 0 ? chunk : chunk.subarray(0, end)).toString('latin1');
    if (end >= 0) {
      source.unread(chunk.subarray(end + 1));
      return line.endsWith('\r') ? line.slice(0, -1) : line;
    }
    if (line.length > 4096) throw new Error('header line too long');
  }
}

/** At most `limit` bytes of the chunk; the rest goes back. */
function take(source: ByteSource, chunk: Uint8Array, limit: number): Uint8Array {
  if (chunk.length <= limit) return chunk;
  source.unread(chunk.subarray(limit));
  return chunk.subarray(0, limit);
}
