import type { Engine } from '../engine.ts';
import { systemError } from '../errors.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';
import { updateHealthMonitor } from './health.ts';

/** Thaws a paused container. */
export function unpauseContainer(engine: Engine, ref: string): void {
  const { id, lifecycle } = findContainer(engine, ref);
  // An untyped error in moby daemon/unpause.go, hence not a conflict.
  if (lifecycle.status !== 'paused') throw systemError(`Container ${id} is not paused`);
  const container = engine.state.containers.edit(id);
  engine.processes.unpause(id);
  container.lifecycle = { status: 'running', pid: lifecycle.pid };
  updateHealthMonitor(engine, id);
  emitContainerEvent(engine, container, 'unpause');
}
