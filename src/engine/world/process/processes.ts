import type { Runnable } from '../driver.ts';
import type { HostConnection } from './host-connections.ts';
import type { Address } from './machine.ts';
import type { Signal } from './signal.ts';
import type { ProcessInfo, WaitStatus, WindowSize } from './system-call.ts';
import type { Traffic } from './traffic.ts';

/** The world of one running container, as `start` needs to know it. Its files come from the kernel's `files`. */
export interface MachineSpec {
  readonly hostname: string;
  readonly domainname: string;
  /** Docker's --init: pid 1 is docker-init, which reaps and passes signals on to the program. */
  readonly init: boolean;
  /** Its processes are in the host's or another container's PID namespace: the first has no rights of an init. */
  readonly sharesPids?: boolean;
  /** The reference the container was created with, for programs registered for an image. */
  readonly image: string;
  /** Soft and hard limits that differ from the daemon's, by Docker's names: `nofile`, `nproc`. */
  readonly ulimits: Readonly<Record<string, readonly [soft: number, hard: number]>>;
  /** What its root may do. Default: what Docker leaves a container. */
  readonly security?: SecuritySpec;
  /** The most its processes may use, in bytes; 0 for no limit. */
  readonly memory: number;
  /** The most processes there may be; 0 for no limit. */
  readonly pids?: number;
}

/** A container's confinement, as /proc/PID/status shows it. */
export interface SecuritySpec {
  /** A bit for each capability, in the kernel's order. */
  readonly capabilities: bigint;
  readonly noNewPrivileges: boolean;
  readonly seccomp: boolean;
}

/** How to start a container's first process, or an exec's. */
export interface ProcessSpec {
  readonly argv: readonly string[];
  /** `NAME=value`, in order, before what runc adds to it (HOME). */
  readonly env: readonly string[];
  /** Made if it is missing (by runc, for a container's first process); empty is `/`. */
  readonly cwd: string;
  /** Docker's user string: empty, name, uid, name:group, uid:gid. */
  readonly user: string;
  /** Docker's --group-add: names or numbers. */
  readonly groups: readonly string[];
  readonly tty: boolean;
  /** Whether somebody can write to stdin; else it is /dev/null. */
  readonly openStdin: boolean;
  readonly consoleSize: WindowSize | undefined;
}

/** The host's end of a process's standard input, and of its output's brake. Output itself goes to `ProcessEvents`. */
export interface StandardStreams {
  /** Resolves once the process's pipe or terminal has room again; at once where nobody reads any more. */
  writeInput(data: Uint8Array): Promise<void>;
  closeInput(): void;
  /** Lets the writers go on that `output` stopped. */
  resumeOutput(): void;
}

/** How a container's first process or an exec's ended. */
export interface ProcessEnd {
  /** 0 to 255; 128 and the signal's number where a signal ended it. */
  readonly exitCode: number;
  readonly oomKilled: boolean;
}

/** What a machine's processes have used since it was started. */
export interface Usage {
  readonly cpuNs: bigint;
  /** Bytes that programs said they use. */
  readonly memory: number;
  /** By the name of the interface; what carried nothing is not in it. */
  readonly traffic: ReadonlyMap<string, Traffic>;
}

/** Whose first process it is: plain data, so that a copy of the engine keeps it. */
export type ProcessOwner =
  | { readonly kind: 'container'; readonly containerId: string }
  | { readonly kind: 'exec'; readonly execId: string; readonly containerId: string };

/** What the kernel tells the daemon, within `run` or within the call that caused it. */
export interface ProcessEvents {
  /**
   * Output as it is written; with a tty all of it is `stdout`. The answer false stops the writers until
   * `resumeOutput` (backpressure).
   */
  processOutput(owner: ProcessOwner, stream: 'stdout' | 'stderr', data: Uint8Array): boolean;
  /** After its last output. A container's machine is gone by then. */
  processEnded(owner: ProcessOwner, end: ProcessEnd): void;
}

/**
 * What the verbs ask of the simulated kernel. One machine a running container: its own pids, files and network names.
 * Starting throws a DockerError with runc's sentence where the program, the directory or the user is not there.
 */
export interface Processes extends Runnable {
  /** Makes a machine and its pid 1, which runs at the next `run`. Returns the pid as the host would show it. */
  start(containerId: string, machine: MachineSpec, spec: ProcessSpec): number;
  /** Starts another process in a running machine (exec). Returns its host pid. */
  exec(containerId: string, execId: string, spec: ProcessSpec): number;
  streams(containerId: string, execId?: string): StandardStreams | undefined;
  /** To the container's pid 1, or to an exec's process, from outside. */
  signal(containerId: string, signal: Signal, execId?: string): void;
  /** A connection from outside to what listens in the container's network; undefined where nobody does. */
  dial(containerId: string, from: Address, to: Address): HostConnection | undefined;
  /** Ends the container's pid 1 at once, whatever it does: with a code, or as by a signal. */
  end(containerId: string, end: WaitStatus, cause?: 'oom'): void;
  /** From now on the container's pid 1 takes no signal that can be caught. */
  hang(containerId: string): void;
  /** What the machine has used. */
  usage(containerId: string): Usage;
  resize(containerId: string, size: WindowSize, execId?: string): void;
  /** Freezes and thaws every process of the machine (the freezer cgroup). */
  pause(containerId: string): void;
  unpause(containerId: string): void;
  /** With pids as the host shows them. */
  list(containerId: string): readonly ProcessInfo[];
  /** Drops a machine at once, without a word to `processEnded`. Nothing happens where there is none. */
  remove(containerId: string): void;
}
