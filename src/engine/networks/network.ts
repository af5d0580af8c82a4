/** A network, as plain data. */
export interface Network {
  readonly id: string;
  readonly name: string;
  readonly createdNs: bigint;
  readonly driver: string;
  readonly scope: 'local' | 'global' | 'swarm';
  readonly enableIpv4: boolean;
  readonly enableIpv6: boolean;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly configOnly: boolean;
  readonly configFrom: string;
  readonly options: Record<string, string>;
  readonly labels: Record<string, string>;
  readonly ipam: {
    driver: string;
    options: Record<string, string> | null;
    config: Array<{
      subnet: string;
      ipRange?: string;
      gateway?: string;
      auxAddresses?: Record<string, string>;
    }>;
  };
  /** Running endpoints by container id, in order of connection. */
  endpoints: Map<string, { endpointId: string; macAddress: string; ipv4: string; ipv6: string }>;
}
