import type { ReapFilters } from './reap-call.ts';
import type { Signal } from './signal.ts';

/**
 * What a simulated process can ask of the kernel. A program is a generator that yields system calls and is resumed
 * with their results; it touches nothing else: no engine, no files, no clock, no host. The kernel keeps the results
 * of each process, so that a copy of the engine can run the program again up to the same place (see live-programs.ts).
 * Hence three rules for programs: all input comes through yields or `start`; what is given to `spawn` is plain data;
 * a loop that may go on for ever calls `checkpoint` where it can begin anew.
 */
export type SystemCall =
  | { readonly call: 'read'; readonly fd: number; readonly max: number }
  /** `some`: what there is room for in a pipe or a connection, without waiting (O_NONBLOCK). */
  | { readonly call: 'write'; readonly fd: number; readonly data: Uint8Array; readonly some: boolean }
  | { readonly call: 'open'; readonly path: string; readonly flags: OpenFlags; readonly mode: number }
  | { readonly call: 'close'; readonly fd: number }
  | { readonly call: 'dup2'; readonly from: number; readonly to: number }
  /** The lowest free descriptor from `min` up (F_DUPFD). */
  | { readonly call: 'dup'; readonly fd: number; readonly min: number }
  | { readonly call: 'pipe' }
  | {
      readonly call: 'seek';
      readonly fd: number;
      readonly offset: number;
      readonly whence: 'set' | 'current' | 'end';
    }
  | { readonly call: 'stat'; readonly path: string; readonly follow: boolean }
  | { readonly call: 'fstat'; readonly fd: number }
  | { readonly call: 'readdir'; readonly path: string }
  | { readonly call: 'readlink'; readonly path: string }
  | { readonly call: 'access'; readonly path: string; readonly mode: number }
  | { readonly call: 'mkdir'; readonly path: string; readonly mode: number }
  | { readonly call: 'rmdir'; readonly path: string }
  | { readonly call: 'unlink'; readonly path: string }
  | { readonly call: 'rename'; readonly from: string; readonly to: string }
  | { readonly call: 'link'; readonly existing: string; readonly path: string }
  | { readonly call: 'symlink'; readonly target: string; readonly path: string }
  | { readonly call: 'mknod'; readonly path: string; readonly mode: number; readonly rdev: number }
  | { readonly call: 'chmod'; readonly path: string; readonly mode: number; readonly follow: boolean }
  | {
      readonly call: 'chown';
      readonly path: string;
      readonly uid: number;
      readonly gid: number;
      readonly follow: boolean;
    }
  | {
      readonly call: 'utimes';
      readonly path: string;
      readonly mtimeNs: bigint | undefined;
      readonly follow: boolean;
    }
  | { readonly call: 'truncate'; readonly path: string; readonly size: number }
  | { readonly call: 'statfs'; readonly path: string }
  | {
      readonly call: 'mount';
      readonly source: string;
      readonly target: string;
      readonly type: string;
      readonly options: string;
    }
  | { readonly call: 'umount'; readonly target: string }
  | { readonly call: 'chdir'; readonly path: string }
  | { readonly call: 'getcwd' }
  | { readonly call: 'umask'; readonly mask: number | undefined }
  | { readonly call: 'spawn'; readonly request: SpawnRequest }
  | {
      readonly call: 'exec';
      readonly path: string;
      readonly argv: readonly string[];
      readonly env: Readonly<Record<string, string>>;
    }
  | { readonly call: 'wait'; readonly pid: number; readonly noHang: boolean; readonly untraced: boolean }
  | { readonly call: 'kill'; readonly pid: number; readonly signal: Signal | 0 }
  | { readonly call: 'signalAction'; readonly signal: Signal; readonly action: SignalAction }
  | { readonly call: 'takeSignals' }
  | { readonly call: 'pause' }
  /** Nothing but a turn for others: a loop that makes no other call has to make this one. */
  | { readonly call: 'pass' }
  | { readonly call: 'sleep'; readonly ns: bigint }
  | {
      readonly call: 'poll';
      readonly fds: readonly number[];
      readonly timeoutNs: bigint | undefined;
      /** Connections and pipes that are asked for room to write (POLLOUT). */
      readonly writable: readonly number[];
    }
  | { readonly call: 'now' }
  | { readonly call: 'uptime' }
  | { readonly call: 'ids' }
  | {
      readonly call: 'setIds';
      readonly uid: number;
      readonly gid: number;
      readonly groups: readonly number[];
    }
  | { readonly call: 'setpgid'; readonly pid: number; readonly pgid: number }
  | { readonly call: 'setsid' }
  | { readonly call: 'getpgid'; readonly pid: number }
  | { readonly call: 'tcgetpgrp'; readonly fd: number }
  | { readonly call: 'tcsetpgrp'; readonly fd: number; readonly pgid: number }
  | { readonly call: 'tcgetattr'; readonly fd: number }
  | { readonly call: 'tcsetattr'; readonly fd: number; readonly attributes: TerminalAttributes }
  | { readonly call: 'winsize'; readonly fd: number; readonly set: WindowSize | undefined }
  | { readonly call: 'isatty'; readonly fd: number }
  | { readonly call: 'uname' }
  | { readonly call: 'sethostname'; readonly name: string }
  | { readonly call: 'processes' }
  | {
      readonly call: 'limits';
      readonly set: Readonly<Record<string, readonly [soft: number, hard: number]>> | undefined;
    }
  | { readonly call: 'random'; readonly bytes: number }
  | { readonly call: 'resolve'; readonly name: string }
  | { readonly call: 'interfaces' }
  | { readonly call: 'listen'; readonly port: number; readonly address: string }
  | { readonly call: 'accept'; readonly fd: number }
  | { readonly call: 'connect'; readonly address: string; readonly port: number }
  | { readonly call: 'shutdown'; readonly fd: number }
  /** Ends the process; open descriptors are closed. */
  | { readonly call: 'exit'; readonly code: number }
  /** Counts something the program was asked for and does not simulate, in `engine.unsimulated()`. */
  | { readonly call: 'unsimulated'; readonly feature: string }
  /** How many bytes of memory the process uses from now on, or how many more. Beyond the container's limit, the largest one is killed. */
  | { readonly call: 'memory'; readonly bytes: number; readonly more: boolean }
  /** An async program waits for a promise of the host: see async-program.ts. Virtual time stands still meanwhile. */
  | { readonly call: 'host' }
  /** Asks the daemon, as its client on /var/run/docker.sock would, to remove all that one of the filter sets means. */
  | { readonly call: 'reap'; readonly filterSets: readonly ReapFilters[] }
  /**
   * From here on, a copy of the process begins its program anew with this `start` and an empty record. Begun so, the
   * program may come to this checkpoint once more before it goes on; what it holds in `start` it must not change later.
   */
  | { readonly call: 'checkpoint'; readonly start: PlainData };

