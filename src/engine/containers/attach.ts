import type { Engine } from '../engine.ts';
import { conflict, invalidParameter } from '../errors.ts';
import { parseDetachKeys } from '../exec/detach-keys.ts';
import { hubOf, leaveHub } from '../exec/hub-of.ts';
import type { OutputClient } from '../exec/output-hub.ts';
import { type AttachedPeer, pump } from '../exec/pump.ts';
import type { WaitResult } from '../live.ts';
import type { StandardStreams } from '../world/process/processes.ts';
import type { Container, LogEntry } from './container.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';
import { listenOnce } from './listen-once.ts';
import { isRunning } from './running.ts';

export interface AttachRequest {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  /** What was logged so far comes first. */
  readonly logs: boolean;
  /** Stay for what comes. */
  readonly stream: boolean;
  /** Docker's form, `ctrl-p,ctrl-q`; empty for just that. */
  readonly detachKeys: string;
}

/** An accepted attach: what the process writes from now on is kept for it. */
export interface Attachment {
  readonly container: Readonly<Container>;
  /** Serves the client until it, the container or the engine is done; call it once the client was told yes. */
  run(peer: AttachedPeer): Promise<void>;
  /** Gives it up instead. */
  cancel(): void;
}

/**
 * Attaches a client to a container, which need not run yet: its next start serves the client. `signal` is aborted
 * when the client went away before `run`.
 */
export function attachContainer(
  engine: Engine,
  ref: string,
  request: AttachRequest,
  signal: AbortSignal,
): Attachment {
  const keys = request.detachKeys === '' ? new Uint8Array() : parseDetachKeys(request.detachKeys);
  if (keys === undefined) throw invalidParameter(`Invalid detach keys (${request.detachKeys}) provided`);
  const container = findContainer(engine, ref);
  const { status } = container.lifecycle;
  if (status === 'paused') {
    throw conflict(`container ${ref} is paused, unpause the container before attach`);
  }
  if (status === 'restarting') {
    throw conflict(`container ${ref} is restarting, wait until the container is running`);
  }
  const hub = request.stdout || request.stderr ? hubOf(engine, container.id) : undefined;
  const output = hub?.attach(request);
  const leave = () => {
    if (hub !== undefined && output !== undefined) leaveHub(engine, container.id, hub, output);
  };
  signal.addEventListener('abort', leave);
  const logged = request.logs ? [...container.log] : [];
  return {
    container,
    cancel: leave,
    async run(peer) {
      try {
        await serve(engine, container, request, { peer, keys, output, logged });
      } finally {
        leave();
      }
    },
  };
}

interface Service {
  readonly peer: AttachedPeer;
  readonly keys: Uint8Array;
  readonly output: OutputClient | undefined;
  readonly logged: readonly LogEntry[];
}

/** moby daemon/attach.go, containerAttach. */
async function serve(
  engine: Engine,
  { id, config }: Readonly<Container>,
  request: AttachRequest,
  { peer, keys, output, logged }: Service,
): Promise<void> {
  const past = logged.filter(({ stream }) => request[stream]);
  if (past.length > 0) await peer.output(past.map(({ stream, line }) => ({ stream, data: line })));
  emitEvent(engine, id, 'attach');
  if (!request.stream) return;

  const over = new AbortController();
  const gone = untilGone(engine, id, over.signal);
  // One-off input without a terminal: the client stays until the container has stopped.
  const staysToTheEnd = config.StdinOnce && !config.Tty && isRunningNow(engine, id);
  try {
    const outcome = await pump(engine, peer, {
      output,
      input: request.stdin && config.OpenStdin ? () => inputOf(engine, id, peer.signal) : undefined,
      tty: config.Tty,
      detachKeys: keys,
      closesInput: config.StdinOnce,
      gone,
    });
    if (outcome === 'detached') emitEvent(engine, id, 'detach');
    if (staysToTheEnd && !peer.signal.aborted) await engine.driver.wait(gone);
  } finally {
    over.abort();
  }
}

function isRunningNow(engine: Engine, containerId: string): boolean {
  const container = engine.state.containers.get(containerId);
  return container !== undefined && isRunning(container);
}

function emitEvent(engine: Engine, containerId: string, action: string): void {
  const container = engine.state.containers.get(containerId);
  if (container !== undefined) emitContainerEvent(engine, container, action);
}

function untilGone(
  engine: Engine,
  containerId: string,
  signal: AbortSignal,
): Promise<WaitResult | undefined> {
  return listenOnce(engine, engine.live.stopped, containerId, { signal });
}

/** The process's input; before the start, a client's words wait for it. */
async function inputOf(
  engine: Engine,
  containerId: string,
  signal: AbortSignal,
): Promise<StandardStreams | undefined> {
  const container = engine.state.containers.get(containerId);
  if (container !== undefined && !isRunning(container)) {
    await listenOnce(engine, engine.live.started, containerId, { signal }).catch(() => {});
  }
  return engine.processes.streams(containerId);
}
