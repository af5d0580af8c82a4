import { ROOT } from '../files/file-system.ts';
import { Errno } from './errno.ts';
import type { KernelCore } from './kernel-core.ts';
import type { Description, Machine, Pipe } from './machine.ts';
import { countSegment } from './traffic.ts';

/** One descriptor less refers to a description; the last one closes it. */
export function closeDescription(kernel: KernelCore, machine: Machine, id: number): void {
  const description = machine.descriptions.get(id);
  if (description === undefined) return;
  description.refs -= 1;
  if (description.refs > 0) return;
  machine.descriptions.delete(id);
  release(kernel, machine, description);
}

function release(kernel: KernelCore, machine: Machine, description: Description): void {
  if (description.kind === 'pipe') {
    const pipe = machine.pipes.get(description.pipe);
    if (pipe !== undefined) dropEnd(kernel, machine, description.pipe, pipe, description.end);
  } else if (description.kind === 'file') {
    kernel.files(machine).close(description);
  } else if (description.kind === 'terminal') {
    dropTerminal(kernel, machine, description.terminal);
  } else if (description.kind === 'connection') {
    dropIncoming(kernel, machine, description.incoming);
    dropOutgoing(kernel, description.peer);
  } else if (description.kind === 'listener') {
    for (const connection of description.backlog) {
      dropIncoming(kernel, machine, connection.incoming);
      dropOutgoing(kernel, connection.peer);
    }
  }
}

/** A terminal goes with the last that refers to it: an open description, or the exec it was made for. */
export function dropTerminal(kernel: KernelCore, machine: Machine, id: number): void {
  const terminal = machine.terminals.get(id);
  if (terminal === undefined || machine.tasks.has(terminal.task)) return;
  for (const each of machine.descriptions.values()) {
    if (each.kind === 'terminal' && each.terminal === id) return;
  }
  machine.terminals.delete(id);
  try {
    kernel.files(machine).unlink(`/dev/pts/${terminal.index}`, '/', ROOT);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
  }
}

function dropIncoming(kernel: KernelCore, machine: Machine, id: number): void {
  const pipe = machine.pipes.get(id);
  if (pipe !== undefined) dropEnd(kernel, machine, id, pipe, 'read');
}

/** No more bytes to the other end of a connection. */
export function dropOutgoing(kernel: KernelCore, peer: { machine: string; pipe: number }): void {
  const machine = kernel.machine(peer.machine);
  const pipe = machine?.pipes.get(peer.pipe);
  if (machine !== undefined && pipe !== undefined) dropEnd(kernel, machine, peer.pipe, pipe, 'write');
}

/** One who reads or writes less; with the last of both, the pipe is gone. */
export function dropEnd(
  kernel: KernelCore,
  machine: Machine,
  id: number,
  pipe: Pipe,
  end: 'read' | 'write',
): void {
  if (end === 'read') pipe.readers -= 1;
  else if (pipe.writers-- === 1) countSegment(kernel, pipe.link, 0);
  if (pipe.readers <= 0 && pipe.writers <= 0) machine.pipes.delete(id);
  kernel.wake(pipe.waiters);
  if (pipe.readers > 0) return;
  for (const [key, task] of machine.tasks) if (task.stdin === id) kernel.inputTaken(machine, key);
}
