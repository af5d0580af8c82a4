import type { Engine } from '../engine.ts';
import { DockerError, systemError } from '../errors.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';
import { launchContainer } from './launch.ts';
import { isRunning } from './running.ts';
import { type StopOptions, stopRunning } from './stop.ts';

/** Stops the container if it runs, and starts it. Not undone halfway when the client goes away. */
export async function restartContainer(engine: Engine, ref: string, options: StopOptions): Promise<void> {
  const container = findContainer(engine, ref);
  try {
    if (isRunning(container)) {
      engine.state.containers.edit(container.id).supervision.manuallyRestarting = true;
      await stopRunning(engine, container.id, options);
    }
    launchContainer(engine, container.id, 'by hand');
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw systemError(`Cannot restart container ${ref}: ${error.message}`);
  }
  emitContainerEvent(engine, container, 'restart');
}
