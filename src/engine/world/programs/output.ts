import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { encodeBytes, encodeText, joinBytes } from './text.ts';

/** A buffered output stream, as C's stdio is: flushed when full and by `flush`. */
export interface Output {
  /** Text, written as UTF-8. */
  text(text: string): Sys<void>;
  /** Bytes, one a character. */
  bytes(text: string): Sys<void>;
  flush(): Sys<void>;
}

const FULL = 4096;

export function bufferedOutput(fd = 1): Output {
  let chunks: Uint8Array[] = [];
  let size = 0;
  function* flush(): Sys<void> {
    if (size === 0) return;
    const data = joinBytes(chunks);
    chunks = [];
    size = 0;
    yield* sys.write(fd, data);
  }
  function* add(chunk: Uint8Array): Sys<void> {
    if (chunk.length === 0) return;
    chunks.push(chunk);
    size += chunk.length;
    if (size >= FULL) yield* flush();
  }
  return { text: text => add(encodeText(text)), bytes: text => add(encodeBytes(text)), flush };
}

/** Writes a line to stderr. */
export function* complain(message: string): Sys<void> {
  yield* sys.write(2, encodeText(`${message}\n`));
}
