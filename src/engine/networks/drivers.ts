import { parseGoBool, parseGoInt } from '../../support/go-strconv.ts';
import { formatIp, formatPrefix, type IpPrefix, overlaps, parseIp } from '../../support/ip-address.ts';
import { ownEntry } from '../../support/own-entry.ts';
import type { Engine } from '../engine.ts';
import { forbidden, invalidParameter, notFound, systemError } from '../errors.ts';
import type { AddressPool } from './address-pool.ts';
import { HOST_INTERFACE } from './host.ts';
import type { Network } from './network.ts';

/** What a network needs of its driver before it is stored. */
export interface NetworkDriver {
  /** False where addresses are no concern of it: host and null. */
  readonly hasAddresses: boolean;
  /** Reads the options, before addresses are allocated; true where gateways are wanted. */
  readonly needsGateway: (network: Network) => boolean;
  /** Refuses what the driver cannot do, with the addresses known. */
  readonly check: (engine: Engine, network: Network) => void;
}

export function networkDriver(name: string): NetworkDriver {
  const driver = ownEntry(drivers, name);
  if (driver === undefined) throw notFound(`plugin "${name}" not found`);
  return driver;
}

const onlyOne = (name: string): NetworkDriver => ({
  hasAddresses: false,
  needsGateway: () => false,
  check: () => {
    throw forbidden(`only one instance of "${name}" network is allowed`);
  },
});

const drivers: Readonly<Record<string, NetworkDriver>> = {
  bridge: { hasAddresses: true, needsGateway: readBridgeOptions, check: checkBridge },
  macvlan: { hasAddresses: true, needsGateway: readMacvlanOptions, check: checkMacvlan },
  ipvlan: { hasAddresses: true, needsGateway: readIpvlanOptions, check: checkIpvlan },
  host: onlyOne('host'),
  null: onlyOne('null'),
};

const BRIDGE = 'com.docker.network.bridge.';
const GATEWAY_MODES = ['nat', 'nat-unprotected', 'routed', 'isolated'];

type OptionRule = (value: string) => string | undefined;

/** What is wrong with an option's value, in the words of Go's strconv (moby drivers/bridge, fromLabels). */
const isBool: OptionRule = value => problemIn(parseGoBool(value));
const isInteger: OptionRule = value => problemIn(parseGoInt(value, 'Atoi'));
const problemIn = (parsed: object | { readonly problem: string }) =>
  'problem' in parsed ? parsed.problem : undefined;
const isIp: OptionRule = value => (parseIp(value) === undefined ? 'nil ip' : undefined);
const isGatewayMode: OptionRule = value =>
  GATEWAY_MODES.includes(value) ? undefined : `unknown gateway mode ${value}`;

const bridgeOptionRules: Readonly<Record<string, OptionRule>> = {
  'com.docker.network.driver.mtu': isInteger,
  'com.docker.network.enable_ipv4': isBool,
  'com.docker.network.enable_ipv6': isBool,
  [`${BRIDGE}enable_ip_masquerade`]: isBool,
  [`${BRIDGE}gateway_mode_ipv4`]: isGatewayMode,
  [`${BRIDGE}gateway_mode_ipv6`]: isGatewayMode,
  [`${BRIDGE}enable_icc`]: isBool,
  [`${BRIDGE}inhibit_ipv4`]: isBool,
  [`${BRIDGE}default_bridge`]: isBool,
  [`${BRIDGE}host_binding_ipv4`]: isIp,
  'com.docker.network.host_ipv4': isIp,
  'com.docker.network.host_ipv6': isIp,
};

function readBridgeOptions({ options, internal }: Network): boolean {
  for (const [name, value] of Object.entries(options)) {
    const problem = ownEntry(bridgeOptionRules, name)?.(value);
    if (problem !== undefined) throw invalidParameter(`failed to parse ${name} value: ${value} (${problem})`);
  }
  const isolated = [4, 6].some(family => options[`${BRIDGE}gateway_mode_ipv${family}`] === 'isolated');
  if (isolated && !internal) {
    throw systemError("gateway mode 'isolated' can only be used for an internal network");
  }
  return !isolated;
}

/** The name of the bridge interface on the host. */
function bridgeName({ id, options }: Readonly<Network>): string {
  return options[`${BRIDGE}name`] || `br-${id.slice(0, 12)}`;
}

function checkBridge(engine: Engine, network: Network): void {
  if (!network.enableIpv4 && !network.enableIpv6) throw invalidParameter('IPv4 or IPv6 must be enabled');
  refuseEmptyPools(network);
  const { ipv4, ipv6 } = network.pools;
  if (ipv4.length > 1 || ipv6.length > 1) throw forbidden("bridge driver doesn't support multiple subnets");
  const mtu = Number(network.options['com.docker.network.driver.mtu'] ?? 0);
  if (mtu < 0) throw invalidParameter(`invalid MTU number: ${mtu}`);
  if (ipv6[0] !== undefined) refuseBridgeIpv6(ipv6[0]);
  for (const other of engine.state.networks.values()) {
    if (other.driver === 'bridge' && !other.configOnly) refuseConflict(network, other);
  }
  // The kernel's word on an interface name of more than IFNAMSIZ - 1 characters.
  if (bridgeName(network).length > 15) throw systemError('numerical result out of range');
}

