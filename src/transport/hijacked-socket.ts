import type { Duplex } from 'node:stream';
import type { HijackedStream } from '../exchange/exchange.ts';
import type { ByteSource } from './http1/byte-source.ts';
import { written } from './http1/outgoing.ts';

/**
 * A connection after its head, in the seam's shape. `skip` bytes of input are dropped first: a body that was
 * announced and that nobody read (docker-modem sends one with every attach; dockerd loses it too).
 */
export function hijackedSocket(socket: Duplex, source: ByteSource, skip = 0): HijackedStream {
  const controller = new AbortController();
  if (socket.destroyed) controller.abort();
  else socket.once('close', () => controller.abort());
  let toSkip = skip;

  async function next(): Promise<Uint8Array | undefined> {
    for (;;) {
      const chunk = await source.read();
      if (chunk === undefined) {
        if (source.broken) throw new Error('the connection broke');
        return undefined;
      }
      const skipped = Math.min(toSkip, chunk.length);
      toSkip -= skipped;
      if (skipped < chunk.length) return chunk.subarray(skipped);
    }
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
    write: chunk => (chunk.length === 0 ? Promise.resolve() : written(socket, chunk)),
    end: () =>
      new Promise(resolve => {
        if (socket.destroyed || socket.writableFinished) return resolve();
        socket.once('close', () => resolve());
        socket.once('finish', () => resolve());
        socket.end();
      }),
    destroy: () => {
      socket.destroy();
    },
    signal: controller.signal,
  };
}
