import type { LendingBody, TakeLent } from '../../exchange/exchange.ts';
import type { ByteSource } from './byte-source.ts';
import { ChunkScanner } from './chunk-scanner.ts';

/** A message's body, pulled from the connection. May be iterated once; stopping early loses nothing of it. */
export interface IncomingBody extends LendingBody {
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
  lendTo(take: TakeLent): Promise<void>;
  readonly remaining: number;
}

export const emptyBody: IncomingBody = {
  complete: true,
  failed: false,
  cut: false,
  started: false,
  remaining: 0,
  drain: async () => true,
  lendTo: async () => {},
  async *[Symbol.asyncIterator]() {},
};

/** `onFirstRead` sends `100 Continue`; `onComplete` is told when the last byte was read. */
export function incomingBody(
  source: ByteSource,
  framing: number | 'chunked' | 'until-close',
  onFirstRead: () => void = () => {},
  onComplete: () => void = () => {},
): IncomingBody {
  const steps = stepsOf(source, framing);
  let complete = false;
  let failed = false;
  let cut = false;
  let started = false;

  /** Watches a step of reading; `undefined` is the body's end. */
  async function step<T>(reading: () => Promise<T | undefined>): Promise<T | undefined> {
    if (complete) return undefined;
    if (!started) onFirstRead();
    started = true;
    try {
      const read = await reading();
      if (read === undefined) {
        complete = true;
        onComplete();
      }
      return read;
    } catch (error) {
      failed = true;
      cut = error instanceof UnexpectedEnd;
      throw error;
    }
  }
  const next = () => step(() => steps.next());

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
    async lendTo(take) {
      await step(() => steps.lendTo(take));
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

function stepsOf(source: ByteSource, framing: number | 'chunked' | 'until-close'): Steps {
  if (framing === 'chunked') return chunkedSteps(source);
  return framing === 'until-close' ? untilCloseSteps(source) : sizedSteps(source, framing);
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
    async lendTo(lend) {
      const finished = () => remaining === 0;
      await source.lend(read => {
        const piece = read.subarray(0, remaining);
        if (piece.length < read.length) source.unread(Uint8Array.from(read.subarray(remaining)));
        remaining -= piece.length;
        return lend({ pieces: [piece], cut: false, wire: undefined });
      }, finished);
      if (!finished()) throw new UnexpectedEnd();
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
    async lendTo(lend) {
      await source.lend(
        read => lend({ pieces: [read], cut: false, wire: undefined }),
        () => false,
      );
      if (source.broken) throw new UnexpectedEnd();
    },
  };
}

function chunkedSteps(source: ByteSource): Steps {
  const scanner = new ChunkScanner();
  let pieces: Uint8Array[] = [];
  return {
    get remaining() {
      return scanner.left;
    },
    async next() {
      while (pieces.length === 0 && !scanner.ended) {
        const read = await source.read();
        if (read === undefined) throw new UnexpectedEnd();
        pieces = scanner.scan(read);
        if (scanner.ended) source.unread(read.subarray(scanner.taken));
      }
      return pieces.shift();
    },
    async lendTo(take) {
      await source.lend(
        read => {
          const pieces = scanner.scan(read);
          const wire = read.subarray(0, scanner.taken);
          if (scanner.ended && scanner.taken < read.length)
            source.unread(Uint8Array.from(read.subarray(scanner.taken)));
          return take({ pieces, cut: scanner.left > 0, wire });
        },
        () => scanner.ended,
      );
      if (!scanner.ended) throw new UnexpectedEnd();
    },
  };
}

/** At most `limit` bytes of the chunk; the rest goes back. */
function take(source: ByteSource, chunk: Uint8Array, limit: number): Uint8Array {
  if (chunk.length <= limit) return chunk;
  source.unread(chunk.subarray(limit));
  return chunk.subarray(0, limit);
}
