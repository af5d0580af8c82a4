import { type Handlers, WAITS } from './kernel-core.ts';
import type { Machine, Process } from './machine.ts';
import { endProcess } from './process-end.ts';
import { SIGNAL_NUMBERS } from './signal.ts';
import { HOST_READY } from './system-call.ts';

/** As much as a built-in command may hold, be the container's limit what it will; half of what fits into one string. */
const MOST_HELD = 255 * 2 ** 20;

/** Bytes that the processes of a machine say they use. */
export function memoryOf({ processes }: Readonly<Machine>): number {
  let bytes = 0;
  for (const { status, memory } of processes.values()) if (status !== 'ended') bytes += memory;
  return bytes;
}

export const memoryCalls: Handlers<'memory' | 'host'> = {
  memory({ kernel, machine, process }, { bytes, more }) {
    process.memory = more ? process.memory + bytes : bytes;
    const { memory: limit } = machine.spec;
    // What a program of ours holds it holds in the host's memory too.
    if (more && process.memory > MOST_HELD) {
      kernel.host.noteUnsimulated(`a process with more than ${MOST_HELD / 2 ** 20} MiB of memory (killed)`);
      endProcess(kernel, machine, process, { signal: SIGNAL_NUMBERS.KILL });
      return WAITS;
    }
    while (limit > 0 && memoryOf(machine) > limit) {
      machine.oomKilled = true;
      endProcess(kernel, machine, largest(machine), { signal: SIGNAL_NUMBERS.KILL });
      if (process.status === 'ended') return WAITS;
    }
    return undefined;
  },
  host: ({ kernel, machine, process }) =>
    kernel.hostWork(machine, process) === 'ready' ? HOST_READY : WAITS,
};

/** Whom the kernel chooses (mm/oom_kill.c): the one that uses most. */
function largest({ processes }: Machine): Process {
  const living = [...processes.values()].filter(({ status }) => status !== 'ended');
  return living.reduce((most, each) => (each.memory > most.memory ? each : most));
}
