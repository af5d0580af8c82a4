import type { RawHeaders } from '../exchange/exchange.ts';
import type { BytesKind, FrameHead } from './frame.ts';
import { isArchive, isJson, type Scrubber } from './scrub.ts';

/** Writes the frames of one exchange. */
export interface FrameWriter {
  readonly scrubber: Scrubber;
  /** Microseconds since the recording began. */
  nowUs(): number;
  /** `t` where the bytes came earlier than now. */
  write(content: FrameHead, bytes?: Uint8Array, t?: number): void;
  /** Pieces that came together; `cut` where the last one is not the whole of its chunk. */
  writePieces(kind: BytesKind, pieces: readonly Uint8Array[], cut: boolean): void;
}

/** Takes a body's chunks as they cross and writes their frames. */
export interface RecordedBody {
  put(chunk: Uint8Array): void;
  /** As `put` for each piece; they are not kept by reference. */
  putLent(pieces: readonly Uint8Array[], cut: boolean): void;
  /** Before the body's end is written: nothing is held back any longer. */
  flush(): void;
}

interface Held {
  readonly chunk: Uint8Array;
  readonly t: number;
}

/** How much is looked at as a whole; what is longer is looked at in parts of that size. */
const MAX_HELD_BYTES = 16 << 20;

/** `path` is the request's: what a field holds depends on it. */
export function recordedBody(
  kind: BytesKind,
  headers: RawHeaders,
  path: string,
  writer: FrameWriter,
): RecordedBody {
  if (isJson(headers)) return recordedJson(kind, path, writer);
  return recordedStream(kind, isArchive(headers), writer);
}

/** JSON is held until a line is complete, since a secret may lie across two chunks; without one it is written as it came. */
function recordedJson(kind: BytesKind, path: string, { scrubber, write, nowUs }: FrameWriter): RecordedBody {
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
  const put = (chunk: Uint8Array) => {
    held.push({ chunk, t: nowUs() });
    length += chunk.length;
    if (chunk.at(-1) === 10 || length > MAX_HELD_BYTES) flush();
  };
  return {
    put,
    putLent(pieces) {
      for (const piece of pieces) put(Uint8Array.from(piece));
    },
    flush,
  };
}

/**
 * Any other bytes are written chunk by chunk; a chunk that ends with what may be a secret's beginning waits for the
 * next. What is replaced keeps its length, so that chunks keep their edges.
 */
export function recordedStream(kind: BytesKind, archive: boolean, writer: FrameWriter): RecordedBody {
  const { scrubber, nowUs, write, writePieces } = writer;
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
  const put = (chunk: Uint8Array) => {
    held.push({ chunk, t: nowUs() });
    const text = textOf(held);
    if (text.length > MAX_HELD_BYTES || !scrubber.mayGoOn(text)) flush(text);
  };
  const isPlain = (piece: Uint8Array) =>
    scrubber.isPlain(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
  const asIs = archive && !scrubber.looksIntoArchives;
  return {
    put(chunk) {
      if (asIs || (held.length === 0 && isPlain(chunk))) write({ kind }, chunk);
      else put(chunk);
    },
    putLent(pieces, cut) {
      if (asIs || (held.length === 0 && pieces.every(isPlain))) return writePieces(kind, pieces, cut);
      for (const piece of pieces) put(Uint8Array.from(piece));
    },
    flush: () => flush(),
  };
}

function textOf(held: readonly Held[]): string {
  return held.map(({ chunk }) => latin1(chunk)).join('');
}

function latin1(chunk: Uint8Array): string {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
}
