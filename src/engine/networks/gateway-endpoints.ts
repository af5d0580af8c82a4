import type { Container } from '../containers/container.ts';
import type { Endpoint } from '../containers/endpoint.ts';
import type { Engine } from '../engine.ts';
import type { Network } from './network.ts';

export interface GatewayEndpoint {
  readonly network: Readonly<Network>;
  readonly endpoint: Endpoint;
}

/** Which endpoints give a container its way out, for each family; the same one where it has both. */
export interface GatewayEndpoints {
  readonly ipv4: GatewayEndpoint | undefined;
  readonly ipv6: GatewayEndpoint | undefined;
}

/** moby libnetwork/default_gateway.go, selectGatewayEndpoint, over the endpoints in the order of sandbox.go. */
export function gatewayEndpoints(engine: Engine, container: Readonly<Container>): GatewayEndpoints {
  let ipv4: GatewayEndpoint | undefined;
  let ipv6: GatewayEndpoint | undefined;
  for (const each of orderedEndpoints(engine, container)) {
    const { gateway, ipv6Gateway } = each.endpoint;
    // One with both comes before better ones with only one of them.
    if (gateway !== '' && ipv6Gateway !== '') return { ipv4: each, ipv6: each };
    if (gateway !== '') ipv4 ??= each;
    if (ipv6Gateway !== '') ipv6 ??= each;
  }
  return { ipv4, ipv6 };
}

/** A running container's endpoints, best way out first. */
export function orderedEndpoints(engine: Engine, container: Readonly<Container>): GatewayEndpoint[] {
  const found: GatewayEndpoint[] = [];
  for (const endpoint of container.endpoints.values()) {
    const network = engine.state.networks.get(endpoint.networkId);
    if (endpoint.endpointId !== '' && network !== undefined) found.push({ network, endpoint });
  }
  return found.length < 2 ? found : found.sort(compare);
}

function compare(one: GatewayEndpoint, other: GatewayEndpoint): number {
  const priority = other.endpoint.requested.gwPriority - one.endpoint.requested.gwPriority;
  if (priority !== 0) return priority;
  const internal = Number(one.network.internal) - Number(other.network.internal);
  if (internal !== 0) return internal;
  const ways = ({ endpoint }: GatewayEndpoint) =>
    Number(endpoint.gateway !== '') + Number(endpoint.ipv6Gateway !== '');
  return ways(other) - ways(one) || (one.network.name < other.network.name ? -1 : 1);
}
