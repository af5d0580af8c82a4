/** An exec instance, as plain data. */
export interface Exec {
  readonly id: string;
  readonly containerId: string;
  readonly command: readonly string[];
  readonly env: readonly string[];
  readonly user: string;
  readonly workingDir: string;
  readonly tty: boolean;
  readonly privileged: boolean;
  readonly attachStdin: boolean;
  readonly attachStdout: boolean;
  readonly attachStderr: boolean;
  /** Bytes; empty for ctrl-p ctrl-q. */
  readonly detachKeys: Uint8Array;
  readonly consoleSize: readonly [height: number, width: number] | null;
  /** As the host shows it; 0 before it ran, and where it could not be started. Kept after its end. */
  pid: number;
  state:
    | { readonly status: 'created' }
    | { readonly status: 'running' }
    | { readonly status: 'exited'; readonly exitCode: number; readonly endedAtNs: bigint };
}
