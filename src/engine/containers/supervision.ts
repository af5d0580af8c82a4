import { type LogFiles, newLogFiles } from './log-files.ts';

/** What the daemon minds about a container's run without showing it: restarts, unfinished log lines, probes. */
export interface Supervision {
  /** Between the two halves of `docker restart`: its stop does not remove an `--rm` container. */
  manuallyRestarting: boolean;
  /** Set while `docker rm` works on it, whatever its lifecycle shows. */
  removalInProgress: boolean;
  restarts: Restarts;
  logFiles: LogFiles;
  /** What each stream wrote since its last newline. */
  unfinished: { stdout: UnfinishedLine | undefined; stderr: UnfinishedLine | undefined };
  probe: Probe | undefined;
  /** Execs that have ended: inspected for some minutes more, and no part of the container's `ExecIDs`. */
  endedExecIds: string[];
}

/** moby restartmanager/restartmanager.go. A start by hand begins anew. */
export interface Restarts {
  /** How long the last back-off was; 0 before the first. */
  backoffNs: bigint;
  /** A kill or stop cancels it for good: no restart until somebody starts the container again. */
  canceled: boolean;
  /** The pending restart's timer. */
  timerId: number | undefined;
}

export interface UnfinishedLine {
  /** When its first piece was logged; each further piece bears the same time. */
  readonly firstPieceNs: bigint | undefined;
  readonly bytes: Uint8Array;
}

/** A running container's health monitor. */
export interface Probe {
  /** The next probe's timer, or the running one's timeout. */
  timerId: number;
  /** The probe that runs now. */
  running: RunningProbe | undefined;
}

export interface RunningProbe {
  readonly execId: string;
  readonly startNs: bigint;
  readonly output: Uint8Array;
  /** More was written than is kept. */
  readonly truncated: boolean;
}

export const newRestarts = (): Restarts => ({
  backoffNs: 0n,
  canceled: false,
  timerId: undefined,
});

export const newSupervision = (): Supervision => ({
  manuallyRestarting: false,
  removalInProgress: false,
  restarts: newRestarts(),
  logFiles: newLogFiles(),
  unfinished: { stdout: undefined, stderr: undefined },
  probe: undefined,
  endedExecIds: [],
});