/** What each call resumes its program with. Where it fails, an Errno is thrown into the program instead. */
export interface SystemCallResults {
  /** Empty at the end of the file; else at least one byte. */
  read: Uint8Array;
  /** How much was taken: all of the data, unless `some` was asked for (the call waits while a pipe is full). */
  write: number;
  open: number;
  close: undefined;
  dup2: number;
  dup: number;
  pipe: readonly [readEnd: number, writeEnd: number];
  seek: number;
  stat: FileStatus;
  fstat: FileStatus;
  /** Sorted by name; without `.` and `..`. */
  readdir: readonly DirectoryEntry[];
  readlink: string;
  access: undefined;
  mkdir: undefined;
  rmdir: undefined;
  unlink: undefined;
  rename: undefined;
  link: undefined;
  symlink: undefined;
  mknod: undefined;
  chmod: undefined;
  chown: undefined;
  utimes: undefined;
  truncate: undefined;
  statfs: FileSystemStatus;
  mount: undefined;
  umount: undefined;
  chdir: undefined;
  getcwd: string;
  /** The mask before. */
  umask: number;
  /** The child's pid. */
  spawn: number;
  exec: never;
  /** Nothing where `noHang` found no ended child. Without any child to wait for: ECHILD. */
  wait: Waited | undefined;
  kill: undefined;
  /** The action before. */
  signalAction: SignalAction;
  /** Caught signals that arrived since the last call, in order of arrival. */
  takeSignals: readonly Signal[];
  /** Returns once a caught signal is there to take. */
  pause: undefined;
  pass: undefined;
  /** A caught signal ends it with EINTR, as it does every call that waits. */
  sleep: undefined;
  /** The descriptors that can be read (or accepted from) without waiting, in the order asked; empty after the timeout. */
  poll: readonly number[];
  /** Nanoseconds since 1970. */
  now: bigint;
  /** Nanoseconds since the host started. */
  uptime: bigint;
  ids: ProcessIds;
  setIds: undefined;
  setpgid: undefined;
  setsid: number;
  getpgid: number;
  tcgetpgrp: number;
  tcsetpgrp: undefined;
  tcgetattr: TerminalAttributes;
  tcsetattr: undefined;
  winsize: WindowSize;
  isatty: boolean;
  uname: SystemNames;
  sethostname: undefined;
  processes: readonly ProcessInfo[];
  limits: Readonly<Record<string, readonly [soft: number, hard: number]>>;
  random: Uint8Array;
  /** Addresses, IPv4 first; none where the name is unknown. */
  resolve: readonly string[];
  interfaces: readonly NetworkInterface[];
  listen: number;
  accept: Connection;
  /** The connection's descriptor. */
  connect: number;
  shutdown: undefined;
  exit: never;
  unsimulated: undefined;
  memory: undefined;
  host: typeof HOST_READY;
  reap: undefined;
  checkpoint: undefined;
}

