import type { KernelCore } from './kernel-core.ts';

/** What went through a network interface, frames counted as on a Docker bridge: /proc/net/dev, docker stats. */
export interface Traffic {
  rxBytes: number;
  rxPackets: number;
  txBytes: number;
  txPackets: number;
}

/** One end of a connection, for counting. Without an interface it is outside all containers, and not counted. */
export interface TrafficEnd {
  readonly machine: string;
  readonly interface: string | undefined;
}

export interface TrafficLink {
  readonly from: TrafficEnd;
  readonly to: TrafficEnd;
}

/** Ethernet, IPv4 and TCP with timestamps. */
const HEADER_BYTES = 66;
/** SYN and its answer bear 8 bytes more of options. */
const SYN_BYTES = 74;
/** A bridge takes segments as large as IP has them; the network card of no machine cuts them. */
const LARGEST_SEGMENT = 65_160;

export const noTraffic = (): Traffic => ({ rxBytes: 0, rxPackets: 0, txBytes: 0, txPackets: 0 });

/** SYN, SYN-ACK, ACK. */
export function countHandshake(kernel: KernelCore, link: TrafficLink): void {
  count(kernel, link, SYN_BYTES, 1);
  count(kernel, reversed(link), SYN_BYTES, 1);
  count(kernel, link, HEADER_BYTES, 1);
}

/** Bytes that were written, and their acknowledgement. Without bytes: the end of that direction. */
export function countSegment(kernel: KernelCore, link: TrafficLink | undefined, bytes: number): void {
  if (link === undefined) return;
  const segments = Math.max(1, Math.ceil(bytes / LARGEST_SEGMENT));
  count(kernel, link, bytes + segments * HEADER_BYTES, segments);
  count(kernel, reversed(link), HEADER_BYTES, 1);
}

/** Of a container's interfaces, by name, whichever of those that share its network the bytes are of. */
export function trafficOf({ host, world }: KernelCore, containerId: string): ReadonlyMap<string, Traffic> {
  const sums = new Map<string, Traffic>();
  for (const id of world.network.sharing(containerId)) {
    for (const [name, one] of host.state.machines.get(id)?.traffic ?? []) {
      const sum = sums.get(name) ?? noTraffic();
      sums.set(name, {
        rxBytes: sum.rxBytes + one.rxBytes,
        rxPackets: sum.rxPackets + one.rxPackets,
        txBytes: sum.txBytes + one.txBytes,
        txPackets: sum.txPackets + one.txPackets,
      });
    }
  }
  return sums;
}

const reversed = ({ from, to }: TrafficLink): TrafficLink => ({ from: to, to: from });

function count(kernel: KernelCore, { from, to }: TrafficLink, bytes: number, packets: number): void {
  const sender = at(kernel, from);
  if (sender !== undefined) {
    sender.txBytes += bytes;
    sender.txPackets += packets;
  }
  const receiver = at(kernel, to);
  if (receiver !== undefined) {
    receiver.rxBytes += bytes;
    receiver.rxPackets += packets;
  }
}

function at(kernel: KernelCore, { machine: id, interface: name }: TrafficEnd): Traffic | undefined {
  const traffic = name === undefined ? undefined : kernel.machine(id)?.traffic;
  if (traffic === undefined || name === undefined) return undefined;
  const found = traffic.get(name) ?? noTraffic();
  traffic.set(name, found);
  return found;
}
