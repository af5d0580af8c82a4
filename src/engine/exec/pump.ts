import type { Engine } from '../engine.ts';
import type { StandardStreams } from '../world/process/processes.ts';
import { DetachScanner } from './detach-keys.ts';
import type { OutputChunk, OutputClient } from './output-hub.ts';

/** A client's end of an attached connection, whatever carries it. */
export interface AttachedPeer {
  /** Ends at the client's half-close; throws when the connection breaks. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Resolves once the client can take more. */
  output(chunks: readonly OutputChunk[]): Promise<void>;
  /** Aborted when the connection is gone. */
  readonly signal: AbortSignal;
}

export interface Pump {
  /** The process's output; undefined where none was asked for. */
  readonly output: OutputClient | undefined;
  /** Its input; undefined where none is to be sent. Resolves to nothing when the process will not read any more. */
  readonly input: (() => Promise<StandardStreams | undefined>) | undefined;
  readonly tty: boolean;
  readonly detachKeys: Uint8Array;
  /** Whether the end of the client's input is the end of the process's (else the client is let go). */
  readonly closesInput: boolean;
  /** Resolves when the process is gone: ends a client that only sends. */
  readonly gone: Promise<unknown>;
}

/**
 * Carries a client's input to a process and its output back, until one of them has had enough
 * (moby container/stream/attach.go, CopyStreams).
 */
export async function pump(engine: Engine, peer: AttachedPeer, plan: Pump): Promise<'ended' | 'detached'> {
  const { output } = plan;
  let outcome: 'ended' | 'detached' = 'ended';
  const leave = () => output?.end();
  const detach = () => {
    outcome = 'detached';
    leave();
  };
  peer.signal.addEventListener('abort', leave);
  const forget = engine.live.onClose(leave);
  const sending = sendInput(engine, peer, plan, detach).then(stays => {
    if (!stays) leave();
  });
  try {
    if (output !== undefined) await takeOutput(engine, peer, output);
    else if (plan.input !== undefined) await engine.driver.wait(Promise.race([sending, plan.gone]));
  } finally {
    peer.signal.removeEventListener('abort', leave);
    forget();
  }
  return outcome;
}

async function takeOutput(engine: Engine, peer: AttachedPeer, output: OutputClient): Promise<void> {
  for (;;) {
    const chunks = await engine.driver.wait(output.take());
    if (chunks.length === 0 || peer.signal.aborted) return;
    await peer.output(chunks);
  }
}

/** Sends until the client's input ends; true where the process's was closed with it, and its output goes on. */
async function sendInput(
  engine: Engine,
  peer: AttachedPeer,
  { input, tty, detachKeys, closesInput }: Pump,
  detach: () => void,
): Promise<boolean> {
  if (input === undefined) return true;
  const scanner = tty ? new DetachScanner(detachKeys) : undefined;
  try {
    for await (const chunk of peer.input) {
      const { data, detached } = scanner?.scan(chunk) ?? { data: chunk, detached: false };
      const streams = await input();
      // The client does not see any more what the last keys before the sequence did.
      if (detached) detach();
      if (streams === undefined) return false;
      if (data.length > 0) await send(engine, streams, data);
      if (detached) return false;
    }
  } catch {
    // The connection broke: to the process it is the end of its input, as any other.
  }
  if (!closesInput || tty) return false;
  (await input())?.closeInput();
  engine.driver.settle();
  return true;
}

async function send(engine: Engine, streams: StandardStreams, data: Uint8Array): Promise<void> {
  const taken = streams.writeInput(data);
  engine.driver.settle();
  await taken;
}
