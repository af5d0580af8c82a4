import type { Container } from '../containers/container.ts';
import { emitContainerEvent } from '../containers/container-event.ts';
import { listenOnce } from '../containers/listen-once.ts';
import { runcExitCode } from '../containers/runc-failure.ts';
import type { Engine } from '../engine.ts';
import { conflict, DockerError, systemError } from '../errors.ts';
import { commandText } from './create.ts';
import { markExecEnded } from './ended.ts';
import { findUsableExec } from './find.ts';
import { hubOf, leaveHub } from './hub-of.ts';
import { type AttachedPeer, pump } from './pump.ts';

type ConsoleSize = readonly [height: number, width: number] | null;

/** Starts an exec that nobody is attached to. What it writes is lost. */
export function startExec(engine: Engine, id: string, consoleSize: ConsoleSize): void {
  findUsableExec(engine, id);
  launchExec(engine, id, consoleSize);
}

/**
 * Starts an exec with a client attached, and serves the client until one of them is done. Errors come when the
 * client was told yes already: they belong into its stream.
 */
export async function attachExec(
  engine: Engine,
  id: string,
  consoleSize: ConsoleSize,
  peer: AttachedPeer,
): Promise<void> {
  const exec = findUsableExec(engine, id);
  const { containerId } = exec;
  const wantsOutput = exec.attachStdout || exec.attachStderr;
  const hub = wantsOutput ? hubOf(engine, containerId, id) : undefined;
  const output = hub?.attach({ stdout: exec.attachStdout, stderr: exec.attachStderr });
  const over = new AbortController();
  const gone = listenOnce(engine, engine.live.execEnded, id, { signal: over.signal });
  try {
    launchExec(engine, id, consoleSize);
    engine.driver.settle();
    const outcome = await pump(engine, peer, {
      output,
      input: exec.attachStdin ? async () => engine.processes.streams(containerId, id) : undefined,
      tty: exec.tty,
      detachKeys: exec.detachKeys,
      closesInput: true,
      gone,
    });
    if (outcome === 'detached') detachExec(engine, id);
  } finally {
    over.abort();
    if (hub !== undefined && output !== undefined) leaveHub(engine, id, hub, output);
  }
}

/** Starts the process of an exec that is known to be usable. */
export function launchExec(engine: Engine, id: string, consoleSize: ConsoleSize): void {
  const exec = engine.state.execs.edit(id);
  const { containerId } = exec;
  if (exec.state.status === 'exited') throw conflict(`exec command ${id} has already run`);
  if (exec.state.status === 'running') throw conflict(`exec command ${id} is already running`);
  const container = engine.state.containers.get(containerId) as Readonly<Container>;
  exec.state = { status: 'running' };
  emitContainerEvent(engine, container, `exec_start: ${commandText(exec)}`, { execID: id });
  const size = consoleSize ?? exec.consoleSize;
  try {
    exec.pid = engine.processes.exec(containerId, id, {
      argv: exec.command,
      env: exec.env,
      cwd: exec.workingDir || '/',
      user: exec.user,
      groups: container.hostConfig.GroupAdd ?? [],
      tty: exec.tty,
      openStdin: exec.attachStdin,
      consoleSize: exec.tty && size !== null ? { rows: size[0], columns: size[1] } : undefined,
    });
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    markExecEnded(engine, id, runcExitCode(error.message) ?? 126);
    throw error;
  } finally {
    engine.live.started.notify(id, 'started');
  }
}

/**
 * The client pressed its detach keys. Docker means to log `exec_detach`, but does not know its own error again
 * once it is wrapped (moby daemon/exec.go, ContainerExecStart): the exec counts as failed, and runs on.
 */
function detachExec(engine: Engine, id: string): never {
  if (engine.state.execs.get(id)?.state.status === 'running') markExecEnded(engine, id, 126);
  throw systemError('exec attach failed: error on attach stdin: read escape sequence');
}
