import { formatIp, type IpAddress, parseIp } from '../../support/ip-address.ts';
import type { Container } from '../containers/container.ts';
import { type Endpoint, pendingEndpoint } from '../containers/endpoint.ts';
import type { Engine } from '../engine.ts';
import { forbidden, invalidParameter, systemError } from '../errors.ts';
import {
  type AddressPool,
  addressInUse,
  addressOutOfRange,
  releaseAddress,
  requestAddress,
} from './address-pool.ts';
import { checkCompany } from './company.ts';
import { gatewayText } from './drivers.ts';
import { dnsNamesOf, formatMac, validateEndpoint } from './endpoint-settings.ts';
import { findNetwork } from './find.ts';
import { gatewayEndpoints } from './gateway-endpoints.ts';
import { isUserDefinedName, type Network } from './network.ts';
import { emitNetworkEvent } from './network-event.ts';
import { republishPorts } from './publish-ports.ts';

/** An endpoint's place in its network and the network's name by which the container knows it. */
const networkRef = (name: string, { networkId }: Readonly<Endpoint>) =>
  isUserDefinedName(name) && networkId !== '' ? networkId : name;

/** The network a container's endpoint is on: by its id once it had one, since a name may be given again. */
export function networkOfEndpoint(engine: Engine, name: string, endpoint: Readonly<Endpoint>) {
  return findNetwork(engine, networkRef(name, endpoint));
}

/**
 * Puts a running container on a network: addresses, names, ports, the event (moby daemon/container_operations.go,
 * connectToNetwork). `ref` is how the container's endpoint is keyed so far.
 */
export function attach(engine: Engine, containerId: string, ref: string, endpoint: Endpoint): void {
  const found = networkOfEndpoint(engine, ref, endpoint);
  const container = engine.state.containers.edit(containerId);
  const network = engine.state.networks.edit(found.id);
  if (ref !== container.hostConfig.NetworkMode) normalizeNetworkMode(engine, container);
  const dnsNames = dnsNamesOf(container, network, endpoint.requested.aliases);
  validateEndpoint(network, endpoint.requested);
  checkCompany(engine, container, network);
  // dockerd keeps what was asked for even if the rest fails: the next start tries again.
  const key = container.endpoints.has(ref) ? ref : network.name;
  if (!container.endpoints.get(key)?.endpointId) container.endpoints.set(key, { ...endpoint, dnsNames });
  if (network.configOnly) throw forbidden('cannot create endpoint on configuration-only network');
  if (network.endpoints.has(containerId)) {
    throw forbidden(`endpoint with name ${container.name} already exists in network ${network.name}`);
  }
  const before = gatewayEndpoints(engine, container);
  const attached = allocate(engine, network, { ...endpoint, dnsNames, networkId: network.id });
  if (ref !== network.name) container.endpoints.delete(ref);
  container.endpoints.set(network.name, attached);
  network.endpoints.set(containerId, {
    endpointId: attached.endpointId,
    name: container.name,
    macAddress: attached.macAddress,
    ipv4: attached.ipAddress && `${attached.ipAddress}/${attached.ipPrefixLength}`,
    ipv6: attached.ipv6Address && `${attached.ipv6Address}/${attached.ipv6PrefixLength}`,
  });
  try {
    republishPorts(engine, containerId, before);
  } catch (error) {
    detach(engine, containerId, network.name);
    throw error;
  }
  emitNetworkEvent(engine, network, 'connect', containerId);
}

/** Takes a container's endpoint off its network; its addresses and ports are free again. No event. */
export function detach(engine: Engine, containerId: string, name: string): void {
  const container = engine.state.containers.edit(containerId);
  const endpoint = container.endpoints.get(name);
  if (endpoint === undefined || endpoint.endpointId === '') return;
  if (engine.state.networks.has(endpoint.networkId)) {
    const network = engine.state.networks.edit(endpoint.networkId);
    network.endpoints.delete(containerId);
    giveBack(network.pools.ipv4, endpoint.ipAddress);
    giveBack(network.pools.ipv6, endpoint.ipv6Address);
  }
  container.endpoints.set(name, forgotten(endpoint));
}

