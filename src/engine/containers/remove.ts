import type { Engine } from '../engine.ts';
import { conflict, DockerError } from '../errors.ts';
import type { Container } from './container.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';
import { isRunning } from './state-view.ts';

export interface RemoveRequest {
  /** Kills it first where it runs. */
  readonly force?: boolean;
  /** Its anonymous volumes too. */
  readonly volumes?: boolean;
}

/** DELETE /containers/{id} (moby daemon/delete.go). */
export async function removeContainer(
  engine: Engine,
  ref: string,
  request: RemoveRequest = {},
): Promise<void> {
  const container = findContainer(engine, ref);
  try {
    refuseWhileRunning(container, request);
    discardContainer(engine, container);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new DockerError(error.kind, `cannot remove container "${ref}": ${error.message}`);
  }
}

function refuseWhileRunning(container: Readonly<Container>, { force = false }: RemoveRequest): void {
  const { status } = container.lifecycle;
  if (force || !isRunning(container)) return;
  if (status === 'paused') throw conflict('container is paused and must be unpaused first');
  throw conflict(`container is ${status}: stop the container before removing or force remove`);
}

/** Takes a container that does not run any more out of the state: the last step of remove and of `--rm`. */
export function discardContainer(engine: Engine, container: Readonly<Container>): void {
  const { containers, containerIds, containerNames, execs } = engine.state;
  for (const execId of container.execIds) execs.delete(execId);
  containers.delete(container.id);
  containerIds.delete(container.id);
  containerNames.delete(container.name);
  emitContainerEvent(engine, container, 'destroy');
}
