import type { Engine } from '../engine.ts';
import { notModified, systemError } from '../errors.ts';
import { parseSignal } from '../world/process/parse-signal.ts';
import { SIGNAL_NUMBERS } from '../world/process/signal.ts';
import type { Container } from './container.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';
import { killAndWait, sendSignal, stopSignalOf } from './kill.ts';
import { listenOnce, type Patience } from './listen-once.ts';
import { isRunning } from './running.ts';

export interface StopOptions {
  /** Name or number; the container's own where absent or empty. */
  readonly signal?: string;
  /** Negative: wait for ever. Where absent the container's own, or 10. */
  readonly timeoutSeconds?: number;
}

const DEFAULT_TIMEOUT_SECONDS = 10;
const LAST_SIGNAL = 64;
/** A signal that cannot be sent is not waited for as long (moby daemon/stop.go). */
const UNSENDABLE_TIMEOUT_NS = 2_000_000_000n;

/** Asks the container to stop, and kills it when the timeout is over. The client's going away changes nothing. */
export async function stopContainer(engine: Engine, ref: string, options: StopOptions): Promise<void> {
  const container = findContainer(engine, ref);
  if (!isRunning(container)) throw notModified();
  try {
    await stopRunning(engine, container.id, options);
  } catch (error) {
    // Wrapped into a system error, whatever it was: an unknown signal is a 500 here (moby daemon/stop.go).
    throw systemError(`cannot stop container: ${ref}: ${(error as Error).message}`);
  }
}

/** moby daemon/stop.go, containerStop. Returns at once where the container does not run. */
export async function stopRunning(engine: Engine, containerId: string, options: StopOptions): Promise<void> {
  const { containers } = engine.state;
  const container = containers.get(containerId) as Readonly<Container>;
  if (!isRunning(container)) return;
  const signal = options.signal ? parseSignal(options.signal) : stopSignalOf(container);
  const isSendable = signal > 0 && signal <= LAST_SIGNAL;
  const timeoutNs = isSendable ? timeoutOf(container, options) : UNSENDABLE_TIMEOUT_NS;
  const untilStopped = (patience: Patience) =>
    listenOnce(engine, engine.live.stopped, containerId, {
      ...patience,
      onNotified: () => emitContainerEvent(engine, container, 'stop'),
    });

  if (signal === SIGNAL_NUMBERS.KILL && timeoutNs === 0n) {
    // dockerd has no patience to hear that the first was enough, and kills twice.
    emitContainerEvent(engine, container, 'kill', { signal: String(signal) });
    await Promise.all([untilStopped({}), killAndWait(engine, containerId)]);
    return;
  }
  const stopping = untilStopped(timeoutNs === undefined ? {} : { timeoutNs });
  if (isSendable) sendSignal(engine, containerId, signal);
  if ((await engine.driver.wait(stopping)) !== undefined) return;

  // It may have stopped in the very moment in which the timeout was over: dockerd forgives the failure of its kill.
  const after = containers.get(containerId);
  if (after === undefined || !isRunning(after)) {
    emitContainerEvent(engine, after ?? container, 'stop');
    return;
  }
  const killed = untilStopped({});
  await Promise.all([killed, killAndWait(engine, containerId)]);
}

function timeoutOf(container: Readonly<Container>, options: StopOptions): bigint | undefined {
  const seconds = options.timeoutSeconds ?? container.config.StopTimeout ?? DEFAULT_TIMEOUT_SECONDS;
  return seconds < 0 ? undefined : BigInt(seconds) * 1_000_000_000n;
}
