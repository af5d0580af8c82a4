import { closeDescription, dropTerminal } from './close.ts';
import type { KernelCore } from './kernel-core.ts';
import type { Machine, Process } from './machine.ts';
import { SIGNAL_NUMBERS } from './signal.ts';
import { deliver, deliverToGroup } from './signal-delivery.ts';
import type { WaitStatus } from './system-call.ts';

/** The code a shell and Docker show for an end. */
export function exitCodeOf(end: WaitStatus): number {
  if ('exitCode' in end) return end.exitCode;
  return 128 + ('signal' in end ? end.signal : end.stopped);
}

/** Ends a process: its descriptors are closed, its children get pid 1 for a parent, its parent is told. */
export function endProcess(kernel: KernelCore, machine: Machine, process: Process, end: WaitStatus): void {
  if (process.status === 'ended') return;
  process.status = 'ended';
  process.end = end;
  if (process.timer !== 0) kernel.host.clock.cancel(process.timer);
  kernel.forgetProgram(machine, process.pid);
  process.call = undefined;
  for (const [fd, id] of [...process.fds]) {
    process.fds.delete(fd);
    closeDescription(kernel, machine, id);
  }
  if (process.pid === 1) {
    endMachine(kernel, machine, exitCodeOf(end));
    return;
  }
  hangUp(kernel, machine, process);
  for (const child of machine.processes.values()) {
    if (child.ppid !== process.pid) continue;
    child.ppid = 1;
    if (child.status === 'ended') tellParent(kernel, machine, child);
  }
  tellParent(kernel, machine, process);
  if (process.task === undefined) return;
  const task = machine.tasks.get(process.task);
  machine.tasks.delete(process.task);
  if (task !== undefined) {
    if (task.terminal !== undefined) dropTerminal(kernel, machine, task.terminal);
    kernel.inputTaken(machine, process.task);
    kernel.host.processEnded(task.owner, { exitCode: exitCodeOf(end), oomKilled: false });
  }
}

/** The last process of a pid namespace takes all others with it. */
function endMachine(kernel: KernelCore, machine: Machine, exitCode: number): void {
  const others = [...machine.processes.values()].filter(each => each.pid !== 1).reverse();
  for (const other of others) endProcess(kernel, machine, other, { signal: SIGNAL_NUMBERS.KILL });
  kernel.machineEnded(machine, exitCode);
}

/** The end of a session's leader hangs up its terminal. */
function hangUp(kernel: KernelCore, machine: Machine, process: Process): void {
  if (process.sid !== process.pid) return;
  for (const terminal of machine.terminals.values()) {
    if (terminal.sid !== process.sid) continue;
    terminal.sid = 0;
    const { foreground } = terminal;
    terminal.foreground = 0;
    terminal.closed = true;
    kernel.wake(terminal.waiters);
    if (foreground !== 0) deliverToGroup(kernel, machine, foreground, SIGNAL_NUMBERS.HUP);
  }
}

/** SIGCHLD, and a wait that can go on. Without a parent in the machine, or with one that ignores it, it is gone. */
function tellParent(kernel: KernelCore, machine: Machine, process: Process): void {
  const parent = machine.processes.get(process.ppid);
  if (parent === undefined || parent.status === 'ended') {
    if (process.ppid === 0) machine.processes.delete(process.pid);
    return;
  }
  if (parent.actions.get(SIGNAL_NUMBERS.CHLD) === 'ignore') machine.processes.delete(process.pid);
  else deliver(kernel, machine, parent, SIGNAL_NUMBERS.CHLD);
  if (parent.call?.call === 'wait') kernel.makeReady(machine, parent);
}
