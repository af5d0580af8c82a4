/** What a user asks for on one network: the first half of Docker's network.EndpointSettings. */
export interface EndpointRequest {
  ipamConfig: { ipv4Address: string; ipv6Address: string; linkLocalIps: string[] | null } | null;
  links: string[] | null;
  aliases: string[] | null;
  /** Empty unless the user chose it. */
  macAddress: string;
  driverOpts: Record<string, string> | null;
  gwPriority: number;
}

/** A container's place on one network. Ids and addresses are empty while it does not run. */
export interface Endpoint {
  requested: EndpointRequest;
  networkId: string;
  endpointId: string;
  macAddress: string;
  ipAddress: string;
  ipPrefixLength: number;
  gateway: string;
  ipv6Address: string;
  ipv6PrefixLength: number;
  ipv6Gateway: string;
  /** Null until a network with DNS gave them. */
  dnsNames: string[] | null;
}

export const noEndpointRequest: Readonly<EndpointRequest> = Object.freeze({
  ipamConfig: null,
  links: null,
  aliases: null,
  macAddress: '',
  driverOpts: null,
  gwPriority: 0,
});

/** An endpoint that is asked for and not yet allocated. `macAddress` shows the requested one until then. */
export function pendingEndpoint(requested: EndpointRequest): Endpoint {
  return {
    requested,
    networkId: '',
    endpointId: '',
    macAddress: requested.macAddress,
    ipAddress: '',
    ipPrefixLength: 0,
    gateway: '',
    ipv6Address: '',
    ipv6PrefixLength: 0,
    ipv6Gateway: '',
    dnsNames: null,
  };
}
