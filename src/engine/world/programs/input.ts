import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { decodeBytes, joinBytes } from './text.ts';

/** All that can be read from a descriptor. */
export function* readAll(fd: number): Sys<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = yield* sys.read(fd);
    if (chunk.length === 0) return joinBytes(chunks.length === 0 ? [chunk] : chunks);
    chunks.push(chunk);
  }
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
  let buffer = '';
  let at = 0;
  let isAtEnd = false;
  return {
    *next() {
      for (;;) {
        const end = buffer.indexOf(delimiter, at);
        if (end >= 0) {
          const line = buffer.slice(at, end + 1);
          at = end + 1;
          return line;
        }
        if (isAtEnd) {
          const rest = buffer.slice(at);
          buffer = '';
          at = 0;
          return rest === '' ? undefined : rest;
        }
        const chunk = yield* sys.read(fd);
        if (chunk.length === 0) isAtEnd = true;
        buffer = buffer.slice(at) + decodeBytes(chunk);
        at = 0;
      }
    },
  };
}
