import type { FileSystemView } from '../files/file-system-view.ts';
import type { Signal } from './signal.ts';
import type { ProcessInfo, WindowSize } from './system-call.ts';

/** How to start a container's first process, or an exec's. */
export interface ProcessSpec {
  readonly argv: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  /** Docker's user string: empty, name, uid, name:group, uid:gid. */
  readonly user: string;
  readonly tty: boolean;
  /** Whether somebody can write to stdin; else it is /dev/null. */
  readonly openStdin: boolean;
  readonly consoleSize: WindowSize | undefined;
}

/** The host's ends of a process's standard streams. With a tty all output is `stdout`. */
export interface StandardStreams {
  /** Output as it is written, to one listener (the last one given); without a listener it is dropped. Return false to stop the writers until `resume` (backpressure). */
  onOutput(listener: (stream: 'stdout' | 'stderr', data: Uint8Array) => boolean): {
    resume(): void;
    stop(): void;
  };
  /** Resolves once the process's pipe or terminal took it; at once where nobody reads any more. */
  writeInput(data: Uint8Array): Promise<void>;
  closeInput(): void;
}

/** How a container's first process or an exec's ended. */
export interface ProcessEnd {
  /** 0 to 255; 128 and the signal's number where a signal ended it. */
  readonly exitCode: number;
  readonly oomKilled: boolean;
}

/**
 * What the verbs ask of the simulated kernel. One machine a running container: its own pids, files and network names.
 * Starting throws a DockerError with runc's sentence where the program, the directory or the user is not there.
 */
export interface Processes {
  /** Makes a machine and its pid 1, which runs at the next `run`. Returns the pid as the host would show it. */
  start(containerId: string, files: FileSystemView, spec: ProcessSpec, onEnd: EndHandler): number;
  /** Starts another process in a running machine (exec). Returns its host pid. */
  exec(containerId: string, execId: string, spec: ProcessSpec, onEnd: EndHandler): number;
  streams(containerId: string, execId?: string): StandardStreams | undefined;
  signal(containerId: string, signal: Signal): void;
  resize(containerId: string, size: WindowSize, execId?: string): void;
  /** Freezes and thaws every process of the machine (the freezer cgroup). */
  pause(containerId: string): void;
  unpause(containerId: string): void;
  list(containerId: string): readonly ProcessInfo[];
  /** Drops the machine of a container that ended. */
  remove(containerId: string): void;
  /** Runs at most `maxSteps` steps; true while something can still run. */
  run(maxSteps: number): boolean;
}

/** Whose end it is, for `engine.processEnded`: plain data, so that a copy of the engine keeps it. */
export type EndHandler =
  | { readonly kind: 'container'; readonly containerId: string }
  | { readonly kind: 'exec'; readonly execId: string };
