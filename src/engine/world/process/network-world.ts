import type { NetworkInterface } from './system-call.ts';

/** The network as a container's processes see it. */
export interface NetworkWorld {
  /** Addresses of a name as Docker's DNS gives them, IPv4 first. /etc/hosts is looked at before it is asked. */
  resolve(containerId: string, name: string): readonly string[];
  /** Without `lo`. */
  interfaces(containerId: string): readonly NetworkInterface[];
  /** The running container that an address belongs to, on a network they share. */
  containerAt(containerId: string, address: string): string | undefined;
  /** The containers whose processes share its network, itself first (`--network container:X`, `host`). */
  sharing(containerId: string): readonly string[];
}

/** A world without networks: only `lo`. */
export const noNetwork: NetworkWorld = {
  resolve: () => [],
  interfaces: () => [],
  containerAt: () => undefined,
  sharing: containerId => [containerId],
};