/** The null IPAM driver gives 0.0.0.0/0 and ::/0, which no driver with addresses takes. */
function refuseEmptyPools({ pools, enableIpv4, enableIpv6 }: Network): void {
  if (enableIpv4 && pools.ipv4[0]?.subnet.bits === 0) throw invalidParameter('ipv4 pool is empty');
  if (enableIpv6 && pools.ipv6[0]?.subnet.bits === 0) throw invalidParameter('ipv6 pool is empty');
}

/** moby drivers/bridge/bridge_linux.go, validateIPv6Subnet. */
function refuseBridgeIpv6({ subnet, gateway }: AddressPool): void {
  const shown = formatPrefix({ ...subnet, ...gateway });
  if (subnet.value >> 120n === 0xffn) throw invalidParameter(`multicast subnet '${shown}' is not allowed`);
  const linkLocal: IpPrefix = { family: 6, value: 0xfe80n << 112n, bits: 64 };
  if (formatPrefix(subnet) !== formatPrefix(linkLocal) && overlaps(linkLocal, subnet)) {
    throw invalidParameter(`'${shown}' clashes with the Link-Local prefix 'fe80::/64'`);
  }
}

function refuseConflict(network: Network, other: Readonly<Network>): void {
  const collide = (ours: AddressPool[], theirs: AddressPool[]) =>
    ours.some(one => theirs.some(two => overlaps(one.subnet, two.subnet)));
  let reason: string | undefined;
  if (bridgeName(network) === bridgeName(other)) reason = 'networks have same bridge name';
  else if (collide(network.pools.ipv4, other.pools.ipv4)) reason = 'networks have overlapping IPv4';
  else if (collide(network.pools.ipv6, other.pools.ipv6)) reason = 'networks have overlapping IPv6';
  if (reason === undefined) return;
  const describe = (each: Readonly<Network>) => `${each.id} (${bridgeName(each)})`;
  throw forbidden(
    `cannot create network ${describe(network)}: conflicts with network ${describe(other)}: ${reason}`,
  );
}

function readMacvlanOptions({ options, internal }: Network): boolean {
  const { macvlan_mode: mode = '', parent = '' } = options;
  if (!['', 'bridge', 'private', 'passthru', 'vepa'].includes(mode)) {
    throw systemError(
      `requested macvlan mode '${mode}' is not valid, 'bridge' mode is the macvlan driver default`,
    );
  }
  if (parent === 'lo') throw systemError('loopback interface is not a valid macvlan parent link');
  return !internal && parent !== '';
}

function readIpvlanOptions({ options, internal }: Network): boolean {
  const { ipvlan_mode: mode = '', ipvlan_flag: flag = '', parent = '' } = options;
  if (!['', 'l2', 'l3', 'l3s'].includes(mode)) {
    throw systemError(`requested ipvlan mode '${mode}' is not valid, 'l2' mode is the ipvlan driver default`);
  }
  if (!['', 'bridge', 'private', 'vepa'].includes(flag)) {
    throw systemError(`requested ipvlan flag '${flag}' is not valid, 'bridge' is the ipvlan driver default`);
  }
  if (parent === 'lo') throw systemError('loopback interface is not a valid ipvlan parent link');
  return !internal && parent !== '' && (mode === '' || mode === 'l2');
}

/** moby drivers/macvlan/macvlan_setup.go, createVlanLink: a parent is an interface, or a VLAN of one. */
function checkParent(parent: string): void {
  if (parent === '' || parent === HOST_INTERFACE) return;
  const [name, vlan, ...rest] = parent.split('.');
  if (name !== HOST_INTERFACE || vlan === undefined || rest.length > 0) {
    throw systemError(`invalid subinterface vlan name ${parent}, example formatting is eth0.10`);
  }
  if (!/^[0-9]+$/.test(vlan) || Number(vlan) < 1 || Number(vlan) > 4094) {
    throw systemError(`vlan id must be between 1-4094, received: ${Number(vlan)}`);
  }
}

function checkMacvlan(engine: Engine, network: Network): void {
  refuseEmptyPools(network);
  const { parent = '', macvlan_mode: mode } = network.options;
  for (const other of sharing(engine, network, 'macvlan')) {
    if (mode === 'passthru') {
      throw systemError(
        `cannot use mode passthru, macvlan network ${other.id} is already using parent interface ${parent}`,
      );
    }
    if (other.options.macvlan_mode === 'passthru') {
      throw systemError(
        `macvlan network ${other.id} is already using parent interface ${parent} in mode passthru`,
      );
    }
  }
  checkParent(parent);
}

function checkIpvlan(engine: Engine, network: Network): void {
  refuseEmptyPools(network);
  const { parent = '' } = network.options;
  for (const other of sharing(engine, network, 'ipvlan')) {
    throw systemError(`network di-${other.id.slice(0, 12)} is already using parent interface ${parent}`);
  }
  checkParent(parent);
}

/** Other networks of the driver on the same interface of the host. */
function sharing(engine: Engine, network: Network, driver: string): Readonly<Network>[] {
  const { parent = '' } = network.options;
  if (parent === '') return [];
  return [...engine.state.networks.values()].filter(
    other => other.driver === driver && other.options.parent === parent,
  );
}

/** The address that other containers and the host reach the network's gateway by; empty without one. */
export function gatewayText(pool: AddressPool | undefined): string {
  return pool?.gateway === undefined ? '' : formatIp(pool.gateway);
}
