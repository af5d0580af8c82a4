import { toBase64 } from '../../support/base64.ts';
import type { Engine } from '../engine.ts';
import { findExec } from './find.ts';

/** GET /exec/{id}/json, in dockerd's order of fields (moby api/types/backend, ExecInspect). */
export function inspectExec(engine: Engine, id: string): object {
  const exec = findExec(engine, id);
  const [entrypoint, ...args] = exec.command;
  return {
    ID: exec.id,
    Running: exec.state.status === 'running',
    ExitCode: exec.state.status === 'exited' ? exec.state.exitCode : null,
    ProcessConfig: {
      tty: exec.tty,
      entrypoint,
      arguments: args,
      privileged: exec.privileged,
      ...(exec.user !== '' && { user: exec.user }),
    },
    OpenStdin: exec.attachStdin,
    OpenStderr: exec.attachStderr,
    OpenStdout: exec.attachStdout,
    CanRemove: false,
    ContainerID: exec.containerId,
    DetachKeys: toBase64(exec.detachKeys),
    Pid: exec.pid,
  };
}
