import type { Table } from '../../../support/table.ts';
import type { Clock } from '../clock.ts';
import type { FileSystemView } from '../files/file-system-view.ts';
import type { Random } from '../random.ts';
import type { KernelState, Machine, Process, Waiter } from './machine.ts';
import type { NetworkWorld } from './network-world.ts';
import type { ProcessEvents } from './processes.ts';
import type { ProgramTable } from './program-table.ts';
import type { PlainData, SystemCall, SystemCallResults } from './system-call.ts';

/** What the kernel needs of the engine it belongs to. An Engine is one. */
export interface KernelHost extends ProcessEvents {
  readonly state: { readonly machines: Table<Machine>; readonly kernel: KernelState };
  readonly clock: Clock;
  readonly random: Random;
  noteUnsimulated(feature: string): void;
}

/** What the kernel is made with: the parts of the world that others keep. */
export interface KernelWorld {
  readonly programs: ProgramTable;
  /** A running container's files. Asked for once in each engine and copy. */
  readonly files: (containerId: string) => FileSystemView;
  readonly network: NetworkWorld;
}

/** The kernel as its system calls see it. */
export interface KernelCore {
  readonly host: KernelHost;
  readonly world: KernelWorld;
  /** The machine for writing. */
  machine(id: string): Machine | undefined;
  files(machine: Machine): FileSystemView;
  /** Puts a process in line for its next turn. */
  makeReady(machine: Machine, process: Process): void;
  /** Lets all who wait try again. */
  wake(waiters: Waiter[]): void;
  /** Takes steps off this run: a flood of output that has to be logged and sent on may not stall the host. */
  spend(steps: number): void;
  /** Whether such spending has used up this run. */
  readonly isSpent: boolean;
  /** The host's promises about a task's input are looked at again. */
  inputTaken(machine: Machine, taskKey: string): void;
  /** The process's program is begun at its next turn: exec. */
  beginAnew(machine: Machine, process: Process): void;
  /** From here on a copy of the process begins its program with `start`. */
  cutRecord(process: Process, start: PlainData): void;
  /** Whether an async program has asked for something, or still waits for a promise of the host. */
  hostWork(machine: Machine, process: Process): 'ready' | 'pending';
  /** Forgets a process's generator. */
  forgetProgram(machine: Machine, pid: number): void;
  /** The machine's pid 1 has ended. */
  machineEnded(machine: Machine, exitCode: number): void;
}

/** One system call's surroundings. */
export interface CallContext {
  readonly kernel: KernelCore;
  readonly machine: Machine;
  readonly process: Process;
}

/** What a call gives back that cannot go on yet: it is tried again when the process is woken. */
export const WAITS: unique symbol = Symbol('waits');

export type Handler<K extends SystemCall['call']> = (
  context: CallContext,
  call: Extract<SystemCall, { readonly call: K }>,
) => SystemCallResults[K] | typeof WAITS;

export type Handlers<K extends SystemCall['call']> = { readonly [C in K]: Handler<C> };

/** Puts the process on a list of those to be woken. */
export function waitFor(waiters: Waiter[], { machine, process }: CallContext): typeof WAITS {
  if (!waiters.some(waiter => waiter.pid === process.pid && waiter.machine === machine.id)) {
    waiters.push({ machine: machine.id, pid: process.pid });
  }
  return WAITS;
}
