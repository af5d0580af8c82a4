import type { AddressPool } from './address-pool.ts';

/** One entry of IPAM.Config as the user gave it; empty strings where nothing was given. */
export interface IpamConfig {
  subnet: string;
  ipRange: string;
  gateway: string;
  auxAddresses: Record<string, string> | null;
}

/** What a config-only network hands on to the networks made from it. */
export interface NetworkConfiguration {
  readonly enableIpv4: boolean;
  readonly enableIpv6: boolean;
  readonly labels: Record<string, string>;
  /** The driver's options. */
  readonly options: Record<string, string>;
  readonly ipam: {
    readonly driver: string;
    readonly options: Record<string, string> | null;
    /** As configured: the subnets of a network that got none from its user are in `pools`. */
    readonly ipv4: readonly IpamConfig[];
    readonly ipv6: readonly IpamConfig[];
  };
}

/** An endpoint that exists: its container runs, and has this address. */
export interface NetworkEndpoint {
  readonly endpointId: string;
  /** The container's. */
  name: string;
  readonly macAddress: string;
  /** With the prefix length; empty where the network has no addresses of that family. */
  readonly ipv4: string;
  readonly ipv6: string;
}

/** A network, as plain data. */
export interface Network extends NetworkConfiguration {
  readonly id: string;
  readonly name: string;
  readonly createdNs: bigint;
  readonly driver: string;
  /** `local`, `global` or `swarm`; dockerd keeps any other word as well. */
  readonly scope: string;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly configOnly: boolean;
  /** The config-only network it was made from; empty where there is none. */
  readonly configFrom: string;
  /** The addresses it hands out; empty for the host and none networks and for config-only ones. */
  pools: { readonly ipv4: AddressPool[]; readonly ipv6: AddressPool[] };
  /** By container id, in order of connection. */
  endpoints: Map<string, NetworkEndpoint>;
}

/** A network mode that names a network of the user's (moby api/types/container/hostconfig_unix.go, IsUserDefined). */
export function isUserDefinedName(name: string): boolean {
  return !isPredefinedName(name) && !name.startsWith('container:');
}

/** The networks that every daemon has, and the word for the one that is used by default. */
export function isPredefinedName(name: string): boolean {
  return ['default', 'bridge', 'host', 'none'].includes(name);
}
