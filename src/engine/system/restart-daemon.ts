import { AppendLog } from '../../support/append-log.ts';
import type { Container } from '../containers/container.ts';
import { launchContainer } from '../containers/launch.ts';
import { shouldRestart } from '../containers/restart-policy.ts';
import { isRunning } from '../containers/running.ts';
import { stopRunning } from '../containers/stop.ts';
import { newRestarts } from '../containers/supervision.ts';
import { unpauseContainer } from '../containers/unpause.ts';
import type { Engine } from '../engine.ts';
import { DockerError } from '../errors.ts';

export interface RestartDaemonOptions {
  /** dockerd's --live-restore: containers go on while it is away. Default false. */
  readonly liveRestore?: boolean;
}

/**
 * The daemon ends and starts again. Seen of a dockerd 28.5.2 that was sent SIGTERM: containers are stopped, each within
 * its own timeout, the paused ones too; at the start those run again whose restart policy says so, even one that was
 * stopped by hand where it says `always`; past events are forgotten, and every client has to come back.
 */
export async function restartDaemon(
  engine: Engine,
  { liveRestore = false }: RestartDaemonOptions = {},
): Promise<void> {
  if (!liveRestore) {
    const running = [...engine.state.containers.values()].filter(isRunning);
    await Promise.all(running.map(({ id }) => shutDown(engine, id)));
  }
  engine.restore({ ...engine.snapshot(), events: new AppendLog() });
  if (!liveRestore) startAgain(engine);
  engine.driver.settle();
}

async function shutDown(engine: Engine, id: string): Promise<void> {
  const { hasBeenManuallyStopped, lifecycle } = engine.state.containers.get(id) as Container;
  if (lifecycle.status === 'paused') unpauseContainer(engine, id);
  await stopRunning(engine, id, {});
  // It is not the user who stopped it. With --rm it is gone by now.
  if (engine.state.containers.has(id)) {
    engine.state.containers.edit(id).hasBeenManuallyStopped = hasBeenManuallyStopped;
  }
}

function startAgain(engine: Engine): void {
  for (const id of [...engine.state.containers.keys()]) {
    const container = engine.state.containers.edit(id);
    const { lifecycle } = container;
    if (lifecycle.status !== 'exited') continue;
    container.supervision.restarts = newRestarts();
    if (!shouldRestart(container, lifecycle.exitCode, 0n)) continue;
    try {
      launchContainer(engine, id, 'by hand');
    } catch (error) {
      if (!(error instanceof DockerError)) throw error; // it stands in State.Error
    }
  }
}
