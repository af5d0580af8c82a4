import type { RawHeaders } from '../exchange/exchange.ts';
import type { BytesKind, FrameHead } from './frame.ts';
import { isArchive, isJson, type Scrubber } from './scrub.ts';

/** Writes the frames of one exchange; `t` where the bytes came earlier than now. */
export type WriteFrame = (content: FrameHead, bytes?: Uint8Array, t?: number) => void;

/** Takes a body's chunks as they cross and writes their frames. */
export interface RecordedBody {
  put(chunk: Uint8Array): void;
  /** Before the body's end is written: nothing is held back any longer. */
  flush(): void;
}

interface Held {
  readonly chunk: Uint8Array;
  readonly t: number;
}

/** How much JSON is looked at as a whole; a longer document is looked at in parts of that size. */
const MAX_HELD_BYTES = 1 << 20;

/** `path` is the request's: what a field holds depends on it. */
export function recordedBody(
  kind: BytesKind,
  headers: RawHeaders,
  path: string,
  scrubber: Scrubber,
  write: WriteFrame,
  nowUs: () => number,
): RecordedBody {
  if (isJson(headers)) return recordedJson(kind, path, scrubber, write, nowUs);
  return recordedStream(kind, isArchive(headers), scrubber, write, nowUs);
}

/** JSON is held until a line is complete, since a secret may lie across two chunks; without one it is written as it came. */
function recordedJson(
  kind: BytesKind,
  path: string,
  scrubber: Scrubber,
  write: WriteFrame,
  nowUs: () => number,
): RecordedBody {
  let held: Held[] = [];
  let length = 0;
  const flush = () => {
    if (held.length === 0) return;
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      Buffer.concat(held.map(({ chunk }) => chunk)),
    );
    const scrubbed = scrubber.text(text, path);
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

/**
 * Any other bytes are written chunk by chunk; a chunk that ends with what may be a secret's beginning waits for the
 * next. What is replaced keeps its length, so that chunks keep their edges.
 */
export function recordedStream(
  kind: BytesKind,
  archive: boolean,
  scrubber: Scrubber,
  write: WriteFrame,
  nowUs: () => number,
): RecordedBody {
  let held: Held[] = [];
  const flush = (text = textOf(held)) => {
    const scrubbed = scrubber.stream(text);
    let at = 0;
    for (const { chunk, t } of held) {
      const end = at + chunk.length;
      write({ kind }, scrubbed === text ? chunk : Buffer.from(scrubbed.slice(at, end), 'latin1'), t);
      at = end;
    }
    held = [];
  };
  return {
    put(chunk) {
      if (archive && !scrubber.looksIntoArchives) return write({ kind }, chunk);
      held.push({ chunk, t: nowUs() });
      const text = textOf(held);
      if (!scrubber.mayGoOn(text)) flush(text);
    },
    flush: () => flush(),
  };
}

function textOf(held: readonly Held[]): string {
  return held
    .map(({ chunk }) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1'))
    .join('');
}
