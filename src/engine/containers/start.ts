import type { Engine } from '../engine.ts';
import { conflict, invalidParameter, notModified } from '../errors.ts';
import { existsOnHost } from '../world/files/container-files.ts';
import type { Container } from './container.ts';
import { findContainer } from './find.ts';
import { launchContainer } from './launch.ts';

/** Starts a container that does not run. Its process runs from the next turn of the driver on. */
export function startContainer(engine: Engine, ref: string): void {
  const container = findContainer(engine, ref);
  const { status } = container.lifecycle;
  if (status === 'paused') throw conflict('cannot start a paused container, try unpause instead');
  if (status === 'running' || status === 'restarting') throw notModified();
  requireBindSources(engine, container);
  launchContainer(engine, container.id, 'by hand');
}

/** The request is validated again at the start (moby daemon/start.go, verifyContainerSettings). */
function requireBindSources(engine: Engine, { mounts }: Readonly<Container>): void {
  for (const { type, source, sourceMustExist } of mounts) {
    if (type !== 'bind' || !sourceMustExist || existsOnHost(engine, source)) continue;
    const problem = `bind source path does not exist: ${source}`;
    throw invalidParameter(`invalid mount config for type "bind": ${problem}`);
  }
}
