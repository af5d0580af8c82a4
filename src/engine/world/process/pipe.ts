import type { Pipe } from './machine.ts';

/** What a pipe holds (pipe(7)). */
export const PIPE_CAPACITY = 65_536;

/** Writes up to this length are not split. */
export const PIPE_BUF = 4096;

const EMPTY = new Uint8Array(0);

export function newPipe(readers: number, writers: number): Pipe {
  return { chunks: [], bytes: 0, readers, writers, waiters: [] };
}

/** At most `max` bytes, from as many writes as there are; undefined where there are none. */
export function takeFrom(pipe: Pipe, max: number): Uint8Array | undefined {
  if (pipe.bytes === 0) return undefined;
  const first = pipe.chunks[0] as Uint8Array;
  if (first.length > max) {
    pipe.chunks[0] = first.subarray(max);
    pipe.bytes -= max;
    return first.subarray(0, max);
  }
  let count = 1;
  let length = first.length;
  for (; count < pipe.chunks.length; count += 1) {
    const next = (pipe.chunks[count] as Uint8Array).length;
    if (length + next > max) break;
    length += next;
  }
  pipe.bytes -= length;
  const taken = pipe.chunks.splice(0, count);
  return taken.length === 1 ? first : joined(taken, length);
}

/** Puts in what fits of `data` from `from` on. Returns how much that was. */
export function putInto(pipe: Pipe, data: Uint8Array, from: number): number {
  const left = data.length - from;
  const room = PIPE_CAPACITY - pipe.bytes;
  if (room <= 0 || (data.length <= PIPE_BUF && room < left)) return 0;
  const length = Math.min(left, room);
  append(pipe, length === data.length ? data : data.subarray(from, from + length));
  return length;
}

/** Without regard to the capacity: for the host's writes. */
export function append(pipe: Pipe, data: Uint8Array): void {
  if (data.length === 0) return;
  pipe.chunks.push(data);
  pipe.bytes += data.length;
}

export function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 0) return EMPTY;
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
