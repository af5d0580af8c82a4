import type { Container } from '../containers/container.ts';
import { emitContainerEvent } from '../containers/container-event.ts';
import { findContainer } from '../containers/find.ts';
import { linkEnvironment } from '../containers/link-environment.ts';
import { daemonEnvironment } from '../containers/process-environment.ts';
import { requireNotRestarting, requireRunning } from '../containers/running.ts';
import type { Engine } from '../engine.ts';
import { conflict, DockerError, invalidParameter, systemError } from '../errors.ts';
import { openContainerFiles } from '../world/files/container-files.ts';
import { findUser } from '../world/process/users.ts';
import { parseDetachKeys } from './detach-keys.ts';
import type { Exec } from './exec.ts';

/** The body of POST /containers/{name}/exec: Docker's container.ExecOptions. */
export interface ExecOptions {
  User: string;
  Privileged: boolean;
  Tty: boolean;
  ConsoleSize?: readonly [height: number, width: number] | null;
  AttachStdin: boolean;
  AttachStderr: boolean;
  AttachStdout: boolean;
  DetachKeys: string;
  Env: readonly string[] | null;
  WorkingDir: string;
  /** Not empty. */
  Cmd: readonly string[];
}

/** How long dockerd keeps an exec that has ended, at least (moby daemon/exec.go, execCommandGC). */
const KEPT_NS = 300_000_000_000n;

/** Sets up a process to run in a running container; returns its id. */
export function createExec(engine: Engine, ref: string, options: ExecOptions): string {
  const container = findContainer(engine, ref);
  requireRunning(container);
  if (container.lifecycle.status === 'paused') {
    throw conflict(`Container ${ref} is paused, unpause the container before exec`);
  }
  requireNotRestarting(container);
  if (options.User !== '') refuseUnknownUser(engine, container.id, options.User);
  const detachKeys = options.DetachKeys === '' ? new Uint8Array() : parseDetachKeys(options.DetachKeys);
  // An untyped error in dockerd, hence no 400.
  if (detachKeys === undefined) throw systemError(`Invalid escape keys (${options.DetachKeys}) provided`);
  return addExec(engine, container, options, detachKeys);
}

/** Only a user that was asked for is looked up this early; what it was not found for is then a 400, not a 500. */
function refuseUnknownUser(engine: Engine, containerId: string, user: string): void {
  try {
    findUser(openContainerFiles(engine, containerId), user, []);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw invalidParameter(error.message);
  }
}

/** Registers an exec of a container that is known to run. Health checks come in here too. */
export function addExec(
  engine: Engine,
  container: Readonly<Container>,
  options: ExecOptions,
  detachKeys: Uint8Array,
): string {
  const exec: Exec = {
    id: engine.random.hex('execs', 64),
    containerId: container.id,
    command: options.Cmd,
    env: environmentOf(engine, container, options),
    user: options.User || container.config.User,
    workingDir: options.WorkingDir || container.config.WorkingDir,
    tty: options.Tty,
    privileged: options.Privileged,
    attachStdin: options.AttachStdin,
    attachStdout: options.AttachStdout,
    attachStderr: options.AttachStderr,
    detachKeys,
    consoleSize: options.ConsoleSize ?? null,
    pid: 0,
    state: { status: 'created' },
  };
  forgetOldExecs(engine, container.id);
  engine.state.execs.set(exec.id, exec);
  engine.state.containers.edit(container.id).execIds.push(exec.id);
  emitContainerEvent(engine, container, `exec_create: ${commandText(exec)}`, { execID: exec.id });
  return exec.id;
}

function environmentOf(engine: Engine, container: Readonly<Container>, { Tty, Env }: ExecOptions): string[] {
  const linked = linkEnvironment(engine, container);
  return daemonEnvironment(container, Tty, linked, container.config.Env ?? [], Env ?? []);
}

/** As the events show it: a command without arguments is followed by a space. */
export function commandText({ command }: Readonly<Exec>): string {
  return `${command[0]} ${command.slice(1).join(' ')}`;
}

/** dockerd sweeps every five minutes; here the next exec of the same container does. */
function forgetOldExecs(engine: Engine, containerId: string): void {
  const { containers, execs } = engine.state;
  const before = engine.clock.lastNs() - KEPT_NS;
  const isOld = (execId: string) => {
    const state = execs.get(execId)?.state;
    return state?.status === 'exited' && state.endedAtNs < before;
  };
  const ended = containers.get(containerId)?.supervision.endedExecIds ?? [];
  const old = ended.filter(isOld);
  if (old.length === 0) return;
  for (const execId of old) execs.delete(execId);
  containers.edit(containerId).supervision.endedExecIds = ended.filter(execId => !old.includes(execId));
}
