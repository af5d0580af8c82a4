import { contains, type IpPrefix, parseIp, parsePrefix } from '../../support/ip-address.ts';
import type { Container } from '../containers/container.ts';
import type { EndpointRequest } from '../containers/endpoint.ts';
import { invalidParameter } from '../errors.ts';
import { type IpamConfig, isUserDefinedName, type Network } from './network.ts';
import { joinErrors } from './validate-ipam.ts';

/** A network as far as an endpoint's settings can be held against it; without `ipam` where it is not there yet. */
type Target = Pick<Network, 'name'> & { readonly ipam: Network['ipam'] | undefined };

/** Refuses what an endpoint cannot be asked for (moby daemon/container_operations.go, validateEndpointSettings). */
export function validateEndpoint(network: Readonly<Target>, request: EndpointRequest): void {
  const errors = [...predefinedErrors(network.name, request), ...addressErrors(network, request)];
  if (request.macAddress !== '' && !isMacAddress(request.macAddress)) {
    throw invalidParameter(`invalid MAC address ${request.macAddress}`);
  }
  for (const sysctl of request.driverOpts?.['com.docker.network.endpoint.sysctls']?.split(',') ?? []) {
    const [, family = '', , interfaceName = '', ...rest] = sysctl.split('.');
    if (rest.length > 0 && /^(ipv4|ipv6|mpls)$/.test(family) && /^(IFNAME|ifname)$/.test(interfaceName))
      continue;
    errors.push(
      `unrecognised network interface sysctl '${sysctl}'; represent 'net.X.Y.ethN.Z=V' as 'net.X.Y.IFNAME.Z=V', 'X' must be 'ipv4', 'ipv6' or 'mpls'`,
    );
  }
  if (errors.length > 0) throw invalidParameter(`invalid endpoint settings:\n${joinErrors(errors)}`);
}

function predefinedErrors(name: string, { ipamConfig, aliases }: EndpointRequest): string[] {
  if (isUserDefinedName(name)) return [];
  const errors: string[] = [];
  if (ipamConfig !== null && (ipamConfig.ipv4Address !== '' || ipamConfig.ipv6Address !== '')) {
    errors.push('user specified IP address is supported on user defined networks only');
  }
  if (aliases !== null && aliases.length > 0) {
    errors.push('network-scoped alias is supported only for containers in user defined networks');
  }
  return errors;
}

function addressErrors({ ipam }: Readonly<Target>, { ipamConfig }: EndpointRequest): string[] {
  if (ipamConfig === null) return [];
  const { ipv4Address, ipv6Address, linkLocalIps } = ipamConfig;
  const errors: string[] = [];
  const valid = (text: string, family?: 4 | 6) => {
    const ip = parseIp(text);
    return ip !== undefined && ip.value !== 0n && (family === undefined || ip.family === family);
  };
  if (ipv4Address !== '' && !valid(ipv4Address, 4)) errors.push(`invalid IPv4 address: ${ipv4Address}`);
  if (ipv6Address !== '' && !valid(ipv6Address, 6)) errors.push(`invalid IPv6 address: ${ipv6Address}`);
  for (const address of linkLocalIps ?? []) {
    if (!valid(address)) errors.push(`invalid link-local IP address: ${address}`);
  }
  if (ipam === undefined) return errors;
  return [...errors, ...rangeErrors(ipv4Address, ipam.ipv4), ...rangeErrors(ipv6Address, ipam.ipv6)];
}

/** A static address needs a subnet that the user configured, and has to lie in it. */
function rangeErrors(address: string, configs: readonly IpamConfig[]): string[] {
  if (address === '') return [];
  const ip = parseIp(address);
  const subnets = configs.map(({ subnet }) => parsePrefix(subnet) as IpPrefix);
  if (ip !== undefined && subnets.some(subnet => contains(subnet, ip))) return [];
  if (subnets.length > 0) return [`no configured subnet or ip-range contain the IP address ${address}`];
  return [
    'user specified IP address is supported only when connecting to networks with user configured subnets',
  ];
}

/** Go's net.ParseMAC: 6, 8 or 20 bytes in pairs with `:` or `-`, or in fours with `.`. */
function isMacAddress(text: string): boolean {
  const pairs = /^[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2}(?:\1[0-9a-fA-F]{2})*)$/.test(text);
  const fours = /^[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4})+$/.test(text);
  const bytes = pairs ? (text.length + 1) / 3 : fours ? ((text.length + 1) / 5) * 2 : 0;
  return [6, 8, 20].includes(bytes);
}

/** A MAC address in the one form that Docker shows. */
export function formatMac(text: string): string {
  const digits = text.replaceAll(/[:.-]/g, '').toLowerCase();
  return digits.match(/../g)?.join(':') ?? '';
}

/** The names a container has on a user-defined network; null on Docker's own, which have no DNS. */
export function dnsNamesOf(
  container: Readonly<Container>,
  network: Readonly<Pick<Network, 'name'>>,
  aliases: readonly string[] | null,
): string[] | null {
  return isUserDefinedName(network.name) ? namesWithAliases(container, aliases) : null;
}

/** moby daemon/container_operations.go, buildEndpointDNSNames. */
export function namesWithAliases(
  { id, name, config }: Readonly<Container>,
  aliases: readonly string[] | null,
): string[] {
  const names = [name, ...(aliases ?? []), id.slice(0, 12)];
  if (config.Hostname !== '') names.push(config.Hostname);
  return [...new Set(names)];
}
