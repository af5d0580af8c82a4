import type { Container } from '../containers/container.ts';
import { findContainer } from '../containers/find.ts';
import { isRunning } from '../containers/running.ts';
import type { Engine } from '../engine.ts';
import { DockerError, invalidParameter, notFound, systemError } from '../errors.ts';
import { writeResolutionFiles } from '../world/files/container-files.ts';
import { detach } from './attach.ts';
import { findIfThere } from './company.ts';
import { refuseRemoval } from './connect.ts';
import { findNetwork } from './find.ts';
import { gatewayEndpoints } from './gateway-endpoints.ts';
import type { Network } from './network.ts';
import { emitNetworkEvent } from './network-event.ts';
import { republishPorts } from './publish-ports.ts';

/** Disconnects a container from a network (moby daemon/network.go, DisconnectContainerFromNetwork). */
export function disconnectNetwork(
  engine: Engine,
  networkRef: string,
  containerRef: string,
  force: boolean,
): void {
  const container = findContainerOrForce(engine, networkRef, containerRef, force);
  const { id } = container;
  const network = findIfThere(() => findNetwork(engine, networkRef));
  if (isRunning(container) && !(network === undefined && force)) {
    disconnectRunning(engine, container, network ?? findNetwork(engine, networkRef));
    return;
  }
  refuseRemoval(container);
  const name = network?.name ?? networkRef;
  if (!container.endpoints.has(name)) {
    throw systemError(`container ${id} is not connected to the network ${name}`);
  }
  const edited = engine.state.containers.edit(id);
  edited.endpoints.delete(name);
  edited.listedEndpoints = undefined;
}

/** With force, dockerd looks for an endpoint of that name when there is no such container; we never leave one. */
function findContainerOrForce(
  engine: Engine,
  networkRef: string,
  containerRef: string,
  force: boolean,
): Readonly<Container> {
  try {
    return findContainer(engine, containerRef);
  } catch (error) {
    if (!(error instanceof DockerError) || !force) throw error;
    findNetwork(engine, networkRef);
    throw notFound(`endpoint ${containerRef} not found`);
  }
}

function disconnectRunning(
  engine: Engine,
  { id, hostConfig }: Readonly<Container>,
  network: Readonly<Network>,
): void {
  if (hostConfig.NetworkMode === 'host' && network.driver === 'host') {
    throw invalidParameter(
      'cannot disconnect container from host network - container was created in host network mode',
    );
  }
  if (!network.endpoints.has(id)) {
    throw systemError(`container ${id} is not connected to network ${network.name}`);
  }
  const before = gatewayEndpoints(engine, engine.state.containers.get(id) as Readonly<Container>);
  detach(engine, id, network.name);
  engine.state.containers.edit(id).endpoints.delete(network.name);
  republishPorts(engine, id, before);
  writeResolutionFiles(engine, id);
  emitNetworkEvent(engine, network, 'disconnect', id);
}
