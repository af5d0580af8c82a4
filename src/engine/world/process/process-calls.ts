import { Errno } from './errno.ts';
import { type CallContext, type Handlers, WAITS } from './kernel-core.ts';
import type { Machine, Process } from './machine.ts';
import { endProcess, exitCodeOf } from './process-end.ts';
import { baseName } from './program-lookup.ts';
import { deliver } from './signal-delivery.ts';
import { exec, spawn } from './spawn.ts';
import type { ProcessInfo, Waited } from './system-call.ts';

type ProcessCall =
  | 'spawn'
  | 'exec'
  | 'exit'
  | 'wait'
  | 'kill'
  | 'signalAction'
  | 'takeSignals'
  | 'ids'
  | 'setIds'
  | 'setpgid'
  | 'setsid'
  | 'getpgid'
  | 'processes'
  | 'limits'
  | 'checkpoint';

export const processCalls: Handlers<ProcessCall> = {
  spawn,
  exec,
  exit({ kernel, machine, process }, { code }) {
    endProcess(kernel, machine, process, { exitCode: code & 0xff });
    return WAITS;
  },
  wait(context, { pid, noHang, untraced }) {
    const children = childrenOf(context, pid);
    if (children.length === 0) throw new Errno('ECHILD');
    for (const child of children) {
      const waited = reap(context.machine, child, untraced);
      if (waited !== undefined) return waited;
    }
    return noHang ? undefined : WAITS;
  },
  kill(context, { pid, signal }) {
    const targets = targetsOf(context, pid);
    if (targets.length === 0) throw new Errno('ESRCH');
    const allowed = targets.filter(target => maySignal(context.process, target));
    if (allowed.length === 0) throw new Errno('EPERM');
    if (signal === 0) return;
    for (const target of allowed) deliver(context.kernel, context.machine, target, signal);
  },
  signalAction({ process }, { signal, action }) {
    if (signal === 9 || signal === 19) throw new Errno('EINVAL');
    const before = process.actions.get(signal) ?? 'default';
    if (action === 'default') process.actions.delete(signal);
    else process.actions.set(signal, action);
    if (action !== 'catch') process.caught = process.caught.filter(each => each !== signal);
    return before;
  },
  takeSignals({ process }) {
    // Always a list of its own: it stays in the record, while new signals go into the process's.
    const { caught } = process;
    if (caught.length === 0) return NO_SIGNALS;
    process.caught = [];
    return caught;
  },
  ids: ({ process: { pid, ppid, pgid, sid, uid, gid, groups } }) => ({
    ...{ pid, ppid, pgid, sid, uid, gid, groups },
  }),
  setIds({ process }, { uid, gid, groups }) {
    if (process.uid !== 0 && (uid !== process.uid || gid !== process.gid)) throw new Errno('EPERM');
    process.uid = uid;
    process.gid = gid;
    process.groups = Object.freeze([...groups]);
  },
  setpgid({ machine, process }, { pid, pgid }) {
    const target = pid === 0 ? process : living(machine, pid);
    if (target !== process && target.ppid !== process.pid) throw new Errno('ESRCH');
    if (target.pid === target.sid) throw new Errno('EPERM');
    const group = pgid || target.pid;
    const exists = [...machine.processes.values()].some(
      each => each.pgid === group && each.sid === target.sid,
    );
    if (group !== target.pid && !exists) throw new Errno('EPERM');
    target.pgid = group;
  },
  setsid({ machine, process }) {
    const leads = [...machine.processes.values()].some(each => each.pgid === process.pid);
    if (leads) throw new Errno('EPERM');
    process.sid = process.pid;
    process.pgid = process.pid;
    return process.sid;
  },
  getpgid: ({ machine, process }, { pid }) => (pid === 0 ? process : living(machine, pid)).pgid,
  processes: ({ machine }) => [...machine.processes.values()].map(each => infoOf(machine, each)),
  limits({ machine, process }, { set }) {
    const current = limitsOf(machine, process);
    if (set === undefined) return current;
    for (const [name, [, hard]] of Object.entries(set)) {
      const before = current[name]?.[1] ?? UNLIMITED;
      if (process.uid !== 0 && before !== UNLIMITED && (hard === UNLIMITED || hard > before)) {
        throw new Errno('EPERM');
      }
    }
    process.limits = Object.freeze({ ...current, ...set });
    return process.limits;
  },
  checkpoint({ kernel, process }, { start }) {
    kernel.cutRecord(process, start);
  },
};