/** What stat(2) tells. */
export interface FileStatus {
  readonly dev: number;
  readonly ino: number;
  /** Type and permission bits. */
  readonly mode: number;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev: number;
  readonly size: number;
  readonly mtimeNs: bigint;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly ino: number;
  /** Type and permission bits. */
  readonly mode: number;
}

/** What statfs(2) tells, in bytes and inodes. */
export interface FileSystemStatus {
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly blockSize: number;
  readonly total: number;
  readonly free: number;
  readonly available: number;
  readonly inodes: number;
  readonly freeInodes: number;
}

export interface SystemNames {
  readonly system: string;
  readonly node: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;
  readonly domain: string;
}

export interface NetworkInterface {
  /** `lo`, `eth0`, ... */
  readonly name: string;
  readonly index: number;
  readonly macAddress: string;
  readonly mtu: number;
  readonly up: boolean;
  /** `172.17.0.2/16`, `fe80::1/64`, ... */
  readonly addresses: readonly string[];
  readonly gateway: string;
}

/** An accepted connection: its descriptor, and who is at the other end. */
export interface Connection {
  readonly fd: number;
  readonly address: string;
  readonly port: number;
}

/** A process as ps, top and GET /containers/{id}/top show it. */
export interface ProcessInfo extends ProcessIds {
  readonly argv: readonly string[];
  /** The first 15 characters of the program's name, as /proc/PID/comm has it. */
  readonly name: string;
  readonly startedAtNs: bigint;
  readonly state: 'R' | 'S' | 'T' | 'Z';
  /** Whether it has a controlling terminal. */
  readonly tty: boolean;
}

export interface OpenFlags {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly create?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  readonly append?: boolean;
  readonly directory?: boolean;
}

/** `end` stands for a handler that ends the process with 0, as servers have one for SIGTERM. */
export type SignalAction = 'default' | 'ignore' | 'catch' | 'end';

/** What `host` gives: never kept in a record. */
export const HOST_READY: unique symbol = Symbol('host ready');

/** Anything structured-clonable without functions. */
export type PlainData = unknown;

export interface SpawnRequest {
  /** A path to execute, or a built-in program by name with its plain starting data (a subshell). */
  readonly image: { readonly path: string } | { readonly program: string; readonly start: PlainData };
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The child's descriptors: child's number to ours. */
  readonly fds: Readonly<Record<number, number>>;
  /** 0: a process group of its own; a number: that group; absent: ours. */
  readonly pgid?: number;
  /** Give the controlling terminal's foreground to the child's group. */
  readonly foreground?: boolean;
  /** Signals the child ignores (SIGINT and SIGQUIT in a background job of a shell without job control). */
  readonly ignore?: readonly Signal[];
  readonly cwd?: string;
}

export interface ProcessIds {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  readonly sid: number;
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

export interface WindowSize {
  readonly rows: number;
  readonly columns: number;
}

export interface TerminalAttributes {
  readonly echo: boolean;
  readonly canonical: boolean;
  readonly signals: boolean;
  /** Output newline becomes carriage return and newline (onlcr). */
  readonly newlineOut: boolean;
  /** Input carriage return becomes newline (icrnl). */
  readonly returnIn: boolean;
}

/** How a waited-for process ended. */
export type WaitStatus =
  | { readonly exitCode: number }
  | { readonly signal: Signal }
  | { readonly stopped: Signal };

export interface Waited {
  readonly pid: number;
  readonly status: WaitStatus;
  /** The code a shell and Docker show: the exit code, or 128 and the signal's number. */
  readonly exitCode: number;
}

/** A running program: resumed with each call's result, or with an Errno thrown into it. Returns its exit code. */
export type Running = Generator<SystemCall, number, unknown>;

/** What a program is started with. `start` is given to subshells and after a checkpoint. */
export interface ProgramContext {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly start: PlainData;
}

export type Program = (context: ProgramContext) => Running;

/** A step of a program that calls the kernel and gives back `T`. */
export type Sys<T> = Generator<SystemCall, T, unknown>;
