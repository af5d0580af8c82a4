import { AppendLog } from '../../../support/append-log.ts';
import type { KernelCore } from './kernel-core.ts';
import type { Description, Machine, Process } from './machine.ts';

/** The parts of a process that differ from the beginning. */
export type ProcessSeed = Pick<
  Process,
  | 'ppid'
  | 'pgid'
  | 'sid'
  | 'uid'
  | 'gid'
  | 'groups'
  | 'program'
  | 'executable'
  | 'argv'
  | 'env'
  | 'start'
  | 'cwd'
  | 'umask'
  | 'task'
  | 'limits'
>;

/** A process that has not begun, without descriptors. A group or session of 0 is its own. */
export function addProcess(kernel: KernelCore, machine: Machine, seed: ProcessSeed): Process {
  const pid = machine.nextPid;
  machine.nextPid += 1;
  const hostPid = kernel.host.state.kernel.nextHostPid;
  kernel.host.state.kernel.nextHostPid += 1;
  const process: Process = {
    ...seed,
    pid,
    hostPid,
    pgid: seed.pgid || pid,
    sid: seed.sid || pid,
    // Frozen, so that a copy of the engine shares them.
    argv: Object.freeze([...seed.argv]),
    env: Object.freeze({ ...seed.env }),
    record: new AppendLog(),
    recordBytes: 0,
    call: undefined,
    steps: 0,
    memory: 0,
    progress: 0,
    untilNs: undefined,
    timer: 0,
    status: 'waiting',
    end: undefined,
    unreportedStop: 0,
    fds: new Map(),
    actions: new Map(),
    caught: [],
    held: [],
    startedAtNs: kernel.host.clock.lastNs(),
  };
  machine.processes.set(pid, process);
  kernel.makeReady(machine, process);
  return process;
}

/** Adds an open file description that nobody refers to yet. */
export function addDescription(machine: Machine, description: Description): number {
  const id = machine.nextId;
  machine.nextId += 1;
  machine.descriptions.set(id, description);
  return id;
}

/** Makes descriptor `fd` refer to a description. */
export function refer(machine: Machine, process: Process, fd: number, id: number): void {
  process.fds.set(fd, id);
  (machine.descriptions.get(id) as Description).refs += 1;
}

/** The lowest free descriptor from `min` on. */
export function freeDescriptor(process: Process, min = 0): number {
  let fd = min;
  while (process.fds.has(fd)) fd += 1;
  return fd;
}
