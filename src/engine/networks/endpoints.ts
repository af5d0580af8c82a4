import type { Container } from '../containers/container.ts';
import { findContainer } from '../containers/find.ts';
import type { Engine } from '../engine.ts';
import { conflict, DockerError, systemError } from '../errors.ts';
import { attach, detach, forgotten, networkOfEndpoint } from './attach.ts';
import { findIfThere } from './company.ts';
import { emitNetworkEvent } from './network-event.ts';
import { unpublishPorts } from './publish-ports.ts';

/**
 * Connects a container that starts to its networks: addresses, ports, `network connect` events. Called once the
 * process exists and before it runs (moby daemon/start_linux.go, initializeCreatedTask). What it took before an
 * error is given back by `releaseEndpoints`, which the failed start calls.
 */
export function allocateEndpoints(engine: Engine, containerId: string): void {
  const { containers } = engine.state;
  const { hostConfig, config } = containers.get(containerId) as Readonly<Container>;
  if (config.NetworkDisabled) return;
  if (hostConfig.NetworkMode.startsWith('container:')) {
    checkJoinedContainer(engine, containerId, hostConfig.NetworkMode.slice('container:'.length));
    return;
  }
  const container = containers.edit(containerId);
  container.sandboxId = engine.random.hex('ids', 64);
  // The default network first, for the sake of links; dockerd walks a map of the others.
  const inOrder = [...container.endpoints].sort(
    ([a], [b]) => Number(b === 'bridge') - Number(a === 'bridge'),
  );
  for (const [name, endpoint] of inOrder) {
    try {
      container.endpoints.set(name, forgotten(endpoint));
      attach(engine, containerId, name, forgotten(endpoint));
    } catch (error) {
      if (!(error instanceof DockerError)) throw error;
      throw new DockerError(error.kind, `failed to set up container networking: ${error.message}`);
    }
  }
}

/** moby daemon/container_operations.go, getNetworkedContainer. */
function checkJoinedContainer(engine: Engine, containerId: string, ref: string): void {
  let joined: Readonly<Container>;
  try {
    joined = findContainer(engine, ref);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    const kind = error.kind === 'notFound' ? 'system' : error.kind;
    throw new DockerError(kind, `joining network namespace of container: ${error.message}`);
  }
  if (joined.id === containerId) throw systemError('cannot join own network namespace');
  const { status } = joined.lifecycle;
  if (status === 'restarting') {
    throw conflict(
      `cannot join network namespace of container: Container ${ref} is restarting, wait until the container is running`,
    );
  }
  if (status !== 'running' && status !== 'paused') {
    throw conflict(
      `cannot join network namespace of a non running container: container ${joined.name} is ${status}`,
    );
  }
}

/** Gives back what `allocateEndpoints` took; `network disconnect` events, also where the start failed before it. */
export function releaseEndpoints(engine: Engine, containerId: string): void {
  const container = engine.state.containers.edit(containerId);
  const { NetworkMode } = container.hostConfig;
  if (container.config.NetworkDisabled || NetworkMode.startsWith('container:')) return;
  unpublishPorts(engine, container);
  container.sandboxId = '';
  const left = [...container.endpoints].map(([name, endpoint]) => {
    detach(engine, containerId, name);
    container.endpoints.set(name, forgotten(endpoint));
    return findIfThere(() => networkOfEndpoint(engine, name, endpoint));
  });
  for (const network of left) {
    if (network !== undefined) emitNetworkEvent(engine, network, 'disconnect', containerId);
  }
}
