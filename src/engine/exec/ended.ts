import { emitContainerEvent } from '../containers/container-event.ts';
import { probeEnded } from '../containers/health.ts';
import type { Engine } from '../engine.ts';
import type { ProcessEnd } from '../world/process/processes.ts';

/**
 * The process of an exec has ended (moby daemon/monitor.go, EventExit). One whose attached terminal was detached
 * counts as failed since then, and Docker reports its real end as 127.
 */
export function execEnded(engine: Engine, execId: string, end: ProcessEnd): void {
  const exec = engine.state.execs.get(execId);
  if (exec === undefined) return;
  const isKnown = exec.state.status === 'running';
  if (isKnown) markExecEnded(engine, execId, end.exitCode);
  engine.live.outputs.get(execId)?.end();
  engine.live.outputs.delete(execId);
  const container = engine.state.containers.get(exec.containerId);
  if (container === undefined) return;
  const exitCode = isKnown ? end.exitCode : 127;
  emitContainerEvent(engine, container, 'exec_die', { execID: execId, exitCode: String(exitCode) });
  probeEnded(engine, container.id, execId, exitCode);
  engine.live.execEnded.notify(execId, 'ended');
}

/** Takes the exec out of its container's `ExecIDs`, and keeps it for inspect. */
export function markExecEnded(engine: Engine, execId: string, exitCode: number): void {
  const exec = engine.state.execs.edit(execId);
  exec.state = { status: 'exited', exitCode, endedAtNs: engine.clock.nowNs() };
  if (!engine.state.containers.has(exec.containerId)) return;
  const container = engine.state.containers.edit(exec.containerId);
  container.execIds = container.execIds.filter(id => id !== execId);
  container.supervision.endedExecIds.push(execId);
}
