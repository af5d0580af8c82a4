import type { Engine } from '../engine.ts';
import { conflict, DockerError, systemError } from '../errors.ts';
import { releaseStack } from '../images/store.ts';
import { releaseVolumes } from '../volumes/hold-volumes.ts';
import type { Container } from './container.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';
import { killAndWait } from './kill.ts';
import { exitCodeOf, isRunning } from './running.ts';

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
  const { containers } = engine.state;
  const { id, supervision } = findContainer(engine, ref);
  if (supervision.removalInProgress) throw conflict(`removal of container ${ref} is already in progress`);
  // Until it is gone: nobody may start it, or begin another removal, while the kill is waited for.
  const container = containers.edit(id);
  container.supervision.removalInProgress = true;
  try {
    refuseWhileRunning(container, request);
    if (isRunning(container)) await killAndWait(engine, id);
    discardContainer(engine, containers.get(id) as Readonly<Container>, request.volumes);
  } catch (error) {
    if (containers.has(id)) containers.edit(id).supervision.removalInProgress = false;
    if (!(error instanceof DockerError)) throw error;
    throw new DockerError(error.kind, `cannot remove container "${ref}": ${error.message}`);
  }
}

/** DELETE /containers/{parent}/{alias}?link=1: the container stays, under its other names. Untyped errors in moby. */
export function removeLink(engine: Engine, ref: string): void {
  const { containers, containerNames } = engine.state;
  const child = findContainer(engine, ref);
  const fullName = ref.replace(/^\//, '');
  const slash = fullName.lastIndexOf('/');
  if (slash < 0) throw systemError('Conflict, cannot remove the default link name of the container');
  const parentId = containerNames.get(fullName.slice(0, slash))?.id;
  if (parentId === undefined) {
    throw systemError(`Cannot get parent /${fullName.slice(0, slash)} for link name /${fullName}`);
  }
  containerNames.delete(fullName);
  containers.edit(parentId).links.delete(fullName.slice(slash + 1));
  const { linkNames } = child;
  containers.edit(child.id).linkNames = linkNames.filter(name => name !== fullName);
}

function refuseWhileRunning(container: Readonly<Container>, { force = false }: RemoveRequest): void {
  const { status } = container.lifecycle;
  if (force || !isRunning(container)) return;
  if (status === 'paused') throw conflict('container is paused and must be unpaused first');
  throw conflict(`container is ${status}: stop the container before removing or force remove`);
}

/**
 * Takes a container that does not run any more out of the state: the last step of remove and of `--rm`. With
 * `volumes`, the anonymous ones go with it.
 */
export function discardContainer(engine: Engine, container: Readonly<Container>, volumes = false): void {
  const { containers, containerIds, containerNames, execs } = engine.state;
  for (const execId of [...container.execIds, ...container.supervision.endedExecIds]) execs.delete(execId);
  releaseVolumes(engine, container, volumes);
  containers.delete(container.id);
  engine.state.started.delete(container.id);
  containerIds.delete(container.id);
  containerNames.delete(container.name);
  if (!engine.state.images.images.has(container.imageId)) releaseStack(engine, container.topLayer);
  forgetLinks(engine, container);
  emitContainerEvent(engine, container, 'destroy');
  const last = { exitCode: exitCodeOf(container), error: '' };
  engine.live.removed.notify(container.id, last);
  engine.live.stopped.notify(container.id, last);
  engine.live.logged.notify(container.id, 'closed');
  engine.live.outputs.get(container.id)?.end();
  engine.live.outputs.delete(container.id);
}

/** The names that it gave to others, and those that others gave to it. */
function forgetLinks(engine: Engine, container: Readonly<Container>): void {
  const { containers, containerNames } = engine.state;
  for (const name of container.linkNames) containerNames.delete(name);
  for (const [alias, { id: childId }] of container.links) {
    const fullName = `${container.name}/${alias}`;
    containerNames.delete(fullName);
    if (!containers.has(childId)) continue;
    const child = containers.edit(childId);
    child.linkNames = child.linkNames.filter(name => name !== fullName);
  }
}
