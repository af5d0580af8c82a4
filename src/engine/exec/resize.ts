import { listenOnce } from '../containers/listen-once.ts';
import type { Engine } from '../engine.ts';
import { invalidParameter, notFound, systemError } from '../errors.ts';
import type { WindowSize } from '../world/process/system-call.ts';
import { findUsableExec } from './find.ts';

/** A client may ask before its own start has arrived (moby daemon/resize.go, ContainerExecResize). */
const START_TIMEOUT_NS = 10_000_000_000n;

/** Tells the terminal of an exec its size, once it is started. No event. */
export async function resizeExec(engine: Engine, id: string, size: WindowSize): Promise<void> {
  if (findUsableExec(engine, id).state.status === 'created') {
    const starting = listenOnce(engine, engine.live.started, id, { timeoutNs: START_TIMEOUT_NS });
    const started = await engine.driver.wait(starting);
    if (started === undefined) throw systemError('timeout waiting for exec session ready');
  }
  const { pid, state, containerId } = engine.state.execs.get(id) ?? { pid: 0 };
  if (pid === 0) throw invalidParameter('exec process is not started');
  if (state?.status !== 'running') throw notFound(`NotFound: process does not exist ${id}: not found`);
  engine.processes.resize(containerId as string, size, id);
}
