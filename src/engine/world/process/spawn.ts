import { Errno } from './errno.ts';
import { callerOf } from './file-calls.ts';
import type { CallContext, Handler, KernelCore } from './kernel-core.ts';
import type { Machine, Process } from './machine.ts';
import { addProcess, refer } from './new-process.ts';
import { type FoundProgram, findProgram, type LookupContext } from './program-lookup.ts';
import type { Signal } from './signal.ts';
import type { SignalAction, SpawnRequest } from './system-call.ts';

function lookupContext(kernel: KernelCore, machine: Machine, process: Process): LookupContext {
  return {
    programs: kernel.world.programs,
    files: kernel.files(machine),
    image: machine.spec.image,
    cwd: process.cwd,
    caller: callerOf(process),
  };
}

export const spawn: Handler<'spawn'> = (context, { request }) => {
  const { kernel, machine, process } = context;
  const found = wanted(context, request);
  checkCount(context);
  const cwd = request.cwd === undefined ? process.cwd : directory(context, request.cwd);
  for (const ours of Object.values(request.fds)) if (!process.fds.has(ours)) throw new Errno('EBADF');
  const { sid, uid, gid, groups, umask, limits } = process;
  const child = addProcess(kernel, machine, {
    ppid: process.pid,
    pgid: request.pgid ?? process.pgid,
    ...{ sid, uid, gid, groups, umask, limits, cwd },
    ...found,
    env: request.env,
    start: 'start' in request.image ? request.image.start : undefined,
    task: undefined,
  });
  for (const [fd, ours] of Object.entries(request.fds)) {
    refer(machine, child, Number(fd), process.fds.get(ours) as number);
  }
  inheritActions(process, child, request.ignore ?? []);
  if (request.foreground) giveForeground(machine, child);
  return child.pid;
};

/** As many as a container may have that was given no limit: a fork bomb may not take the host down. */
const MOST_PROCESSES = 2048;

/** The pids cgroup's limit. */
function checkCount({ kernel, machine }: CallContext): void {
  const limit = machine.spec.pids ?? 0;
  const { size } = machine.processes;
  if (limit > 0 && size >= limit) throw new Errno('EAGAIN');
  if (size < MOST_PROCESSES) return;
  kernel.host.noteUnsimulated(`a container with more than ${MOST_PROCESSES} processes`);
  throw new Errno('EAGAIN');
}

function wanted({ kernel, machine, process }: CallContext, request: SpawnRequest): FoundProgram {
  const { image, argv } = request;
  if ('path' in image) return findProgram(lookupContext(kernel, machine, process), image.path, argv);
  if (kernel.world.programs.get(image.program) === undefined) throw new Errno('ENOENT');
  return { program: image.program, executable: process.executable, argv };
}

/** A caught signal is reset, an ignored one stays ignored (execve(2)). */
function inheritActions(parent: Process, child: Process, ignore: readonly Signal[]): void {
  for (const [signal, action] of parent.actions) if (action === 'ignore') child.actions.set(signal, action);
  for (const signal of ignore) child.actions.set(signal, 'ignore');
}

function giveForeground(machine: Machine, child: Process): void {
  for (const terminal of machine.terminals.values()) {
    if (terminal.sid === child.sid) terminal.foreground = child.pgid;
  }
}

function directory({ kernel, machine, process }: CallContext, path: string): string {
  return kernel.files(machine).resolve(path, process.cwd, true, callerOf(process)).path;
}

/** Replaces the program: descriptors, ids and ignored signals stay. The next step begins the new program. */
export const exec: Handler<'exec'> = ({ kernel, machine, process }, { path, argv, env }) => {
  const found = findProgram(lookupContext(kernel, machine, process), path, argv);
  process.program = found.program;
  process.executable = found.executable;
  process.argv = Object.freeze([...found.argv]);
  process.env = Object.freeze({ ...env });
  process.start = undefined;
  for (const [signal, action] of [...process.actions] as Array<[Signal, SignalAction]>) {
    if (action === 'catch' || action === 'end') process.actions.delete(signal);
  }
  process.caught = [];
  kernel.beginAnew(machine, process);
  return REPLACED as never;
};

/** What `exec` gives: there is nobody left to resume. */
export const REPLACED: unique symbol = Symbol('replaced');
