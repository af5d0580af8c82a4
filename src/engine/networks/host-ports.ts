import { formatIp, type IpAddress } from '../../support/ip-address.ts';
import { Table } from '../../support/table.ts';
import type { Engine } from '../engine.ts';
import { systemError } from '../errors.ts';

export type Protocol = 'tcp' | 'udp' | 'sctp';

/** The host's ports that containers hold. */
export interface HostPorts {
  /** By `tcp/8080`: the container that holds it, by host address. */
  readonly taken: Table<{ holders: Map<string, string> }>;
  /** By address, protocol and range: the port given last. The next search starts after it. */
  readonly last: Table<{ port: number }>;
}

export const noHostPorts = (): HostPorts => ({ taken: new Table(), last: new Table() });

/** The kernel's ip_local_port_range, where ports come from that nobody chose. */
const EPHEMERAL = { start: 32768, end: 60999 };

/**
 * Takes one port on all of `addresses` for a container: the one of a range of one, else the next free one of the
 * range, else of the ephemeral range (moby libnetwork/portallocator, RequestPortsInRange).
 */
export function takeHostPort(
  engine: Engine,
  containerId: string,
  protocol: Protocol,
  addresses: readonly IpAddress[],
  range: { start: number; end: number },
): number {
  const { start, end } = range.start === 0 ? EPHEMERAL : range;
  const port =
    range.start !== 0 && start === end
      ? refuseTaken(engine, protocol, addresses, start)
      : searchPort(engine, protocol, addresses, start, end);
  hold(engine, containerId, protocol, addresses, port);
  return port;
}

export function releaseHostPort(engine: Engine, protocol: string, address: string, port: number): void {
  const { taken } = engine.state.hostPorts;
  const key = `${protocol}/${port}`;
  if (!taken.has(key)) return;
  const { holders } = taken.edit(key);
  holders.delete(address);
  engine.live.portBinder?.release(protocol, address, port);
  if (holders.size === 0) taken.delete(key);
}

function hold(
  engine: Engine,
  containerId: string,
  protocol: Protocol,
  addresses: readonly IpAddress[],
  port: number,
): void {
  const { taken } = engine.state.hostPorts;
  const key = `${protocol}/${port}`;
  if (!taken.has(key)) taken.set(key, { holders: new Map() });
  const { holders } = taken.edit(key);
  for (const address of addresses) holders.set(formatIp(address), containerId);
}

/** Who stands in the way on this port: the same address, or one of the family that means every address. */
function holderInTheWay(engine: Engine, protocol: Protocol, addresses: readonly IpAddress[], port: number) {
  const holders = engine.state.hostPorts.taken.get(`${protocol}/${port}`)?.holders;
  if (holders === undefined) return undefined;
  for (const { family, value } of addresses) {
    const everywhere = family === 4 ? '0.0.0.0' : '::';
    const own = formatIp({ family, value });
    for (const held of holders.keys()) {
      const sameFamily = held.includes(':') === (family === 6);
      if (sameFamily && (held === own || held === everywhere || own === everywhere)) return held;
    }
  }
  return undefined;
}

function refuseTaken(
  engine: Engine,
  protocol: Protocol,
  addresses: readonly IpAddress[],
  port: number,
): number {
  const held = holderInTheWay(engine, protocol, addresses, port);
  if (held === undefined) return port;
  throw systemError(`Bind for ${held}:${port} failed: port is already allocated`);
}

function searchPort(
  engine: Engine,
  protocol: Protocol,
  addresses: readonly IpAddress[],
  start: number,
  end: number,
): number {
  const { last } = engine.state.hostPorts;
  const keys = addresses.map(address => `${formatIp(address)}/${protocol}/${start}-${end}`);
  let port = last.get(keys[0] as string)?.port ?? end;
  for (let tried = start; tried <= end; tried += 1) {
    port = port >= end ? start : port + 1;
    if (holderInTheWay(engine, protocol, addresses, port) !== undefined) continue;
    for (const key of keys) last.set(key, { port });
    return port;
  }
  throw systemError('all ports are allocated');
}
