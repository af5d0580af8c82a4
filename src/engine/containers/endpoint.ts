/** A container's place on one network. Addresses are empty while it does not run. */
export interface Endpoint {
  networkId: string;
  endpointId: string;
  /** As the user asked: static addresses, links, aliases. */
  requested: {
    ipv4Address: string;
    ipv6Address: string;
    linkLocalIps: string[];
    aliases: string[] | null;
    links: string[] | null;
    driverOpts: Record<string, string> | null;
    macAddress: string;
    gwPriority: number;
  };
  macAddress: string;
  ipAddress: string;
  ipPrefixLength: number;
  gateway: string;
  ipv6Address: string;
  ipv6PrefixLength: number;
  ipv6Gateway: string;
  dnsNames: string[];
}
