import type { KernelCore } from './kernel-core.ts';
import type { Machine, Process } from './machine.ts';
import { endProcess } from './process-end.ts';
import { SIGNAL_NUMBERS, type Signal } from './signal.ts';

const { KILL, STOP, TSTP, TTIN, TTOU, CONT, CHLD, URG, WINCH } = SIGNAL_NUMBERS;

/** What a signal does where the process neither catches nor ignores it; ending it is the rule (signal(7)). */
const STOPPING = new Set<Signal>([STOP, TSTP, TTIN, TTOU]);
const HARMLESS = new Set<Signal>([CHLD, URG, WINCH, CONT]);

/** The first signal that may be queued more than once. */
const FIRST_REAL_TIME = 32;

/**
 * Sends a signal. Pid 1 gets from inside only what it catches, and from outside KILL and STOP besides
 * (pid_namespaces(7)).
 */
export function deliver(
  kernel: KernelCore,
  machine: Machine,
  process: Process,
  signal: Signal,
  from: 'inside' | 'outside' = 'inside',
): void {
  if (process.status === 'ended') return;
  const forced = signal === KILL || signal === STOP;
  const action = forced ? 'default' : (process.actions.get(signal) ?? 'default');
  const isHandled = action === 'catch' || action === 'end';
  const isInit = process.pid === 1 && machine.spec.sharesPids !== true;
  if (isInit && !isHandled && !(forced && from === 'outside')) return;
  if (machine.hangs && process.pid === 1 && !forced) return;
  if (signal === KILL) {
    endProcess(kernel, machine, process, { signal });
    return;
  }
  if (machine.frozen) {
    process.held.push(signal);
    return;
  }
  if (signal === CONT) goOn(kernel, machine, process);
  if (action === 'ignore' || (action === 'default' && HARMLESS.has(signal))) return;
  if (action === 'default' && STOPPING.has(signal)) stop(kernel, machine, process, signal);
  else if (process.status === 'stopped') process.held.push(signal);
  else if (action === 'catch') catchSignal(kernel, machine, process, signal);
  else if (action === 'end') endProcess(kernel, machine, process, { exitCode: 0 });
  else endProcess(kernel, machine, process, { signal });
}

/** Delivers what came while the process could not take it. */
export function deliverHeld(kernel: KernelCore, machine: Machine, process: Process): void {
  const held = process.held;
  process.held = [];
  for (const signal of held) deliver(kernel, machine, process, signal, 'outside');
}

/** To each process of a group, in order of their pids. */
export function deliverToGroup(kernel: KernelCore, machine: Machine, pgid: number, signal: Signal): boolean {
  const members = [...machine.processes.values()].filter(
    each => each.pgid === pgid && each.status !== 'ended',
  );
  for (const member of members) deliver(kernel, machine, member, signal);
  return members.length > 0;
}

function catchSignal(kernel: KernelCore, machine: Machine, process: Process, signal: Signal): void {
  if (signal >= FIRST_REAL_TIME || !process.caught.includes(signal)) process.caught.push(signal);
  // A call that waits is tried again, finds the signal and gives EINTR.
  kernel.makeReady(machine, process);
}

function stop(kernel: KernelCore, machine: Machine, process: Process, signal: Signal): void {
  if (process.status === 'stopped') return;
  process.status = 'stopped';
  process.unreportedStop = signal;
  const parent = machine.processes.get(process.ppid);
  if (parent === undefined) return;
  deliver(kernel, machine, parent, CHLD);
  if (parent.call?.call === 'wait') kernel.makeReady(machine, parent);
}

function goOn(kernel: KernelCore, machine: Machine, process: Process): void {
  if (process.status !== 'stopped') return;
  process.status = 'waiting';
  process.unreportedStop = 0;
  kernel.makeReady(machine, process);
  deliverHeld(kernel, machine, process);
}
