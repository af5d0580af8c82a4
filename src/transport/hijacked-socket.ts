import type { Duplex } from 'node:stream';
import type { HijackedStream } from '../exchange/exchange.ts';
import type { ByteSource } from './http1/byte-source.ts';
import { lent, written } from './http1/outgoing.ts';
import { MemorySocket } from './memory-socket.ts';

/**
 * A connection after its head, in the seam's shape. `beforeInput` may take what does not belong to the stream; nothing
 * is written before `quiet` is over.
 */
export function hijackedSocket(
  socket: Duplex,
  source: ByteSource,
  beforeInput?: () => Promise<unknown>,
  quiet?: Promise<void>,
): HijackedStream {
  const controller = new AbortController();
  if (socket.destroyed) controller.abort();
  else socket.once('close', () => controller.abort());
  let prepared = beforeInput === undefined;
  let silence = quiet;
  quiet?.then(() => {
    silence = undefined;
  });

  async function next(): Promise<Uint8Array | undefined> {
    if (!prepared) await beforeInput?.();
    prepared = true;
    const chunk = await source.read();
    if (chunk === undefined && source.broken) throw new Error('the connection broke');
    return chunk;
  }

  return {
    // Not a generator: leaving the loop must not end the connection.
    input: {
      [Symbol.asyncIterator]: () => ({
        async next() {
          const value = await next();
          return value === undefined ? { done: true, value } : { done: false, value };
        },
      }),
    },
    write: async chunk => {
      if (silence !== undefined) await silence;
      if (chunk.length > 0) await written(socket, chunk);
    },
    ...(!(socket instanceof MemorySocket) && {
      lend: (chunk: Uint8Array) =>
        silence === undefined ? lent(socket, chunk) : silence.then(() => lent(socket, chunk)),
    }),
    end: async () => {
      if (silence !== undefined) await silence;
      return new Promise(resolve => {
        if (socket.destroyed || socket.writableFinished) return resolve();
        socket.once('close', () => resolve());
        socket.once('finish', () => resolve());
        socket.end();
      });
    },
    destroy: () => {
      socket.destroy();
    },
    signal: controller.signal,
  };
}
