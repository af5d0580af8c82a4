import type { Container } from '../containers/container.ts';
import { type EndpointRequest, pendingEndpoint } from '../containers/endpoint.ts';
import { findContainer } from '../containers/find.ts';
import { isRunning } from '../containers/running.ts';
import type { Engine } from '../engine.ts';
import { systemError } from '../errors.ts';
import { writeResolutionFiles } from '../world/files/container-files.ts';
import { attach } from './attach.ts';
import { checkCompany, findIfThere, sharedNetwork } from './company.ts';
import { dnsNamesOf, validateEndpoint } from './endpoint-settings.ts';
import { findNetwork } from './find.ts';

/** Connects a container, running or not, to a network (moby daemon/container_operations.go, ConnectToNetwork). */
export function connectNetwork(
  engine: Engine,
  networkRef: string,
  containerRef: string,
  request: EndpointRequest,
): void {
  const found = findContainer(engine, containerRef);
  const { id, hostConfig } = found;
  // A wished MAC address is shown until the endpoint gets its own: only `create` remembers it.
  const endpoint = { ...pendingEndpoint({ ...request, macAddress: '' }), macAddress: request.macAddress };
  if (isRunning(found)) {
    if (hostConfig.NetworkMode.startsWith('container:')) throw sharedNetwork();
    const network = findNetwork(engine, networkRef);
    validateEndpoint(network, request);
    attach(engine, id, networkRef, endpoint);
    writeResolutionFiles(engine, id);
    return;
  }
  refuseRemoval(found);
  const container = engine.state.containers.edit(id);
  const network = findIfThere(() => findNetwork(engine, networkRef));
  if (network === undefined) {
    // dockerd believes the user: the network may be there when the container starts.
    container.endpoints.set(networkRef, endpoint);
    container.listedEndpoints = undefined;
    return;
  }
  const dnsNames = dnsNamesOf(container, network, request.aliases);
  validateEndpoint(network, request);
  checkCompany(engine, container, network);
  if (!container.endpoints.has(network.name))
    container.endpoints.set(network.name, { ...endpoint, dnsNames });
  container.listedEndpoints = undefined;
}

export function refuseRemoval({ id, lifecycle: { status } }: Readonly<Container>): void {
  if (status !== 'removing' && status !== 'dead') return;
  throw systemError(
    `Container ${id} is marked for removal and cannot be connected or disconnected to the network`,
  );
}
