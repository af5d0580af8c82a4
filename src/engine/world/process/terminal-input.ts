import type { KernelCore } from './kernel-core.ts';
import type { Machine, Terminal } from './machine.ts';
import { SIGNAL_NUMBERS } from './signal.ts';
import { deliverToGroup } from './signal-delivery.ts';
import type { WindowSize } from './system-call.ts';
import { type } from './terminal.ts';

/** What somebody typed: echoed, turned into signals, and given to who reads. */
export function typeInto(kernel: KernelCore, machine: Machine, terminal: Terminal, data: Uint8Array): void {
  const { echo, signals } = type(terminal, data);
  const task = machine.tasks.get(terminal.task);
  if (echo.length > 0 && task !== undefined) kernel.host.processOutput(task.owner, 'stdout', echo);
  kernel.wake(terminal.waiters);
  for (const signal of signals) {
    if (terminal.foreground !== 0) deliverToGroup(kernel, machine, terminal.foreground, signal);
  }
}

/** A new size is told to the foreground group, an unchanged one is not. */
export function resizeTerminal(
  kernel: KernelCore,
  machine: Machine,
  terminal: Terminal,
  size: WindowSize,
): void {
  if (terminal.size.rows === size.rows && terminal.size.columns === size.columns) return;
  terminal.size = { rows: size.rows, columns: size.columns };
  if (terminal.foreground !== 0) deliverToGroup(kernel, machine, terminal.foreground, SIGNAL_NUMBERS.WINCH);
}
