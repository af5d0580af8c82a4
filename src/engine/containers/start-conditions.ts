import type { Engine } from '../engine.ts';
import { DockerError, invalidParameter, systemError } from '../errors.ts';
import { existsOnHost } from '../world/files/container-files.ts';
import type { Container } from './container.ts';
import { findContainer } from './find.ts';
import { logAttributes } from './log-attributes.ts';
import { requireNotRestarting, requireRunning } from './running.ts';
import { START_REFUSALS } from './start-refusals.ts';

/** Comes before its volumes are mounted (moby daemon/start.go, setupContainerDirs). */
export function checkJoinedIpc(engine: Engine, { hostConfig }: Readonly<Container>): void {
  const ipc = joined(hostConfig.IpcMode);
  if (ipc !== undefined) {
    prefixed(
      'failed to join IPC namespace',
      kind => kind,
      () => {
        const donor = requireUsable(engine, ipc);
        if (/^(private|none)$/.test(donor.hostConfig.IpcMode)) {
          throw invalidParameter(
            `container ${donor.id}: non-shareable IPC (hint: use IpcMode:shareable for the donor container)`,
          );
        }
      },
    );
  }
}

/** What a container needs at its start beside: another PID namespace, devices (there are none), a log that can be kept. */
export function checkStartConditions(engine: Engine, container: Readonly<Container>): void {
  const { hostConfig } = container;
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
  for (const refusalOf of START_REFUSALS) {
    const refusal = refusalOf(hostConfig, path => existsOnHost(engine, path));
    if (refusal !== undefined) throw systemError(refusal);
  }
}

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

function requireUsable(engine: Engine, ref: string): Readonly<Container> {
  const other = findContainer(engine, ref);
  requireRunning(other);
  requireNotRestarting(other);
  return other;
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
