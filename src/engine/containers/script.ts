import type { Engine } from '../engine.ts';
import { SIGNAL_NUMBERS, type SignalName } from '../world/process/signal.ts';
import type { Container, Health } from './container.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';
import { requireRunning } from './running.ts';

/**
 * A container as a test moves it. What a verb does happens at once, with Docker's events, restarts and clean-up; each
 * throws Docker's sentence where the container does not run.
 */
export interface ScriptedContainer {
  readonly id: string;
  /** Its main process ends with this code, whatever it was doing. */
  exit(code: number): void;
  /** Its main process is ended by a signal: `SIGSEGV`, unless another is named. The exit code is 128 and its number. */
  crash(signal?: SignalName | `SIG${SignalName}`): void;
  /** The kernel kills it for want of memory: exit code 137, State.OOMKilled and an `oom` event. */
  oomKill(): void;
  /** From now until it ends its main process takes no signal but SIGKILL: `docker stop` has to wait and kill. */
  hangOnStop(): void;
  /** Its health, with the event. Health checks go on and have no say any more. */
  health(status: Health['status']): void;
  /** Something its main process might have written: in its log, and to who is attached. */
  log(text: string, stream?: 'stdout' | 'stderr'): void;
}

export function scriptContainer(engine: Engine, ref: string): ScriptedContainer {
  const { id } = findContainer(engine, ref);
  const running = (change: () => void) => {
    requireRunning(findContainer(engine, id));
    change();
    engine.driver.settle();
  };
  return {
    id,
    exit: code => running(() => engine.processes.end(id, { exitCode: code & 0xff })),
    crash: (signal = 'SIGSEGV') => {
      const number = SIGNAL_NUMBERS[signal.replace(/^SIG/, '') as SignalName];
      if (number === undefined) throw new Error(`there is no signal ${signal}: name one as SIGSEGV`);
      running(() => engine.processes.end(id, { signal: number }));
    },
    oomKill: () => running(() => engine.processes.end(id, { signal: SIGNAL_NUMBERS.KILL }, 'oom')),
    hangOnStop: () => running(() => engine.processes.hang(id)),
    health: status => running(() => holdHealth(engine, engine.state.containers.edit(id), status)),
    log: (text, stream = 'stdout') =>
      running(() => {
        engine.processOutput({ kind: 'container', containerId: id }, stream, new TextEncoder().encode(text));
      }),
  };
}

function holdHealth(engine: Engine, container: Container, status: Health['status']): void {
  const { health } = container;
  if (health === undefined) {
    throw new Error(
      `container ${container.name} has no health check, so Docker would show no health: give it or its image one`,
    );
  }
  const before = health.status;
  container.health = { ...health, status, failingStreak: status === 'unhealthy' ? 3 : 0, held: true };
  if (before !== status) emitContainerEvent(engine, container, `health_status: ${status}`);
}
