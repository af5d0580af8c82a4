import type { Engine } from '../engine.ts';
import { invalidParameter } from '../errors.ts';
import { validateEndpoint } from '../networks/endpoint-settings.ts';
import { findNetwork } from '../networks/find.ts';
import type { Network } from '../networks/network.ts';
import { joinErrors } from '../networks/validate-ipam.ts';
import type { ContainerConfig } from './config.ts';
import { type Endpoint, noEndpointRequest, pendingEndpoint } from './endpoint.ts';
import type { HostConfig } from './host-config.ts';
import { containerOfMode, isUserDefined } from './modes.ts';
import type { RequestedEndpoints } from './validate-request.ts';

/** moby daemon/create.go, validateNetworkingConfig. A network may still be missing: that is an error at start. */
export function validateEndpoints(engine: Engine, endpoints: RequestedEndpoints): void {
  const errors: string[] = [];
  for (const [name, request] of endpoints) {
    if (request === null) {
      errors.push(`invalid config for network ${name}: EndpointsConfig is nil`);
      continue;
    }
    try {
      validateEndpoint(networkIfThere(engine, name) ?? { name, ipam: undefined }, request);
    } catch (error) {
      errors.push(`invalid config for network ${name}: ${(error as Error).message}`);
    }
  }
  if (errors.length > 0) throw invalidParameter(joinErrors(errors));
}

function networkIfThere(engine: Engine, ref: string): Readonly<Network> | undefined {
  try {
    return findNetwork(engine, ref);
  } catch {
    return undefined;
  }
}

/** A new container's endpoints, by network name (moby daemon/container_operations.go, updateContainerNetworkSettings). */
export function requestedEndpoints(
  engine: Engine,
  { NetworkDisabled }: ContainerConfig,
  { NetworkMode: mode }: HostConfig,
  requests: RequestedEndpoints,
): Map<string, Endpoint> {
  if (NetworkDisabled || containerOfMode(mode) !== undefined) return new Map();
  const network = isUserDefined(mode) ? networkIfThere(engine, mode) : undefined;
  const name = network?.name ?? mode;
  if (requests.size === 0) return new Map([[name, pendingEndpoint({ ...noEndpointRequest })]]);
  const endpoints = new Map<string, Endpoint>();
  for (const [key, request] of requests) {
    const isMain = key === network?.id && !requests.has(name);
    endpoints.set(isMain ? name : key, pendingEndpoint(request ?? { ...noEndpointRequest }));
  }
  return endpoints;
}
