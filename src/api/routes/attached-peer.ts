import type { OutputChunk } from '../../engine/exec/output-hub.ts';
import type { AttachedPeer } from '../../engine/exec/pump.ts';
import type { HijackedStream } from '../../exchange/exchange.ts';
import { concatBytes } from '../../support/concat-bytes.ts';
import { stdFrame } from '../wire/stdcopy.ts';

/** A taken-over connection as the engine sees it; `framed` puts each piece of output into a stdcopy frame. */
export function attachedPeer(stream: HijackedStream, framed: boolean): AttachedPeer {
  const encode = ({ stream: name, data }: OutputChunk) => (framed ? stdFrame(name, data) : data);
  return {
    input: stream.input,
    signal: stream.signal,
    output: chunks => stream.write(concatBytes(chunks.map(encode))),
  };
}

/** Serves a client, and closes its connection afterwards, whatever happened to it. */
export async function serveAttached(stream: HijackedStream, serve: () => Promise<void>): Promise<void> {
  try {
    await serve();
    await stream.end();
  } catch {
    // The peer went away while it was written to: nobody is left to be told.
  }
  stream.destroy();
}
