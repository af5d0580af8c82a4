import type { Engine } from '../engine.ts';
import { invalidParameter, systemError } from '../errors.ts';
import { isKnownSignal, parseSignal } from '../world/process/parse-signal.ts';
import { SIGNAL_NUMBERS, type Signal } from '../world/process/signal.ts';
import type { Container } from './container.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';
import { updateHealthMonitor } from './health.ts';
import { listenOnce } from './listen-once.ts';
import { cancelRestart } from './restart-policy.ts';
import { requireRunning } from './running.ts';

/** How long Docker waits for a killed container to be gone (moby daemon/kill.go, Kill). */
const KILL_TIMEOUT_NS = 12_000_000_000n;

/** Sends a signal; with SIGKILL (or none) it waits until the container has stopped. */
export async function killContainer(engine: Engine, ref: string, signalText: string): Promise<void> {
  let signal: Signal = SIGNAL_NUMBERS.KILL;
  if (signalText !== '') {
    signal = parseSignal(signalText);
    if (!isKnownSignal(signal)) {
      throw invalidParameter(`the linux daemon does not support signal ${signal}`);
    }
  }
  const container = findContainer(engine, ref);
  if (signal === SIGNAL_NUMBERS.KILL) await killAndWait(engine, container.id);
  else sendSignal(engine, container.id, signal);
}

/** SIGKILL, and the wait for the end: what remove and stop do too (moby daemon/kill.go, Kill). */
export async function killAndWait(engine: Engine, containerId: string): Promise<void> {
  requireRunning(engine.state.containers.get(containerId) as Readonly<Container>);
  const stopping = listenOnce(engine, engine.live.stopped, containerId, { timeoutNs: KILL_TIMEOUT_NS });
  sendSignal(engine, containerId, SIGNAL_NUMBERS.KILL);
  const result = await engine.driver.wait(stopping);
  if (result === undefined) throw systemError('tried to kill container, but did not receive an exit event');
}

/** moby daemon/kill.go, killWithSignal: what a signal from outside means to pauses and restarts. */
export function sendSignal(engine: Engine, containerId: string, signal: Signal): void {
  const { containers } = engine.state;
  requireRunning(containers.get(containerId) as Readonly<Container>);
  const container = containers.edit(containerId);
  const wasPaused = container.lifecycle.status === 'paused';
  const isFinal = meansStop(container, signal);
  container.hasBeenManuallyStopped = true;
  if (isFinal) container.supervision.restarts.canceled = true;
  if (container.lifecycle.status === 'restarting') {
    if (isFinal) cancelRestart(engine, containerId);
    return;
  }
  emitContainerEvent(engine, container, 'kill', { signal: String(signal) });
  engine.processes.signal(containerId, signal);
  if (isFinal && wasPaused) resume(engine, containerId);
}

/** Docker takes a signal for a stop if it is the container's stop signal, or if it declares none. */
function meansStop(container: Readonly<Container>, signal: Signal): boolean {
  const declared = container.config.StopSignal;
  if (!declared || signal === SIGNAL_NUMBERS.KILL) return true;
  return parseSignal(declared) === signal;
}

/** A frozen container has to be thawed to take it; SIGKILL may have ended it by now. */
function resume(engine: Engine, containerId: string): void {
  const container = engine.state.containers.get(containerId);
  if (container?.lifecycle.status !== 'paused') return;
  engine.processes.unpause(containerId);
  engine.state.containers.edit(containerId).lifecycle = { status: 'running', pid: container.lifecycle.pid };
  updateHealthMonitor(engine, containerId);
  emitContainerEvent(engine, container, 'unpause');
}

/** The signal `docker stop` sends, where it can be read (moby container/container.go, StopSignal). */
export function stopSignalOf(container: Readonly<Container>): Signal {
  const declared = container.config.StopSignal;
  if (!declared) return SIGNAL_NUMBERS.TERM;
  try {
    const signal = parseSignal(declared);
    return signal > 0 ? signal : SIGNAL_NUMBERS.TERM;
  } catch {
    return SIGNAL_NUMBERS.TERM;
  }
}
