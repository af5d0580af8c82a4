import type { Engine } from '../engine.ts';
import { DockerError, systemError } from '../errors.ts';
import type { Container } from './container.ts';
import { findContainer } from './find.ts';
import { logAttributes } from './log-attributes.ts';
import { cpuSharesProblem } from './runc-failure.ts';
import { requireNotRestarting, requireRunning } from './running.ts';

/** What a container needs at its start: the namespaces it joins, devices (there are none), a log that can be kept. */
export function checkStartConditions(engine: Engine, container: Readonly<Container>): void {
  const { hostConfig } = container;
  const ipc = joined(hostConfig.IpcMode);
  if (ipc !== undefined) {
    prefixed(
      'failed to join IPC namespace',
      kind => kind,
      () => requireUsable(engine, ipc),
    );
  }
  for (const { Driver, Capabilities } of hostConfig.DeviceRequests ?? []) {
    const capabilities = (Capabilities ?? []).map(all => `[${all.join(' ')}]`).join(' ');
    throw systemError(`could not select device driver "${Driver}" with capabilities: [${capabilities}]`);
  }
  const pid = joined(hostConfig.PidMode);
  if (pid !== undefined) {
    // Within createSpec, where each error becomes a system error (moby daemon/start.go).
    prefixed(
      'failed to join PID namespace',
      () => 'system',
      () => requireUsable(engine, pid),
    );
  }
  logAttributes(container);
  const refusal = cpuSharesProblem(hostConfig.CpuShares);
  if (refusal !== undefined) throw systemError(`${IN_CGROUP}: ${refusal}`);
}

const IN_CGROUP =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error setting cgroup config for procHooks process';

/** The host name is that of the container whose network it joins (moby container_operations.go, initializeNetworking). */
export function hostnameOf(engine: Engine, { config, hostConfig }: Readonly<Container>): string {
  const ref = joined(hostConfig.NetworkMode);
  if (ref === undefined) return config.Hostname;
  try {
    return findContainer(engine, ref).config.Hostname;
  } catch {
    // Refused with its own sentence when the networks are connected.
    return config.Hostname;
  }
}

/** The container that a mode names: `container:ID`. */
function joined(mode: string): string | undefined {
  return mode.startsWith('container:') ? mode.slice('container:'.length) : undefined;
}

function requireUsable(engine: Engine, ref: string): void {
  const other = findContainer(engine, ref);
  requireRunning(other);
  requireNotRestarting(other);
}

function prefixed(
  words: string,
  kindOf: (kind: DockerError['kind']) => DockerError['kind'],
  act: () => void,
): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new DockerError(kindOf(error.kind), `${words}: ${error.message}`);
  }
}
