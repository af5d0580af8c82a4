import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { HeldMemory } from './held-memory.ts';
import { decodeBytes, joinBytes } from './text.ts';

const EMPTY = new Uint8Array(0);

/** All that can be read from a descriptor. */
export function* readAll(fd: number): Sys<Uint8Array> {
  const held = new HeldMemory();
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = yield* sys.read(fd);
    if (chunk.length === 0) break;
    chunks.push(chunk);
    yield* held.add(chunk.length);
  }
  yield* held.release();
  return joinBytes(chunks.length === 0 ? [EMPTY] : chunks);
}

/** A file's whole content. Throws the Errno of open or read. */
export function* readFile(path: string): Sys<Uint8Array> {
  const fd = yield* sys.open(path, { read: true });
  try {
    return yield* readAll(fd);
  } finally {
    yield* sys.close(fd);
  }
}

/** Reads lines of bytes (one character a byte) from a descriptor, as they come. */
export interface LineReader {
  /** The next line with its newline (the last one may lack it); undefined at the end. */
  next(): Sys<string | undefined>;
}

export function lineReader(fd: number, delimiter = '\n'): LineReader {
  const held = new HeldMemory();
  /** Lines that were read and not asked for yet, as one text, and the pieces of the one that is not whole. */
  let buffer = '';
  let at = 0;
  let pieces: string[] = [];
  let isAtEnd = false;
  return {
    *next() {
      for (;;) {
        const end = buffer.indexOf(delimiter, at);
        if (end >= 0) {
          const line = pieces.join('') + buffer.slice(at, end + 1);
          at = end + 1;
          if (pieces.length > 0) {
            pieces = [];
            yield* held.release();
          }
          return line;
        }
        const rest = buffer.slice(at);
        buffer = '';
        at = 0;
        if (isAtEnd) {
          const last = pieces.join('') + rest;
          pieces = [];
          return last === '' ? undefined : last;
        }
        if (rest !== '') {
          pieces.push(rest);
          yield* held.add(rest.length);
        }
        const chunk = yield* sys.read(fd);
        if (chunk.length === 0) isAtEnd = true;
        buffer = decodeBytes(chunk);
      }
    },
  };
}
