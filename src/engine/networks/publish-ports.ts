import { contains, formatIp, type IpAddress, parseIp } from '../../support/ip-address.ts';
import type { Container } from '../containers/container.ts';
import type { PortBinding, PortMap } from '../containers/host-config.ts';
import { parsePort, splitPort } from '../containers/port.ts';
import type { Engine } from '../engine.ts';
import { type DockerError, systemError } from '../errors.ts';
import { type GatewayEndpoint, type GatewayEndpoints, gatewayEndpoints } from './gateway-endpoints.ts';
import { HOST_ADDRESS } from './host.ts';
import { type Protocol, releaseHostPort, takeHostPort } from './host-ports.ts';

/** One wish: a port of the container on a port, or one of a range, of the host. */
interface Mapping {
  readonly port: number;
  readonly protocol: Protocol;
  /** Undefined for every address of the host. */
  readonly hostIp: IpAddress | undefined;
  /** Both 0 for any free port. */
  readonly start: number;
  readonly end: number;
}

/**
 * Publishes a running container's ports again if another endpoint is its way out than `before`. Ports that nobody
 * chose change with it, as they do with dockerd.
 */
export function republishPorts(engine: Engine, containerId: string, before: GatewayEndpoints): void {
  const container = engine.state.containers.edit(containerId);
  const after = gatewayEndpoints(engine, container);
  const same = (one?: GatewayEndpoint, other?: GatewayEndpoint) =>
    one?.endpoint.endpointId === other?.endpoint.endpointId;
  if (same(before.ipv4, after.ipv4) && same(before.ipv6, after.ipv6)) return;
  unpublishPorts(engine, container);
  const ways = after.ipv4 === after.ipv6 ? [after.ipv4] : [after.ipv4, after.ipv6];
  for (const way of ways) {
    if (way?.network.driver !== 'bridge' || way.network.internal) continue;
    publishOn(engine, container, way, way === after.ipv4 && after.ipv6 !== undefined && after.ipv6 !== way);
  }
}

/** Gives the container's ports on the host back. */
export function unpublishPorts(engine: Engine, container: Container): void {
  for (const [port, bindings] of Object.entries(container.ports)) {
    const protocol = port.slice(port.indexOf('/') + 1);
    for (const { HostIp, HostPort } of bindings ?? []) {
      if (HostPort !== '') releaseHostPort(engine, protocol, HostIp, Number(HostPort));
    }
  }
  container.ports = {};
}

function publishOn(engine: Engine, container: Container, way: GatewayEndpoint, hasOtherIpv6: boolean): void {
  const ports: PortMap = container.ports;
  for (const port of Object.keys(container.config.ExposedPorts ?? {})) ports[exposedPort(port)] ??= null;
  const mappings = wishedMappings(container);
  try {
    for (let first = 0; first < mappings.length; ) {
      const next = mappings.findIndex(
        (each, at) => at > first && !differOnlyInAddress(each, mappings[first]),
      );
      const group = mappings.slice(first, next < 0 ? mappings.length : next);
      publishGroup(engine, container, way, group, hasOtherIpv6);
      first += group.length;
    }
  } catch (error) {
    unpublishPorts(engine, container);
    const { endpointId } = way.endpoint;
    throw systemError(
      `driver failed programming external connectivity on endpoint ${container.name} (${endpointId}): ${(error as DockerError).message}`,
    );
  }
}

/** What cannot be read is 0, as libnetwork has it (types.ParseProtocol, nat's ParsePort). */
function exposedPort(text: string): string {
  const { port, protocol } = splitPort(text);
  const known = /^(tcp|udp|sctp|icmp)$/i.test(protocol) ? protocol.toLowerCase() : '0';
  return `${parsePort(port) ?? 0}/${known}`;
}

/** Mappings that differ only in the host's address get the same port (moby port_mapping_linux.go, needSamePort). */
function differOnlyInAddress(one: Mapping, other: Mapping | undefined): boolean {
  return (
    one.port === other?.port &&
    one.protocol === other.protocol &&
    one.start === other.start &&
    one.end === other.end
  );
}

function publishGroup(
  engine: Engine,
  container: Container,
  { network, endpoint }: GatewayEndpoint,
  group: readonly Mapping[],
  hasOtherIpv6: boolean,
): void {
  const [{ port, protocol, start, end }] = group as [Mapping];
  const routed = (family: 4 | 6) =>
    network.options[`com.docker.network.bridge.gateway_mode_ipv${family}`] === 'routed';
  const standard = parseIp(network.options['com.docker.network.bridge.host_binding_ipv4'] ?? '0.0.0.0');
  const addresses = group.flatMap(({ hostIp }) => {
    // The userland proxy carries the host's IPv6 to a container that has only IPv4.
    const reachable6 = endpoint.ipv6Address !== '' || (endpoint.ipAddress !== '' && !hasOtherIpv6);
    const wanted = hostIp === undefined ? defaultAddresses(standard) : [hostIp];
    return wanted.filter(({ family }) => (family === 4 ? endpoint.ipAddress !== '' : reachable6));
  });
  const natted = addresses.filter(({ family }) => !routed(family));
  const { hostPort, problem } =
    natted.length === 0
      ? { hostPort: 0, problem: undefined }
      : takeBoundPort(engine, container.id, protocol, natted, { start, end });
  const bindings: PortBinding[] = [];
  for (const address of addresses) {
    if (routed(address.family)) {
      bindings.push({ HostIp: address.family === 4 ? '0.0.0.0' : '::', HostPort: '' });
      continue;
    }
    bindings.push({ HostIp: formatIp(address), HostPort: String(hostPort) });
  }
  const key = `${port}/${protocol}`;
  container.ports[key] = [...(container.ports[key] ?? []), ...bindings];
  for (const address of natted) {
    const reason = !isHostAddress(engine, address) ? 'cannot assign requested address' : problem;
    if (reason !== undefined) {
      refuseToBind(address, endpoint, { port, protocol, start, end }, hostPort, reason);
    }
  }
}

