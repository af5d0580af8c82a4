import { contains, type IpAddress, type IpPrefix, lastValue } from '../../support/ip-address.ts';
import { type DockerError, forbidden, invalidParameter, unavailable } from '../errors.ts';

/** A subnet that a network hands out addresses from. */
export interface AddressPool {
  readonly subnet: IpPrefix;
  /** Where dynamic addresses come from: the user's ip-range, else the subnet. */
  readonly range: IpPrefix;
  /** Undefined where the network needs no gateway, or has not chosen it yet. */
  gateway: IpAddress | undefined;
  used: Set<bigint>;
  /** No address of the range below this one is free. */
  lowestFree: bigint;
}

/** moby libnetwork/ipams/defaultipam/allocator.go, newPoolData: which addresses nobody gets. */
export function newPool(subnet: IpPrefix, range: IpPrefix = subnet): AddressPool {
  const used = new Set<bigint>();
  const hostBits = (subnet.family === 4 ? 32 : 128) - subnet.bits;
  if (subnet.family === 6 || hostBits > 1) used.add(subnet.value);
  if (subnet.family === 4 && hostBits > 1) used.add(lastValue(subnet));
  return { subnet, range, gateway: undefined, used, lowestFree: range.value };
}

export const addressInUse = (): DockerError => forbidden('Address already in use');
export const addressOutOfRange = (): DockerError => invalidParameter('requested address is out of range');
const noAvailableAddresses = (): DockerError => unavailable('no available addresses on this pool');

/** libnetwork looks at no more than this many addresses of a pool (internal/addrset, maxBitsPerBitmap). */
const SEARCHED_ADDRESSES = 1n << 24n;

/** Takes the wanted address, or the lowest free one of the range. */
export function requestAddress(pool: AddressPool, wanted?: IpAddress): IpAddress {
  if (wanted !== undefined) {
    if (!contains(pool.subnet, wanted)) throw addressOutOfRange();
    if (pool.used.has(wanted.value)) throw addressInUse();
    pool.used.add(wanted.value);
    return wanted;
  }
  const end = lastValue(pool.range);
  const limit = pool.range.value + SEARCHED_ADDRESSES - 1n;
  const last = end < limit ? end : limit;
  while (pool.lowestFree <= last && pool.used.has(pool.lowestFree)) pool.lowestFree += 1n;
  if (pool.lowestFree > last) throw noAvailableAddresses();
  pool.used.add(pool.lowestFree);
  return { family: pool.subnet.family, value: pool.lowestFree };
}

/** Gives an address back: the next request without a wish may get it again. */
export function releaseAddress(pool: AddressPool, address: IpAddress): void {
  if (!pool.used.delete(address.value)) return;
  if (contains(pool.range, address) && address.value < pool.lowestFree) pool.lowestFree = address.value;
}
