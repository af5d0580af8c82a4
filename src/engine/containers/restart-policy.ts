import type { Engine } from '../engine.ts';
import { removeEnded } from './auto-remove.ts';
import type { Container } from './container.ts';
import { launchContainer } from './launch.ts';
import { exitCodeOf } from './running.ts';
import { newRestarts } from './supervision.ts';

// moby restartmanager/restartmanager.go
const FIRST_BACKOFF_NS = 100_000_000n;
const LONGEST_BACKOFF_NS = 60_000_000_000n;
const RESET_AFTER_NS = 10_000_000_000n;

/** The kind of timer that a pending restart is; its key is the container's id. */
const RESTART_TIMER = 'container restart';

/** Forgets earlier restarts: what a start by hand does first. */
export function resetRestarts(container: Container): void {
  container.supervision.restarts = newRestarts();
  container.restartCount = 0;
}

/** Whether a container that ended is to start again; moves its back-off on. */
export function shouldRestart(container: Container, exitCode: number, ranForNs: bigint): boolean {
  const policy = container.hostConfig.RestartPolicy;
  const { restarts } = container.supervision;
  if (policy.Name === '' || policy.Name === 'no' || restarts.canceled) return false;
  if (ranForNs >= RESET_AFTER_NS) restarts.backoffNs = 0n;
  restarts.backoffNs = restarts.backoffNs === 0n ? FIRST_BACKOFF_NS : restarts.backoffNs * 2n;
  if (restarts.backoffNs > LONGEST_BACKOFF_NS) restarts.backoffNs = LONGEST_BACKOFF_NS;
  if (policy.Name === 'always') return true;
  if (policy.Name === 'unless-stopped') return !container.hasBeenManuallyStopped;
  const most = policy.MaximumRetryCount;
  return policy.Name === 'on-failure' && exitCode !== 0 && (most === 0 || container.restartCount < most);
}

/** Starts the container again once its back-off is over. */
export function scheduleRestart(engine: Engine, containerId: string): void {
  const { restarts } = engine.state.containers.edit(containerId).supervision;
  restarts.timerId = engine.clock.schedule(RESTART_TIMER, containerId, restarts.backoffNs);
}

/** Ends the wait for a restart: the container has exited for good (moby daemon/monitor.go, ErrRestartCanceled). */
export function cancelRestart(engine: Engine, containerId: string): void {
  const container = engine.state.containers.edit(containerId);
  const { restarts } = container.supervision;
  if (restarts.timerId !== undefined) engine.clock.cancel(restarts.timerId);
  restarts.timerId = undefined;
  giveUpRestart(engine, container);
}

function giveUpRestart(engine: Engine, container: Container): void {
  const exitCode = exitCodeOf(container);
  container.lifecycle = { status: 'exited', exitCode };
  engine.live.stopped.notify(container.id, { exitCode, error: container.error });
  removeEnded(engine, container.id);
}

export function connectRestarts(engine: Engine): void {
  engine.clock.handle(RESTART_TIMER, containerId => {
    const container = engine.state.containers.edit(containerId);
    container.supervision.restarts.timerId = undefined;
    try {
      launchContainer(engine, containerId, 'by policy');
    } catch {
      // Its error stands in State.Error by now, and nobody is there to take it.
      if (engine.state.containers.has(containerId))
        giveUpRestart(engine, engine.state.containers.edit(containerId));
    }
  });
}
