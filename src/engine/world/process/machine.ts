import type { AppendLog } from '../../../support/append-log.ts';
import type { NodeId } from '../files/file-system.ts';
import type { MachineSpec, ProcessOwner } from './processes.ts';
import type { Signal } from './signal.ts';
import type {
  PlainData,
  SignalAction,
  SystemCall,
  TerminalAttributes,
  WaitStatus,
  WindowSize,
} from './system-call.ts';
import type { Traffic, TrafficLink } from './traffic.ts';

/**
 * A running container as its kernel sees it: all of it plain data, so that a copy of the engine goes on from it.
 * What runs (the generators) stands beside it, in live-programs.ts, and can be made anew from it.
 */
export interface Machine {
  readonly id: string;
  readonly spec: MachineSpec;
  hostname: string;
  /** The host's pid of what started pid 1 (containerd's shim). */
  readonly hostParentPid: number;
  nextPid: number;
  /** For descriptions, pipes and terminals alike. */
  nextId: number;
  /** `docker pause`. */
  frozen: boolean;
  /** Its pid 1 takes no signal that it could catch: a test wants to see a stop that hangs. */
  hangs: boolean;
  /** The kernel has killed a process of it for want of memory. */
  oomKilled: boolean;
  /** System calls made by all its processes: what its processor time is counted by. */
  steps: number;
  /** Whether it stands in the run queue. */
  queued: boolean;
  /** Processes that can run, by pid, in the order of their turns. */
  ready: number[];
  readonly processes: Map<number, Process>;
  readonly descriptions: Map<number, Description>;
  readonly pipes: Map<number, Pipe>;
  readonly terminals: Map<number, Terminal>;
  /** What its own sockets sent and got, by the interface's name. */
  readonly traffic: Map<string, Traffic>;
  /** By exec id; the container's own under ''. */
  readonly tasks: Map<string, Task>;
}

/** What all machines share. Plain data as well. */
export interface KernelState {
  nextHostPid: number;
  /** Machines with something to run, in the order of their turns. */
  runQueue: string[];
  /** When the simulated host was started. */
  readonly bootedNs: bigint;
}

export interface Process {
  readonly pid: number;
  readonly hostPid: number;
  ppid: number;
  pgid: number;
  sid: number;
  uid: number;
  gid: number;
  groups: readonly number[];
  /** What runs, for ProgramTable. */
  program: string;
  /** The file it was started from; empty where there is none. */
  executable: string;
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  start: PlainData;
  /** What its system calls gave since it was started or reached its last checkpoint; a failure as `{ errno }`. */
  record: AppendLog<unknown>;
  /** Bytes of data in the record. */
  recordBytes: number;
  /** The call it asked for last, to be tried (again) at its next turn. Nothing: it has not begun. */
  call: SystemCall | undefined;
  /** System calls it has made. */
  steps: number;
  /** Bytes of memory it says it uses; what every process needs is not in it. */
  memory: number;
  /** How far a write has come. */
  progress: number;
  /** When the call it waits in gives up. */
  untilNs: bigint | undefined;
  timer: number;
  status: 'ready' | 'waiting' | 'stopped' | 'ended';
  end: WaitStatus | undefined;
  /** The signal that stopped it, until its parent was told. */
  unreportedStop: Signal;
  readonly fds: Map<number, number>;
  cwd: string;
  umask: number;
  /** What is not `default`. */
  readonly actions: Map<Signal, SignalAction>;
  /** Caught signals that it has not taken yet. */
  caught: Signal[];
  /** Signals that came while it was stopped or frozen. */
  held: Signal[];
  /** Whose first process it is; undefined for all others. */
  readonly task: string | undefined;
  readonly startedAtNs: bigint;
  limits: Readonly<Record<string, readonly [soft: number, hard: number]>> | undefined;
}

/** The first process of a container or an exec, and the host's ends of its streams. */
export interface Task {
  readonly pid: number;
  readonly owner: ProcessOwner;
  /** The pipe its stdin reads from, where somebody can write to it. */
  readonly stdin: number | undefined;
  readonly terminal: number | undefined;
  inputClosed: boolean;
  /** The host takes no output for now. */
  outputStopped: boolean;
  /** Writers that wait until the host takes output again. */
  outputWaiters: Waiter[];
}

/** Who is to be woken when something changes. */
export interface Waiter {
  readonly machine: string;
  /** Below zero it is the host that waits, for the pipe of that number. */
  readonly pid: number;
}

/** An open file description: shared by all descriptors that came from one open through dup, spawn and exec. */
export type Description = { refs: number } & (
  | OpenFileDescription
  | { readonly kind: 'device'; readonly device: Device }
  | { readonly kind: 'pipe'; readonly pipe: number; readonly end: 'read' | 'write' }
  | { readonly kind: 'output'; readonly task: string; readonly stream: 'stdout' | 'stderr' }
  | { readonly kind: 'terminal'; readonly terminal: number }
  | Listener
  | ConnectionEnd
);

/** An open file or directory; with `mountId`, `node` and `path` it is an OpenFile of the FileSystemView. */
export interface OpenFileDescription {
  readonly kind: 'file';
  refs: number;
  readonly mountId: number;
  readonly node: NodeId;
  readonly path: string;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly append: boolean;
  offset: number;
}

export type Device = 'null' | 'zero' | 'full' | 'random';

/** A socket that listens. */
export interface Listener {
  readonly kind: 'listener';
  refs: number;
  readonly address: string;
  readonly port: number;
  /** Connections that nobody has accepted yet. */
  backlog: ConnectionEnd[];
  waiters: Waiter[];
}

export interface Address {
  readonly address: string;
  readonly port: number;
}

/** One end of a connection: what it reads lies in a pipe of its own machine, what it writes in the other's. */
export interface ConnectionEnd {
  readonly kind: 'connection';
  refs: number;
  readonly incoming: number;
  readonly peer: { readonly machine: string; readonly pipe: number };
  readonly local: Address;
  readonly remote: Address;
  shutdown: boolean;
}

/** Bytes on their way. A pipe holds 64 KiB; only the host may put in more, and waits for its promise instead. */
export interface Pipe {
  /** Between which interfaces, where it is one direction of a connection. */
  readonly link?: TrafficLink;
  chunks: Uint8Array[];
  bytes: number;
  readers: number;
  writers: number;
  waiters: Waiter[];
}

export interface Terminal {
  /** N of /dev/pts/N. */
  readonly index: number;
  attributes: TerminalAttributes;
  size: WindowSize;
  /** The session it controls, and that session's foreground group; 0 for none. */
  sid: number;
  foreground: number;
  /** The line being typed. */
  line: number[];
  /** Where the cursor is, and where it was when the line began: a tab that is erased takes it back. */
  column: number;
  lineColumn: number;
  /** The next byte is taken as it is (Ctrl-V). */
  literal: boolean;
  /** Input to read: lines in canonical mode, an empty chunk being Ctrl-D on an empty line. */
  input: Uint8Array[];
  waiters: Waiter[];
  /** Where its output goes. */
  readonly task: string;
  /** The host has hung up. */
  closed: boolean;
}
