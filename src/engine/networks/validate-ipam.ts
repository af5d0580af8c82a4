import {
  contains,
  formatPrefix,
  type IpPrefix,
  masked,
  overlaps,
  parseIp,
  parsePrefix,
} from '../../support/ip-address.ts';
import { invalidParameter } from '../errors.ts';
import type { IpamConfig } from './network.ts';

/** moby api/types/network/ipam.go, ValidateIPAM. IPv6 subnets of a network without IPv6 are let through unread. */
export function validateIpam(configs: readonly IpamConfig[], enableIpv6: boolean): void {
  const errors = configs.flatMap(config => {
    const subnet = parsePrefix(config.subnet);
    if (subnet === undefined) return [`invalid subnet ${config.subnet}: invalid CIDR block notation`];
    if (!enableIpv6 && subnet.family === 6) return [];
    return [
      ...hostBits('subnet', subnet),
      ...ipRangeErrors(config.ipRange, subnet),
      ...addressErrors('gateway', config.gateway, config.gateway, subnet),
      ...Object.entries(config.auxAddresses ?? {}).flatMap(([name, address]) =>
        addressErrors('auxiliary address', name, address, subnet),
      ),
    ];
  });
  if (errors.length > 0) throw invalidParameter(`invalid network config:\n${joinErrors(errors)}`);
}

/** moby internal/multierror: one error stands alone, several become a list. */
export function joinErrors(errors: readonly string[]): string {
  if (errors.length === 1) return (errors[0] as string).trim();
  return errors.map(error => `* ${error.replaceAll('\n', '\n\t')}`).join('\n');
}

function hostBits(what: string, prefix: IpPrefix): string[] {
  const right = formatPrefix(masked(prefix));
  const given = formatPrefix(prefix);
  return given === right ? [] : [`invalid ${what} ${given}: it should be ${right}`];
}

function ipRangeErrors(ipRange: string, subnet: IpPrefix): string[] {
  if (ipRange === '') return [];
  const range = parsePrefix(ipRange);
  const invalid = `invalid ip-range ${ipRange}`;
  if (range === undefined) return [`${invalid}: invalid CIDR block notation`];
  if (range.family !== subnet.family) return [`${invalid}: parent subnet is an IPv${subnet.family} block`];
  const parent = formatPrefix(subnet);
  const errors: string[] = [];
  if (range.bits < subnet.bits) {
    errors.push(`${invalid}: CIDR block is bigger than its parent subnet ${parent}`);
  }
  errors.push(...hostBits('ip-range', range));
  if (!overlaps(subnet, range)) errors.push(`${invalid}: parent subnet ${parent} doesn't contain ip-range`);
  return errors;
}

function addressErrors(what: string, label: string, address: string, subnet: IpPrefix): string[] {
  if (address === '') return [];
  const ip = parseIp(address);
  const invalid = `invalid ${what} ${label}`;
  if (ip === undefined) return [`${invalid}: invalid address`];
  if (ip.family !== subnet.family) return [`${invalid}: parent subnet is an IPv${subnet.family} block`];
  if (contains(subnet, ip)) return [];
  return [`${invalid}: parent subnet ${formatPrefix(subnet)} doesn't contain this address`];
}