const NO_SIGNALS: readonly number[] = Object.freeze([]);

/** No limit, as getrlimit(2) gives it in a signed number. */
const UNLIMITED = -1;

/** What dockerd 28.5 gives a container on a host with 16 GiB (its own `docker run busybox sh -c 'ulimit -a'`). */
const DEFAULT_LIMITS: Readonly<Record<string, readonly [soft: number, hard: number]>> = {
  core: [UNLIMITED, UNLIMITED],
  cpu: [UNLIMITED, UNLIMITED],
  data: [UNLIMITED, UNLIMITED],
  fsize: [UNLIMITED, UNLIMITED],
  locks: [UNLIMITED, UNLIMITED],
  memlock: [8_388_608, 8_388_608],
  msgqueue: [819_200, 819_200],
  nice: [0, 0],
  nofile: [1_048_576, 1_048_576],
  nproc: [UNLIMITED, UNLIMITED],
  rss: [UNLIMITED, UNLIMITED],
  rtprio: [0, 0],
  rttime: [UNLIMITED, UNLIMITED],
  sigpending: [63_451, 63_451],
  stack: [8_388_608, UNLIMITED],
};

export function limitsOf({ spec }: Readonly<Machine>, { limits }: Process) {
  return limits ?? { ...DEFAULT_LIMITS, ...spec.ulimits };
}

export function infoOf(machine: Readonly<Machine>, process: Process): ProcessInfo {
  const { pid, ppid, pgid, sid, uid, gid, groups, argv, startedAtNs, status } = process;
  const states = { ready: 'R', waiting: 'S', stopped: 'T', ended: 'Z' } as const;
  let tty = false;
  for (const terminal of machine.terminals.values()) tty ||= terminal.sid === sid;
  const name = baseName(process.executable || (argv[0] ?? '')).slice(0, 15);
  return { pid, ppid, pgid, sid, uid, gid, groups, argv, name, startedAtNs, state: states[status], tty };
}

function living(machine: Machine, pid: number): Process {
  const process = machine.processes.get(pid);
  if (process === undefined) throw new Errno('ESRCH');
  return process;
}

function childrenOf({ machine, process }: CallContext, pid: number): Process[] {
  const children = [...machine.processes.values()].filter(each => each.ppid === process.pid);
  if (pid > 0) return children.filter(each => each.pid === pid);
  if (pid === -1) return children;
  const group = pid === 0 ? process.pgid : -pid;
  return children.filter(each => each.pgid === group);
}

function reap(machine: Machine, child: Process, untraced: boolean): Waited | undefined {
  if (child.status === 'ended' && child.end !== undefined) {
    machine.processes.delete(child.pid);
    return { pid: child.pid, status: child.end, exitCode: exitCodeOf(child.end) };
  }
  if (!untraced || child.unreportedStop === 0) return undefined;
  const status = { stopped: child.unreportedStop };
  child.unreportedStop = 0;
  return { pid: child.pid, status, exitCode: exitCodeOf(status) };
}

function targetsOf({ machine, process }: CallContext, pid: number): Process[] {
  const all = [...machine.processes.values()];
  if (pid > 0) return all.filter(each => each.pid === pid);
  if (pid === -1) return all.filter(each => each.pid !== 1 && each !== process);
  const group = pid === 0 ? process.pgid : -pid;
  return all.filter(each => each.pgid === group);
}

function maySignal(process: Process, target: Process): boolean {
  return process.uid === 0 || process.uid === target.uid;
}
