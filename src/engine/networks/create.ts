import { parseGoBool } from '../../support/go-strconv.ts';
import { parsePrefix } from '../../support/ip-address.ts';
import type { Engine } from '../engine.ts';
import { conflict, forbidden, invalidParameter, notFound } from '../errors.ts';
import { newPool } from './address-pool.ts';
import { allocatePools } from './allocate-pools.ts';
import type { IpamConfigRequest, NetworkCreateRequest } from './create-schema.ts';
import { networkDriver } from './drivers.ts';
import { type IpamConfig, isPredefinedName, type Network, type NetworkConfiguration } from './network.ts';
import { emitNetworkEvent } from './network-event.ts';
import { validateIpam } from './validate-ipam.ts';

/** Creates a network and gives its id; checks in the order of moby daemon/network.go, createNetwork. */
export function createNetwork(engine: Engine, request: NetworkCreateRequest): string {
  const { Name: name } = request;
  if (isPredefinedName(name)) {
    throw forbidden(`operation is not permitted on predefined ${name} network `);
  }
  const driver = request.Driver || 'bridge';
  if (driver === 'overlay') {
    throw forbidden(
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
    );
  }
  const configuration = readConfiguration(request);
  validateIpam([...configuration.ipam.ipv4, ...configuration.ipam.ipv6], configuration.enableIpv6);
  if (name.trim() === '') throw invalidParameter('invalid name: name is empty');
  for (const other of engine.state.networks.values()) {
    if (other.name === name) throw conflict(`network with name ${name} already exists`);
  }
  validateConfigReferences(request, configuration);
  const network = newNetwork(engine, request, driver, configuration);
  if (!network.configOnly) plumb(engine, network);
  engine.state.networks.set(network.id, network);
  emitNetworkEvent(engine, network, 'create');
  return network.id;
}

function readConfiguration(request: NetworkCreateRequest): NetworkConfiguration {
  const options = { ...request.Options };
  const enableIpv4 = readEnable(request.EnableIPv4, options, 'com.docker.network.enable_ipv4', true);
  const enableIpv6 = readEnable(request.EnableIPv6, options, 'com.docker.network.enable_ipv6', false);
  const configs = (request.IPAM?.Config ?? []).map(readIpamConfig);
  const isIpv6 = ({ subnet }: IpamConfig) => parsePrefix(subnet)?.family === 6;
  return {
    enableIpv4,
    enableIpv6,
    labels: { ...request.Labels },
    options,
    ipam: {
      driver: request.IPAM?.Driver || 'default',
      options: request.IPAM?.Options ?? null,
      ipv4: configs.filter(config => !isIpv6(config)),
      ipv6: configs.filter(isIpv6),
    },
  };
}

const readIpamConfig = (config: IpamConfigRequest): IpamConfig => ({
  subnet: config.Subnet,
  ipRange: config.IPRange,
  gateway: config.Gateway,
  auxAddresses: config.AuxiliaryAddresses,
});

/** A field of the request wins over the driver's option of the same meaning, which is then forgotten. */
function readEnable(
  field: boolean | null,
  options: Record<string, string>,
  option: string,
  standard: boolean,
): boolean {
  const value = options[option];
  if (field !== null) {
    delete options[option];
    return field;
  }
  if (value === undefined) return standard;
  const parsed = parseGoBool(value);
  if ('value' in parsed) return parsed.value;
  throw invalidParameter(`driver-opt "${option}" is not a valid bool`);
}

/** moby libnetwork/network.go, validateConfiguration. */
function validateConfigReferences(request: NetworkCreateRequest, configuration: NetworkConfiguration): void {
  const { Ingress, Internal, Attachable, Scope, ConfigOnly } = request;
  if (ConfigOnly && (Ingress || Internal || Attachable || Scope !== '')) {
    throw forbidden(
      'configuration network can only contain network specific fields. Network operator fields like [ ingress | internal | attachable | scope ] are not supported.',
    );
  }
  if ((request.ConfigFrom?.Network ?? '') === '') return;
  if (ConfigOnly) throw forbidden('a configuration network cannot depend on another configuration network');
  const { ipam, labels, options, enableIpv4, enableIpv6 } = configuration;
  const configured = ipam.driver !== 'default' || !enableIpv4 || enableIpv6 || Object.keys(labels).length > 0;
  if (configured || Object.keys(ipam.options ?? {}).length > 0 || ipam.ipv4.length + ipam.ipv6.length > 0) {
    throw forbidden(
      'user specified configurations are not supported if the network depends on a configuration network',
    );
  }
  if (Object.keys(options).length > 0) {
    throw forbidden(
      'network driver options are not supported if the network depends on a configuration network',
    );
  }
}

function newNetwork(
  engine: Engine,
  request: NetworkCreateRequest,
  driver: string,
  configuration: NetworkConfiguration,
): Network {
  const { ConfigOnly: configOnly, Scope: scope } = request;
  const configFrom = request.ConfigFrom?.Network ?? '';
  if (!configOnly) networkDriver(driver);
  if (!configOnly && request.Ingress) {
    throw forbidden('Ingress network can only be global scope network');
  }
  const inherited = configFrom === '' ? configuration : configurationOf(engine, configFrom);
  if (scope === 'swarm') throw forbidden('cannot create a swarm scoped network when swarm is not active');
  return {
    ...inherited,
    id: engine.random.hex('ids', 64),
    name: request.Name,
    createdNs: engine.clock.nowNs(),
    driver: configOnly ? 'null' : driver,
    scope: scope || 'local',
    internal: request.Internal,
    attachable: request.Attachable,
    ingress: request.Ingress,
    configOnly,
    configFrom,
    pools: { ipv4: [], ipv6: [] },
    endpoints: new Map(),
  };
}

function configurationOf(engine: Engine, name: string): NetworkConfiguration {
  for (const network of engine.state.networks.values()) {
    if (network.configOnly && network.name === name) {
      const { enableIpv4, enableIpv6, labels, options, ipam } = network;
      return { enableIpv4, enableIpv6, labels: { ...labels }, options: { ...options }, ipam };
    }
  }
  throw notFound(`configuration network "${name}" does not exist`);
}

/** Gives the network its addresses, with its driver's consent. */
function plumb(engine: Engine, network: Network): void {
  const driver = networkDriver(network.driver);
  const needsGateway = driver.needsGateway(network);
  if (driver.hasAddresses) {
    const allocate = (family: 4 | 6) => {
      if (network.ipam.driver === 'null') return [emptyPool(network, family)];
      if (network.ipam.driver !== 'default') throw notFound(`plugin "${network.ipam.driver}" not found`);
      return allocatePools(engine, network, family, needsGateway);
    };
    network.pools = {
      ipv4: network.enableIpv4 ? allocate(4) : [],
      ipv6: network.enableIpv6 ? allocate(6) : [],
    };
  }
  driver.check(engine, network);
}

/** moby libnetwork/ipams/null/null.go. */
function emptyPool({ ipam }: Network, family: 4 | 6) {
  if ((family === 4 ? ipam.ipv4 : ipam.ipv6).length > 0) {
    throw invalidParameter('null ipam driver does not handle specific address pool requests');
  }
  return newPool({ family, value: 0n, bits: 0 });
}
