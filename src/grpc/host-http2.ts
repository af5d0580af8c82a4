import { NotSimulatedError } from '../engine/errors.ts';
import type { HijackedStream } from '../exchange/exchange.ts';

type Http2 = typeof import('node:http2');
type Streams = typeof import('node:stream');
type Duplex = import('node:stream').Duplex;

/** HTTP/2 as the host has it: looked up when it is asked for, since a browser has none. */
export function hostHttp2(): Http2 {
  return builtin('node:http2') as Http2;
}

function builtin(name: string): unknown {
  const found = globalThis.process?.getBuiltinModule?.(name);
  if (found === undefined)
    throw new NotSimulatedError('BuildKit where there is no node:http2: set DOCKER_BUILDKIT=0');
  return found;
}

/** A taken-over connection as Node's own stream, with backpressure both ways. */
export function duplexOf(stream: HijackedStream): Duplex {
  const { Duplex } = builtin('node:stream') as Streams;
  const input = stream.input[Symbol.asyncIterator]();
  const duplex = new Duplex({
    read() {
      nextChunk(input).then(
        chunk => duplex.push(chunk),
        error => duplex.destroy(error as Error),
      );
    },
    write(chunk, _encoding, done) {
      stream.write(chunk).then(() => done(), done);
    },
    final(done) {
      stream.end().then(() => done(), done);
    },
    destroy(error, done) {
      stream.destroy();
      done(error);
    },
  });
  // Told by its closing: an error that nobody listens to would end the process.
  duplex.on('error', () => {});
  return duplex;
}

/** null at the end; an empty chunk would stop Node's stream. */
async function nextChunk(input: AsyncIterator<Uint8Array>): Promise<Uint8Array | null> {
  for (;;) {
    const { value, done } = await input.next();
    if (done) return null;
    if (value.length > 0) return value;
  }
}