/** An endpoint as an exited container shows it (moby, cleanOperationalData): the network and the names stay. */
export function forgotten(endpoint: Endpoint): Endpoint {
  const { requested, networkId, dnsNames } = endpoint;
  return { ...pendingEndpoint(requested), macAddress: '', networkId, dnsNames };
}

/** An id's unambiguous prefix as network mode becomes the whole id once the container uses networks. */
function normalizeNetworkMode(engine: Engine, container: Container): void {
  const mode = container.hostConfig.NetworkMode;
  if (!isUserDefinedName(mode)) return;
  const network = findNetwork(engine, mode);
  if (mode !== network.id && mode !== network.name) {
    container.hostConfig = { ...container.hostConfig, NetworkMode: network.id };
  }
}

/** Ids and addresses for a new endpoint. The host and none networks have no addresses. */
function allocate(engine: Engine, network: Network, endpoint: Endpoint): Endpoint {
  const endpointId = engine.random.hex('ids', 64);
  const { requested } = endpoint;
  if (network.driver === 'host' || network.driver === 'null') {
    return { ...forgotten(endpoint), endpointId, macAddress: requested.macAddress };
  }
  const { ipv4Address = '', ipv6Address = '' } = requested.ipamConfig ?? {};
  const ipv4 = network.enableIpv4 ? assign(network, network.pools.ipv4, 4, ipv4Address) : undefined;
  const ipv6 = network.enableIpv6 ? assign(network, network.pools.ipv6, 6, ipv6Address) : undefined;
  // A container on an internal network has no way out, though the network has a gateway address.
  const gatewayOf = (pool: AddressPool | undefined) => (network.internal ? '' : gatewayText(pool));
  const ipAddress = ipv4 === undefined ? '' : formatIp(ipv4.address);
  return {
    ...endpoint,
    endpointId,
    macAddress: requested.macAddress === '' ? newMac(engine, ipAddress) : formatMac(requested.macAddress),
    ipAddress,
    ipPrefixLength: ipv4?.pool.subnet.bits ?? 0,
    gateway: gatewayOf(ipv4?.pool),
    ipv6Address: ipv6 === undefined ? '' : formatIp(ipv6.address),
    ipv6PrefixLength: ipv6?.pool.subnet.bits ?? 0,
    ipv6Gateway: gatewayOf(ipv6?.pool),
  };
}

interface Assigned {
  readonly pool: AddressPool;
  readonly address: IpAddress;
}

/** moby libnetwork/endpoint.go, assignAddressVersion: the first of the network's pools that can. */
function assign(network: Network, pools: readonly AddressPool[], family: 4 | 6, wanted: string): Assigned {
  const wish = wanted === '' ? undefined : parseIp(wanted);
  for (const pool of pools) {
    try {
      return { pool, address: requestAddress(pool, wish) };
    } catch (error) {
      const isOutside = (error as Error).message === addressOutOfRange().message;
      if (wish !== undefined ? !isOutside : (error as Error).message === addressInUse().message) throw error;
    }
  }
  if (wish !== undefined) {
    throw invalidParameter(`invalid address ${wanted}: It does not belong to any of this network's subnets`);
  }
  const { name, id } = network;
  throw systemError(`no available IPv${family} addresses on this network's address pools: ${name} (${id})`);
}

function giveBack(pools: readonly AddressPool[], text: string): void {
  const address = text === '' ? undefined : parseIp(text);
  if (address === undefined) return;
  for (const pool of pools) releaseAddress(pool, address);
}

/** A unicast address with the bit of local administration (moby libnetwork/netutils, GenerateRandomMAC). */
function newMac(engine: Engine, ipv4: string): string {
  if (engine.persona.macsOfAddresses && ipv4 !== '') {
    const bytes = ipv4.split('.').map(byte => Number(byte).toString(16).padStart(2, '0'));
    return ['02', '42', ...bytes].join(':');
  }
  const digits = engine.random.hex('macs', 12);
  const first = (Number.parseInt(digits.slice(0, 2), 16) & 0xfe) | 0x02;
  return formatMac(first.toString(16).padStart(2, '0') + digits.slice(2));
}
