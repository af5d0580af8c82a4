import type { Engine } from '../engine.ts';
import { conflict, notModified } from '../errors.ts';
import { findContainer } from './find.ts';
import { launchContainer } from './launch.ts';

/** Starts a container that does not run. Its process runs from the next turn of the driver on. */
export function startContainer(engine: Engine, ref: string): void {
  const container = findContainer(engine, ref);
  const { status } = container.lifecycle;
  if (status === 'paused') throw conflict('cannot start a paused container, try unpause instead');
  if (status === 'running' || status === 'restarting') throw notModified();
  launchContainer(engine, container.id, 'by hand');
}
