import {
  formatPrefix,
  type IpPrefix,
  lastValue,
  masked,
  overlaps,
  parseIp,
  parsePrefix,
} from '../../support/ip-address.ts';
import type { Engine } from '../engine.ts';
import { type DockerError, forbidden, invalidParameter, systemError } from '../errors.ts';
import { Random } from '../world/random.ts';
import { type AddressPool, addressInUse, newPool, requestAddress } from './address-pool.ts';
import type { IpamConfig, Network } from './network.ts';

/** Where subnets nobody chose come from, in order: a block, and the prefix length of its subnets. */
type PredefinedPool = readonly [block: string, bits: number];

/** moby libnetwork/ipamutils/utils.go. */
const LOCAL_IPV4: readonly PredefinedPool[] = [
  ['172.17.0.0/16', 16],
  ['172.18.0.0/16', 16],
  ['172.19.0.0/16', 16],
  ['172.20.0.0/14', 16],
  ['172.24.0.0/14', 16],
  ['172.28.0.0/14', 16],
  ['192.168.0.0/16', 20],
];
const GLOBAL_IPV4: readonly PredefinedPool[] = [['10.0.0.0/8', 24]];

/** dockerd makes a unique local prefix from its host's id (daemon/daemon_unix.go, deriveULABaseNetwork). */
function uniqueLocalPool(engine: Engine): PredefinedPool {
  const digits = new Random(engine.random.seed).hex('ids', 10);
  return [`fd${digits.slice(0, 2)}:${digits.slice(2, 6)}:${digits.slice(6)}::/48`, 64];
}

/** The pools of a new network: what was configured, or the first free predefined subnet (libnetwork's ipamAllocate). */
export function allocatePools(
  engine: Engine,
  network: Pick<Network, 'name' | 'scope' | 'ipam'>,
  family: 4 | 6,
  needsGateway: boolean,
): AddressPool[] {
  const isGlobal = network.scope === 'global';
  const others = [...engine.state.networks.values()].filter(each => (each.scope === 'global') === isGlobal);
  const taken = others.flatMap(({ pools }) => (family === 4 ? pools.ipv4 : pools.ipv6));
  const configs = family === 4 ? network.ipam.ipv4 : network.ipam.ipv6;
  const pools: AddressPool[] = [];
  for (const config of configs.length === 0 ? [undefined] : configs) {
    const inUse = [...taken, ...pools];
    const pool =
      config === undefined ? predefinedPool(engine, inUse, family, isGlobal) : ownPool(config, inUse);
    if (config !== undefined && config.gateway !== '')
      pool.gateway = chosenGateway(pool, config.gateway, inUse);
    else if (needsGateway) pool.gateway = freeGateway(pool);
    for (const [name, address] of Object.entries(config?.auxAddresses ?? {})) reserve(pool, name, address);
    pools.push(pool);
  }
  return pools;
}

function predefinedPool(
  engine: Engine,
  inUse: readonly AddressPool[],
  family: 4 | 6,
  isGlobal: boolean,
): AddressPool {
  const ipv4 = isGlobal ? GLOBAL_IPV4 : LOCAL_IPV4;
  for (const [text, bits] of family === 4 ? ipv4 : [uniqueLocalPool(engine)]) {
    const block = parsePrefix(text) as IpPrefix;
    const size = 1n << BigInt((family === 4 ? 32 : 128) - bits);
    for (let value = block.value; value < lastValue(block); value += size) {
      const subnet: IpPrefix = { family, value, bits };
      if (!inUse.some(pool => overlaps(pool.subnet, subnet))) return newPool(subnet);
    }
  }
  throw invalidParameter('all predefined address pools have been fully subnetted');
}

/**
 * A configured subnet. Two networks may share it when each has an ip-range of its own: libnetwork looks for
 * overlaps only without one (moby issue 46756).
 */
function ownPool({ subnet, ipRange }: IpamConfig, inUse: readonly AddressPool[]): AddressPool {
  const whole = masked(parsePrefix(subnet) as IpPrefix);
  if (ipRange === '') {
    if (inUse.some(pool => overlaps(pool.subnet, whole))) throw poolOverlap();
    return newPool(whole);
  }
  const range = masked(parsePrefix(ipRange) as IpPrefix);
  const same = (pool: AddressPool) =>
    formatPrefix(pool.subnet) === formatPrefix(whole) && formatPrefix(pool.range) === formatPrefix(range);
  if (inUse.some(same)) throw poolOverlap();
  return newPool(whole, range);
}

const poolOverlap = () =>
  forbidden('invalid pool request: Pool overlaps with other one on this address space');

/** Networks that share a subnet share its addresses: a gateway can be had only once. */
function chosenGateway(pool: AddressPool, gateway: string, inUse: readonly AddressPool[]) {
  try {
    const address = parseIp(gateway);
    const shared = inUse.filter(({ subnet }) => formatPrefix(subnet) === formatPrefix(pool.subnet));
    if (address !== undefined && shared.some(({ used }) => used.has(address.value))) throw addressInUse();
    return requestAddress(pool, address);
  } catch (error) {
    throw systemError(`failed to allocate gateway (${gateway}): ${(error as DockerError).message}`);
  }
}

function freeGateway(pool: AddressPool) {
  try {
    return requestAddress(pool);
  } catch (error) {
    throw systemError(`failed to allocate gateway (): ${(error as DockerError).message}`);
  }
}

function reserve(pool: AddressPool, name: string, address: string): void {
  try {
    requestAddress(pool, parseIp(address));
  } catch (error) {
    const { message } = error as DockerError;
    throw systemError(`failed to allocate secondary ip address (${name}:${address}): ${message}`);
  }
}
