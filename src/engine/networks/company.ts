import type { Container } from '../containers/container.ts';
import type { Engine } from '../engine.ts';
import { DockerError, invalidParameter } from '../errors.ts';
import { networkOfEndpoint } from './attach.ts';
import type { Network } from './network.ts';

/**
 * Refuses a network that does not go with the container's others: host shares no company, and neither does none
 * (moby daemon/container_operations.go, updateNetworkSettings).
 */
export function checkCompany(
  engine: Engine,
  container: Readonly<Container>,
  network: Readonly<Network>,
): void {
  if (container.hostConfig.NetworkMode !== 'host' && network.driver === 'host') {
    throw invalidParameter(
      'cannot connect container to host network - container must be created in host network mode',
    );
  }
  for (const [name, endpoint] of container.endpoints) {
    const other = findIfThere(() => networkOfEndpoint(engine, name, endpoint));
    if (other === undefined) continue;
    if (other.name === network.name) return;
    if (other.driver === 'host' || network.driver === 'host') throw sharedNetwork();
    if (other.name === 'none' || network.name === 'none') {
      throw invalidParameter(
        'container cannot be connected to multiple networks with one of the networks in private (none) mode',
      );
    }
  }
}

export const sharedNetwork = () =>
  invalidParameter(
    'container sharing network namespace with another container or host cannot be connected to any other network',
  );

export function findIfThere<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof DockerError) return undefined;
    throw error;
  }
}
