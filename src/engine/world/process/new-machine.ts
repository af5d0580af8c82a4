import type { Machine, Process, Task } from './machine.ts';
import { addDescription, refer } from './new-process.ts';
import { newPipe, PIPE_CAPACITY } from './pipe.ts';
import type { MachineSpec, ProcessSpec } from './processes.ts';
import { newTerminal } from './terminal.ts';

/** A tty takes this much from the host before it makes it wait. */
const TYPED_AHEAD = 4096;

/** A machine in which nothing runs yet. */
export function newMachine(id: string, spec: MachineSpec, hostParentPid: number): Machine {
  return {
    id,
    // Frozen, so that a copy of the engine shares it.
    spec: Object.freeze({ ...spec }),
    hostname: spec.hostname,
    hostParentPid,
    nextPid: 1,
    nextId: 1,
    frozen: false,
    hangs: false,
    oomKilled: false,
    steps: 0,
    queued: false,
    ready: [],
    processes: new Map(),
    descriptions: new Map(),
    pipes: new Map(),
    terminals: new Map(),
    traffic: new Map(),
    tasks: new Map(),
  };
}

/** Whether the host may write more to a task's stdin before it has to wait. */
export function hasRoom(machine: Machine, task: Task): boolean {
  if (task.terminal !== undefined) {
    const input = machine.terminals.get(task.terminal)?.input ?? [];
    return input.reduce((bytes, chunk) => bytes + chunk.length, 0) <= TYPED_AHEAD;
  }
  const pipe = task.stdin === undefined ? undefined : machine.pipes.get(task.stdin);
  return pipe === undefined || pipe.readers <= 0 || pipe.bytes <= PIPE_CAPACITY;
}

/** Descriptors 0, 1 and 2: a terminal, or pipes to the host and /dev/null where nobody can write. */
export function connectStreams(
  machine: Machine,
  process: Process,
  task: string,
  spec: ProcessSpec,
): Pick<Task, 'stdin' | 'terminal'> {
  if (spec.tty) {
    const terminal = machine.nextId;
    machine.nextId += 1;
    const index = freeTerminalIndex(machine);
    machine.terminals.set(terminal, newTerminal(index, task, spec.consoleSize, process.sid));
    const id = addDescription(machine, { kind: 'terminal', refs: 0, terminal });
    for (const fd of [0, 1, 2]) refer(machine, process, fd, id);
    return { stdin: undefined, terminal };
  }
  let stdin: number | undefined;
  if (spec.openStdin) {
    stdin = machine.nextId;
    machine.nextId += 1;
    machine.pipes.set(stdin, newPipe(1, 1));
    refer(machine, process, 0, addDescription(machine, { kind: 'pipe', refs: 0, pipe: stdin, end: 'read' }));
  } else {
    refer(machine, process, 0, addDescription(machine, { kind: 'device', refs: 0, device: 'null' }));
  }
  refer(machine, process, 1, addDescription(machine, { kind: 'output', refs: 0, task, stream: 'stdout' }));
  refer(machine, process, 2, addDescription(machine, { kind: 'output', refs: 0, task, stream: 'stderr' }));
  return { stdin, terminal: undefined };
}

/** N of /dev/pts/N for the next terminal: the lowest that no terminal has. */
function freeTerminalIndex(machine: Machine): number {
  const taken = new Set(Array.from(machine.terminals.values(), ({ index }) => index));
  let index = 0;
  while (taken.has(index)) index += 1;
  return index;
}
