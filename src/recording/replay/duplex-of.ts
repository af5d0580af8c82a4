import { Duplex, Readable, Writable } from 'node:stream';
import type { HijackedStream } from '../../exchange/exchange.ts';

/** A taken-over connection as Node's own stream, for Node's HTTP/2. */
export function duplexOf(stream: HijackedStream): Duplex {
  const duplex = Duplex.from({
    readable: Readable.from(stream.input, { objectMode: false }),
    writable: new Writable({
      write(chunk, _encoding, done) {
        stream.write(chunk).then(() => done(), done);
      },
      final(done) {
        stream.end().then(() => done(), done);
      },
    }),
  });
  duplex.on('close', () => stream.destroy());
  // Told by its closing: an error that nobody listens to would end the process.
  duplex.on('error', () => {});
  return duplex;
}
