import { requireNotRestarting, requireRunning } from '../containers/running.ts';
import type { Engine } from '../engine.ts';
import { conflict, notFound } from '../errors.ts';
import type { Exec } from './exec.ts';

/** By full id only (moby daemon/exec.go, ContainerExecInspect). */
export function findExec(engine: Engine, id: string): Readonly<Exec> {
  const exec = engine.state.execs.get(id);
  if (exec === undefined) throw notFound(`No such exec instance: ${id}`);
  return exec;
}

/** An exec whose container can run it now (moby daemon/exec.go, getExecConfig). */
export function findUsableExec(engine: Engine, id: string): Readonly<Exec> {
  const exec = findExec(engine, id);
  const container = engine.state.containers.get(exec.containerId);
  if (container === undefined) throw notFound(`No such container: ${id}`);
  requireRunning(container);
  if (container.lifecycle.status === 'paused') {
    throw conflict(`Container ${container.id} is paused, unpause the container before exec`);
  }
  requireNotRestarting(container);
  return exec;
}
