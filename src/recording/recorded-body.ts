import type { RawHeaders } from '../exchange/exchange.ts';
import type { BytesKind, FrameHead } from './frame.ts';
import { mayHoldSecrets, scrubText } from './scrub.ts';

/** Writes the frames of one exchange; `t` where the bytes came earlier than now. */
export type WriteFrame = (content: FrameHead, bytes?: Uint8Array, t?: number) => void;

/** Takes a body's chunks as they cross and writes their frames. */
export interface RecordedBody {
  put(chunk: Uint8Array): void;
  /** Before the body's end is written: nothing is held back any longer. */
  flush(): void;
}

/** How much JSON is looked at as a whole; a longer document is looked at in parts of that size. */
const MAX_HELD_BYTES = 1 << 20;

/**
 * A body that is not JSON is written chunk by chunk. JSON is held until a line is complete, since a secret may lie
 * across two chunks; what holds none is then written as it came.
 */
export function recordedBody(
  kind: BytesKind,
  headers: RawHeaders,
  write: WriteFrame,
  nowUs: () => number,
): RecordedBody {
  if (!mayHoldSecrets(headers)) {
    return { put: chunk => write({ kind }, chunk), flush: () => {} };
  }
  let held: Array<{ chunk: Uint8Array; t: number }> = [];
  let length = 0;
  const flush = () => {
    if (held.length === 0) return;
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      Buffer.concat(held.map(({ chunk }) => chunk)),
    );
    const scrubbed = scrubText(text);
    if (scrubbed === text) for (const { chunk, t } of held) write({ kind }, chunk, t);
    else write({ kind }, new TextEncoder().encode(scrubbed), held[0]?.t);
    held = [];
    length = 0;
  };
  return {
    put(chunk) {
      held.push({ chunk, t: nowUs() });
      length += chunk.length;
      if (chunk.at(-1) === 10 || length > MAX_HELD_BYTES) flush();
    },
    flush,
  };
}
