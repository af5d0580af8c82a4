import { AsyncRunning } from './async-program.ts';
import type { Machine, Process } from './machine.ts';
import type { ProgramTable } from './program-table.ts';
import { isGivenUp } from './record.ts';
import { answer } from './step.ts';
import type { Running } from './system-call.ts';

/**
 * The generators that run, by machine and pid. Not part of the state: a copy of the engine starts with none and makes
 * each anew, when its process is next resumed, by running the program again with the recorded results.
 */
export class LivePrograms {
  readonly #programs: ProgramTable;
  readonly #byMachine = new Map<string, Map<number, Running>>();
  readonly #pending = new Set<AsyncRunning>();

  constructor(programs: ProgramTable) {
    this.#programs = programs;
  }

  /** The process's generator, at the call it asked for last. */
  get(machine: Machine, process: Process): Running {
    const known = this.#byMachine.get(machine.id)?.get(process.pid);
    if (known !== undefined) return known;
    const running = this.#runAgain(process);
    let machines = this.#byMachine.get(machine.id);
    if (machines === undefined) {
      machines = new Map();
      this.#byMachine.set(machine.id, machines);
    }
    machines.set(process.pid, running);
    return running;
  }

  /** Whether an async program waits for a promise of the host. */
  get holdsTime(): boolean {
    return this.#pending.size > 0;
  }

  /** What an async program does now: `wake` is called once it is ready. */
  hostWork(machine: Machine, process: Process, wake: () => void): 'ready' | 'pending' {
    const running = this.get(machine, process);
    if (!isAsync(running)) return 'ready';
    if (running.isReady) {
      this.#pending.delete(running);
      return 'ready';
    }
    this.#pending.add(running);
    running.onReady = () => {
      this.#pending.delete(running);
      wake();
    };
    return 'pending';
  }

  forget(machine: Machine, pid: number): void {
    this.#abandon(this.#byMachine.get(machine.id)?.get(pid));
    this.#byMachine.get(machine.id)?.delete(pid);
  }

  #abandon(running: Running | undefined): void {
    if (running === undefined || !isAsync(running)) return;
    this.#pending.delete(running);
    running.abandon();
  }

  forgetMachine(id: string): void {
    for (const running of this.#byMachine.get(id)?.values() ?? []) this.#abandon(running);
    this.#byMachine.delete(id);
  }

  #runAgain(process: Process): Running {
    const program = this.#programs.get(process.program);
    if (program === undefined) {
      throw new Error(`the program ${process.program} is not registered in this engine: register it first`);
    }
    if (isGivenUp(process)) {
      throw new Error(
        `${process.program} had done too much since its last checkpoint to be run again in a copy of its engine: ` +
          'a loop that may go on for ever has to call sys.checkpoint()',
      );
    }
    const { argv, env, start, call } = process;
    const running = program({ argv, env, start });
    if (call === undefined) return running;
    let next = running.next();
    // A loop that begins with its checkpoint comes to it first of all when it is begun anew.
    const atCheckpoint = call.call === 'checkpoint' && process.record.length === 0;
    if (next.done !== true && next.value.call === 'checkpoint' && !atCheckpoint) next = running.next();
    for (const outcome of process.record) next = answer(running, outcome);
    if (isAsync(running) && next.done !== true) {
      process.call = next.value;
      return running;
    }
    if (next.done === true || next.value.call !== call.call) {
      const did = next.done === true ? 'ended' : `asked for ${next.value.call}`;
      throw new Error(
        `${process.program} run again ${did} where it had asked for ${call.call}: ` +
          'a program may depend on nothing but its system calls and its start data',
      );
    }
    return running;
  }
}

const isAsync = (running: Running | AsyncRunning): running is Running & AsyncRunning =>
  running instanceof AsyncRunning;
