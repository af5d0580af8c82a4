import type { Engine } from '../engine.ts';
import { conflict } from '../errors.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';
import { updateHealthMonitor } from './health.ts';
import { requireNotRestarting, requireRunning } from './running.ts';

/** Freezes every process of a running container. */
export function pauseContainer(engine: Engine, ref: string): void {
  const { id, lifecycle } = findContainer(engine, ref);
  const container = engine.state.containers.edit(id);
  requireRunning(container);
  if (lifecycle.status === 'paused') throw conflict(`Container ${id} is already paused`);
  requireNotRestarting(container);
  engine.processes.pause(id);
  if (lifecycle.status === 'running') container.lifecycle = { status: 'paused', pid: lifecycle.pid };
  updateHealthMonitor(engine, id);
  emitContainerEvent(engine, container, 'pause');
}
