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
  readonly detachKeys: string;
  consoleSize: [height: number, width: number] | null;
  state: { status: 'created' } | { status: 'running'; pid: number } | { status: 'exited'; exitCode: number };
}
