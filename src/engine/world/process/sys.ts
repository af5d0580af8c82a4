import { Errno, WriteError } from './errno.ts';
import type { ReapFilters } from './reap-call.ts';
import type { Signal } from './signal.ts';
import type {
  OpenFlags,
  PlainData,
  SignalAction,
  SpawnRequest,
  Sys,
  SystemCall,
  SystemCallResults,
  TerminalAttributes,
  WindowSize,
} from './system-call.ts';

type Limits = Readonly<Record<string, readonly [soft: number, hard: number]>>;

const encoder = new TextEncoder();

/** Yields one system call and gives back its result, typed by the call's name. */
function* ask<C extends SystemCall>(call: C): Sys<SystemCallResults[C['call']]> {
  return (yield call) as SystemCallResults[C['call']];
}

function* written(fd: number, data: Uint8Array, some: boolean): Sys<number> {
  try {
    return yield* ask({ call: 'write', fd, data, some });
  } catch (error) {
    if (error instanceof Errno) throw new WriteError(error.code);
    throw error;
  }
}

/**
 * The system calls as functions, for programs: `const data = yield* sys.read(0)`. Each throws an Errno where the
 * call fails; what each returns stands in SystemCallResults.
 */
export const sys = {
  read: (fd: number, max = 65_536) => ask({ call: 'read', fd, max }),
  /** Text is written as UTF-8. */
  write: (fd: number, data: Uint8Array | string) =>
    written(fd, typeof data === 'string' ? encoder.encode(data) : data, false),
  /** To a connection or pipe, as much as there is room for; at least a byte, else EAGAIN. Returns how much. */
  writeSome: (fd: number, data: Uint8Array) => written(fd, data, true),
  open: (path: string, flags: OpenFlags, mode = 0o666) => ask({ call: 'open', path, flags, mode }),
  close: (fd: number) => ask({ call: 'close', fd }),
  dup: (fd: number, min = 0) => ask({ call: 'dup', fd, min }),
  dup2: (from: number, to: number) => ask({ call: 'dup2', from, to }),
  pipe: () => ask({ call: 'pipe' }),
  seek: (fd: number, offset: number, whence: 'set' | 'current' | 'end') =>
    ask({ call: 'seek', fd, offset, whence }),
  stat: (path: string) => ask({ call: 'stat', path, follow: true }),
  lstat: (path: string) => ask({ call: 'stat', path, follow: false }),
  fstat: (fd: number) => ask({ call: 'fstat', fd }),
  readdir: (path: string) => ask({ call: 'readdir', path }),
  readlink: (path: string) => ask({ call: 'readlink', path }),
  /** `mode` is a sum of 4 (read), 2 (write) and 1 (execute); 0 asks whether it exists. */
  access: (path: string, mode: number) => ask({ call: 'access', path, mode }),
  mkdir: (path: string, mode = 0o777) => ask({ call: 'mkdir', path, mode }),
  rmdir: (path: string) => ask({ call: 'rmdir', path }),
  unlink: (path: string) => ask({ call: 'unlink', path }),
  rename: (from: string, to: string) => ask({ call: 'rename', from, to }),
  link: (existing: string, path: string) => ask({ call: 'link', existing, path }),
  symlink: (target: string, path: string) => ask({ call: 'symlink', target, path }),
  mknod: (path: string, mode: number, rdev: number) => ask({ call: 'mknod', path, mode, rdev }),
  chmod: (path: string, mode: number, follow = true) => ask({ call: 'chmod', path, mode, follow }),
  /** -1 leaves the owner or the group as it is. */
  chown: (path: string, uid: number, gid: number, follow = true) =>
    ask({ call: 'chown', path, uid, gid, follow }),
  /** Without a time: now. */
  utimes: (path: string, mtimeNs?: bigint, follow = true) => ask({ call: 'utimes', path, mtimeNs, follow }),
  truncate: (path: string, size: number) => ask({ call: 'truncate', path, size }),
  statfs: (path: string) => ask({ call: 'statfs', path }),
  mount: (source: string, target: string, type: string, options: string) =>
    ask({ call: 'mount', source, target, type, options }),
  umount: (target: string) => ask({ call: 'umount', target }),
  chdir: (path: string) => ask({ call: 'chdir', path }),
  getcwd: () => ask({ call: 'getcwd' }),
  umask: (mask?: number) => ask({ call: 'umask', mask }),
  spawn: (request: SpawnRequest) => ask({ call: 'spawn', request }),
  exec: (path: string, argv: readonly string[], env: Readonly<Record<string, string>>) =>
    ask({ call: 'exec', path, argv, env }),
  /** `pid` above 0: that child; -1: any child; 0: our group's; below -1: that group's. */
  wait: (pid = -1, options: { noHang?: boolean; untraced?: boolean } = {}) =>
    ask({ call: 'wait', pid, noHang: options.noHang ?? false, untraced: options.untraced ?? false }),
  /** `pid` above 0: that process; 0: our group; -1: all but pid 1 and ourselves; below -1: that group. */
  kill: (pid: number, signal: Signal | 0) => ask({ call: 'kill', pid, signal }),
  signalAction: (signal: Signal, action: SignalAction) => ask({ call: 'signalAction', signal, action }),
  takeSignals: () => ask({ call: 'takeSignals' }),
  pause: () => ask({ call: 'pause' }),
  /** For a loop that may go on without any other call: nobody else runs until there is one. */
  pass: () => ask({ call: 'pass' }),
  sleep: (ns: bigint) => ask({ call: 'sleep', ns }),
  poll: (fds: readonly number[], timeoutNs?: bigint, writable: readonly number[] = []) =>
    ask({ call: 'poll', fds, timeoutNs, writable }),
  now: () => ask({ call: 'now' }),
  uptime: () => ask({ call: 'uptime' }),
  ids: () => ask({ call: 'ids' }),
  setIds: (uid: number, gid: number, groups: readonly number[]) => ask({ call: 'setIds', uid, gid, groups }),
  setpgid: (pid: number, pgid: number) => ask({ call: 'setpgid', pid, pgid }),
  setsid: () => ask({ call: 'setsid' }),
  getpgid: (pid: number) => ask({ call: 'getpgid', pid }),
  tcgetpgrp: (fd: number) => ask({ call: 'tcgetpgrp', fd }),
  tcsetpgrp: (fd: number, pgid: number) => ask({ call: 'tcsetpgrp', fd, pgid }),
  tcgetattr: (fd: number) => ask({ call: 'tcgetattr', fd }),
  tcsetattr: (fd: number, attributes: TerminalAttributes) => ask({ call: 'tcsetattr', fd, attributes }),
  winsize: (fd: number, set?: WindowSize) => ask({ call: 'winsize', fd, set }),
  isatty: (fd: number) => ask({ call: 'isatty', fd }),
  uname: () => ask({ call: 'uname' }),
  sethostname: (name: string) => ask({ call: 'sethostname', name }),
  processes: () => ask({ call: 'processes' }),
  limits: (set?: Limits) => ask({ call: 'limits', set }),
  random: (bytes: number) => ask({ call: 'random', bytes }),
  resolve: (name: string) => ask({ call: 'resolve', name }),
  interfaces: () => ask({ call: 'interfaces' }),
  /** On `0.0.0.0` (or `::`) at all addresses. The descriptor is for `accept` and `poll`. */
  listen: (port: number, address = '0.0.0.0') => ask({ call: 'listen', port, address }),
  accept: (fd: number) => ask({ call: 'accept', fd }),
  connect: (address: string, port: number) => ask({ call: 'connect', address, port }),
  /** No more writes to a connection: the other end reads to its end. */
  shutdown: (fd: number) => ask({ call: 'shutdown', fd }),
  exit: (code: number) => ask({ call: 'exit', code }),
  /** `feature` in a few words: `ls --hyperlink`. Say so on stderr too, naming dockless, and exit with 127. */
  unsimulated: (feature: string) => ask({ call: 'unsimulated', feature }),
  memory: (bytes: number) => ask({ call: 'memory', bytes, more: false }),
  /** So many bytes more, or fewer, than before. */
  grow: (bytes: number) => ask({ call: 'memory', bytes, more: true }),
  reap: (filterSets: readonly ReapFilters[]) => ask({ call: 'reap', filterSets }),
  checkpoint: (start: PlainData) => ask({ call: 'checkpoint', start }),
};
