import type { Container } from '../containers/container.ts';
import type { Engine } from '../engine.ts';
import { type GatewayEndpoint, orderedEndpoints } from './gateway-endpoints.ts';

/**
 * The addresses that Docker's DNS has for a name asked in a container, IPv4 first; none where it does not know the
 * name (moby libnetwork/sandbox.go, ResolveName). `web.shop` means `web.shop`, or `web` on the network `shop`.
 */
export function resolveName(engine: Engine, containerId: string, name: string): string[] {
  const container = engine.state.containers.get(containerId);
  if (container === undefined) return [];
  const endpoints = orderedEndpoints(engine, container);
  const asked = name.toLowerCase().replace(/\.$/, '');
  for (let end = asked.length; end > 0; end = asked.lastIndexOf('.', end - 1)) {
    const networkName = asked.slice(end + 1);
    const found = resolveOn(engine, endpoints, asked.slice(0, end), networkName);
    if (found.length > 0) return found;
  }
  return [];
}

/** The container's own links come first, then the names that containers have on its networks. */
function resolveOn(
  engine: Engine,
  endpoints: readonly GatewayEndpoint[],
  name: string,
  networkName: string,
): string[] {
  const there = endpoints.filter(({ network }) => networkName === '' || networkName === network.name);
  for (const each of there) {
    const linked = linkTarget(each, name);
    const found = linked === undefined ? [] : addressesOf(engine, each, linked);
    if (found.length > 0) return found;
  }
  for (const each of there) {
    const found = linkTarget(each, name) === undefined ? addressesOf(engine, each, name) : [];
    if (found.length > 0) return found;
  }
  return [];
}

/** What a link calls `alias`: links are `container:alias`. */
function linkTarget({ endpoint }: GatewayEndpoint, alias: string): string | undefined {
  for (const link of endpoint.requested.links ?? []) {
    const [target = '', given = target] = link.split(':');
    if (given === alias) return target;
  }
  return undefined;
}

function addressesOf(engine: Engine, { network }: GatewayEndpoint, name: string): string[] {
  const wanted = name.toLowerCase();
  const ipv4: string[] = [];
  const ipv6: string[] = [];
  for (const containerId of network.endpoints.keys()) {
    const endpoint = engine.state.containers.get(containerId)?.endpoints.get(network.name);
    if (!endpoint?.dnsNames?.some(each => each.toLowerCase() === wanted)) continue;
    if (endpoint.ipAddress !== '') ipv4.push(endpoint.ipAddress);
    if (endpoint.ipv6Address !== '') ipv6.push(endpoint.ipv6Address);
  }
  return [...ipv4, ...ipv6];
}

/** The container whose network a container uses: another's with `--network container:X`, else its own. */
export function networkOwner(engine: Engine, containerId: string): Readonly<Container> | undefined {
  const container = engine.state.containers.get(containerId);
  const [, ref] = /^container:(.*)$/.exec(container?.hostConfig.NetworkMode ?? '') ?? [];
  if (ref === undefined) return container;
  const named = engine.state.containerNames.get(ref)?.id ?? engine.state.containerIds.match(ref)[0];
  return engine.state.containers.get(named ?? ref);
}
