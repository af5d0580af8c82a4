import type { Engine } from '../engine.ts';
import { notFound } from '../errors.ts';
import type { WindowSize } from '../world/process/system-call.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';
import { requireRunning } from './running.ts';

/** Tells the container's terminal its size. One without a terminal takes it without effect, as runc does. */
export function resizeContainer(engine: Engine, ref: string, size: WindowSize): void {
  const container = findContainer(engine, ref);
  requireRunning(container);
  if (container.lifecycle.status === 'restarting') {
    // containerd's own words: its task is gone, and dockerd did not ask.
    throw notFound(`NotFound: container "${container.id}" in namespace "moby": not found`);
  }
  engine.processes.resize(container.id, size);
  emitContainerEvent(engine, container, 'resize', { height: String(size.rows), width: String(size.columns) });
}
