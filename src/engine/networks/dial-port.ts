import { parseIp } from '../../support/ip-address.ts';
import type { Engine } from '../engine.ts';
import { passTimeForDialling } from '../world/polling.ts';
import type { HostConnection } from '../world/process/host-connections.ts';
import { gatewayEndpoints } from './gateway-endpoints.ts';
import { isHostAddress } from './publish-ports.ts';

/** Outgoing connections of the host come from here on; only /proc/net shows it. */
const FIRST_SOURCE_PORT = 40_000;
const SOURCE_PORTS = 20_000;

/** Whether a container publishes a TCP port of the host, and the address is the host's: its loopback, or a bridge's gateway. */
export function isPublished(engine: Engine, address: string, hostPort: number): boolean {
  if (!engine.state.hostPorts.taken.has(`tcp/${hostPort}`)) return false;
  const parsed = parseIp(address);
  return parsed !== undefined && isHostAddress(engine, parsed);
}

/**
 * Connects to a published TCP port of the host, as a program on the host does at 127.0.0.1.
 *
 * @returns undefined where no container publishes the port, or nothing listens in the one that does
 */
export function dialPort(engine: Engine, hostPort: number): HostConnection | undefined {
  const holders = engine.state.hostPorts.taken.get(`tcp/${hostPort}`)?.holders;
  const containerId = holders?.get('0.0.0.0') ?? holders?.get('127.0.0.1') ?? holders?.values().next().value;
  const container = containerId === undefined ? undefined : engine.state.containers.get(containerId);
  if (container === undefined) return undefined;
  const way = gatewayEndpoints(engine, container).ipv4?.endpoint;
  for (const [port, bindings] of Object.entries(container.ports)) {
    if (!port.endsWith('/tcp') || !bindings?.some(({ HostPort }) => Number(HostPort) === hostPort)) continue;
    const from = {
      address: way?.gateway ?? '',
      port: FIRST_SOURCE_PORT + engine.random.below('source ports', SOURCE_PORTS),
    };
    const to = { address: way?.ipAddress ?? '', port: Number(port.split('/')[0]) };
    const connection = engine.processes.dial(container.id, from, to);
    if (connection === undefined) {
      passTimeForDialling(engine);
      return undefined;
    }
    return keepingTime(engine, connection);
  }
  return undefined;
}

/** Whoever sent something and reads now waits for an answer: an `auto` clock jumps meanwhile. */
function keepingTime(engine: Engine, connection: HostConnection): HostConnection {
  let asked = false;
  return {
    ...connection,
    write: data => {
      asked = true;
      return connection.write(data);
    },
    read: async () => {
      const reading = connection.read();
      const data = await (asked ? engine.driver.wait(reading) : reading);
      asked = false;
      return data;
    },
  };
}
