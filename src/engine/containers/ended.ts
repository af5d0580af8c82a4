import type { Engine } from '../engine.ts';
import { releaseEndpoints } from '../networks/endpoints.ts';
import { unmountVolumes } from '../volumes/mount-volumes.ts';
import { releaseContainerFiles } from '../world/files/container-files.ts';
import type { ProcessEnd } from '../world/process/processes.ts';
import { removeEnded } from './auto-remove.ts';
import type { Container } from './container.ts';
import { emitContainerEvent } from './container-event.ts';
import { stopHealthMonitor } from './health.ts';
import { closeLog } from './log-writer.ts';
import { scheduleRestart, shouldRestart } from './restart-policy.ts';
import { isRunning } from './running.ts';

/** A container's first process has ended (moby daemon/monitor.go, handleContainerExit). */
export function containerEnded(
  engine: Engine,
  containerId: string,
  { exitCode, oomKilled }: ProcessEnd,
): void {
  const { containers } = engine.state;
  const before = containers.get(containerId);
  if (before === undefined || !isRunning(before)) return;
  const container = containers.edit(containerId);
  if (oomKilled) {
    container.oomKilled = true;
    emitContainerEvent(engine, container, 'oom');
  }
  stopHealthMonitor(engine, containerId);
  closeLog(engine, container);
  engine.live.outputs.get(containerId)?.end();
  engine.live.outputs.delete(containerId);

  const endedAtNs = engine.clock.nowNs();
  const ranForNs = endedAtNs - (container.startedAtNs ?? endedAtNs);
  const restart = shouldRestart(container, exitCode, ranForNs);
  forgetExecs(engine, container);
  releaseEndpoints(engine, containerId);
  unmountVolumes(engine, container);
  releaseContainerFiles(engine, containerId);
  if (restart) container.restartCount += 1;
  container.finishedAtNs = endedAtNs;
  container.lifecycle = { status: restart ? 'restarting' : 'exited', exitCode };
  engine.live.stopped.notify(containerId, { exitCode, error: container.error });
  emitContainerEvent(engine, container, 'die', {
    exitCode: String(exitCode),
    execDuration: String(ranForNs / 1_000_000_000n),
  });
  if (restart) scheduleRestart(engine, containerId);
  else if (!container.supervision.manuallyRestarting) removeEnded(engine, containerId);
}

/** Execs that were still known to the container are gone with it: their ids are not found any more. */
function forgetExecs(engine: Engine, container: Container): void {
  for (const execId of container.execIds) engine.state.execs.delete(execId);
  container.execIds = [];
}
