import { dropOutgoing } from './close.ts';
import type { KernelCore } from './kernel-core.ts';
import type { Machine } from './machine.ts';
import { hasRoom } from './new-machine.ts';
import { append } from './pipe.ts';
import type { StandardStreams } from './processes.ts';
import { typeInto } from './terminal-input.ts';

/** The host's ends of standard streams. What was written lies in the state; who waits to write more does not. */
export class HostStreams {
  readonly #kernel: KernelCore;
  /** Who wrote more input than there was room for, by machine and task. */
  readonly #waiting = new Map<string, Array<() => void>>();

  constructor(kernel: KernelCore) {
    this.#kernel = kernel;
  }

  of(machineId: string, task: string): StandardStreams {
    return {
      writeInput: data => this.#write(machineId, task, data),
      closeInput: () => this.#close(machineId, task),
      resumeOutput: () => this.#resume(machineId, task),
    };
  }

  /** Some input was read, or nobody will read it any more. */
  inputTaken(machine: Machine, key: string): void {
    const waitingKey = `${machine.id}/${key}`;
    const waiting = this.#waiting.get(waitingKey);
    if (waiting === undefined) return;
    const task = machine.tasks.get(key);
    if (task !== undefined && !hasRoom(machine, task)) return;
    this.#waiting.delete(waitingKey);
    for (const resolve of waiting) resolve();
  }

  async #write(machineId: string, key: string, data: Uint8Array): Promise<void> {
    const machine = this.#kernel.machine(machineId);
    const task = machine?.tasks.get(key);
    if (machine === undefined || task === undefined || task.inputClosed) return;
    if (task.terminal !== undefined) {
      const terminal = machine.terminals.get(task.terminal);
      if (terminal !== undefined) typeInto(this.#kernel, machine, terminal, data);
    } else if (task.stdin !== undefined) {
      const pipe = machine.pipes.get(task.stdin);
      if (pipe === undefined || pipe.readers <= 0) return;
      append(pipe, data);
      this.#kernel.wake(pipe.waiters);
    }
    if (hasRoom(machine, task)) return;
    const waitingKey = `${machineId}/${key}`;
    await new Promise<void>(resolve => {
      const waiting = this.#waiting.get(waitingKey) ?? [];
      waiting.push(resolve);
      this.#waiting.set(waitingKey, waiting);
    });
  }

  #close(machineId: string, key: string): void {
    const task = this.#kernel.machine(machineId)?.tasks.get(key);
    // A terminal has no half-close: its host end stays open as long as the process.
    if (task?.stdin === undefined || task.inputClosed) return;
    task.inputClosed = true;
    dropOutgoing(this.#kernel, { machine: machineId, pipe: task.stdin });
  }

  #resume(machineId: string, key: string): void {
    const task = this.#kernel.machine(machineId)?.tasks.get(key);
    if (task === undefined) return;
    task.outputStopped = false;
    this.#kernel.wake(task.outputWaiters);
  }
}