/** moby port_mapping_linux.go, maxAllocatePortAttempts. */
const MOST_ATTEMPTS = 10;

/** A port that no container holds, and no other program of the real host where the ports are opened there too. */
function takeBoundPort(
  engine: Engine,
  containerId: string,
  protocol: Protocol,
  addresses: readonly IpAddress[],
  range: { start: number; end: number },
): { hostPort: number; problem: string | undefined } {
  for (let attempt = 1; ; attempt += 1) {
    const hostPort = takeHostPort(engine, containerId, protocol, addresses, range);
    const inUse = addresses.map(formatIp).some(address => {
      return engine.live.portBinder?.bind(protocol, address, hostPort) === 'in use';
    });
    if (!inUse) return { hostPort, problem: undefined };
    const isLast = attempt >= MOST_ATTEMPTS || (range.start !== 0 && hostPort === range.end);
    if (isLast) return { hostPort, problem: 'address already in use' };
    for (const address of addresses) releaseHostPort(engine, protocol, formatIp(address), hostPort);
  }
}

const ANY_IPV6: IpAddress = { family: 6, value: 0n };

/** Every address of the host, of both families, unless the network binds to one of its own. */
function defaultAddresses(standard: IpAddress | undefined): IpAddress[] {
  const address = standard ?? { family: 4, value: 0n };
  return address.family === 4 && address.value === 0n ? [address, ANY_IPV6] : [address];
}

/** The simulated host has its loopback addresses, one of its own, and its bridges' gateways. */
export function isHostAddress(engine: Engine, address: IpAddress): boolean {
  const isLoopback =
    address.family === 6
      ? address.value === 1n
      : contains({ family: 4, value: 127n << 24n, bits: 8 }, address);
  if (address.value === 0n || isLoopback || formatIp(address) === HOST_ADDRESS) return true;
  for (const { pools } of engine.state.networks.values()) {
    for (const { gateway } of [...pools.ipv4, ...pools.ipv6]) {
      if (gateway?.family === address.family && gateway.value === address.value) return true;
    }
  }
  return false;
}

function refuseToBind(
  address: IpAddress,
  endpoint: GatewayEndpoint['endpoint'],
  mapping: Omit<Mapping, 'hostIp'>,
  hostPort: number,
  reason: string,
): never {
  const { port, protocol, start, end } = mapping;
  const bracket = (text: string) => (text.includes(':') ? `[${text}]` : text);
  const range = start === end ? `${start}` : `${start}-${end}`;
  const target =
    address.family === 6 && endpoint.ipv6Address !== '' ? endpoint.ipv6Address : endpoint.ipAddress;
  const where = `${bracket(formatIp(address))}:${range}:${bracket(target)}:${port}/${protocol}`;
  const which = start === end ? '' : `${hostPort} `;
  throw systemError(`failed to bind host port ${which}for ${where}: ${reason}`);
}

/** What is to be published, in the order in which ports are handed out (port_mapping_linux.go, cmpPortBinding). */
function wishedMappings({ config, hostConfig }: Readonly<Container>): Mapping[] {
  const mappings: Mapping[] = [];
  for (const exposed of Object.keys(config.ExposedPorts ?? {})) {
    const [port = '', protocol = 'tcp'] = exposed.split('/');
    const base = { port: Number(port), protocol: protocol as Protocol };
    const bindings = hostConfig.PortBindings?.[exposed] ?? [];
    for (const { HostIp, HostPort } of bindings) {
      const [start = '0', end = start] = (HostPort || '0').split('-');
      mappings.push({ ...base, hostIp: parseIp(HostIp), start: Number(start), end: Number(end) });
    }
    if (bindings.length === 0 && hostConfig.PublishAllPorts) {
      mappings.push({ ...base, hostIp: undefined, start: 0, end: 0 });
    }
  }
  return mappings.length < 2 ? mappings : mappings.sort(compareMappings);
}

const protocolOrder: readonly Protocol[] = ['tcp', 'udp', 'sctp'];

function compareMappings(one: Mapping, other: Mapping): number {
  const isRange = ({ start, end }: Mapping) => Number(start === 0 || start !== end);
  const byAddress = (ip: IpAddress | undefined) => [ip?.family ?? 0, ip?.value ?? 0n] as const;
  const [family, value] = byAddress(one.hostIp);
  const [otherFamily, otherValue] = byAddress(other.hostIp);
  return (
    isRange(one) - isRange(other) ||
    one.port - other.port ||
    protocolOrder.indexOf(one.protocol) - protocolOrder.indexOf(other.protocol) ||
    one.start - other.start ||
    one.end - other.end ||
    family - otherFamily ||
    (value < otherValue ? -1 : Number(value > otherValue))
  );
}
