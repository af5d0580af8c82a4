import { contains, formatIp, type IpAddress, parseIp } from '../../../support/ip-address.ts';
import type { Engine } from '../../engine.ts';
import { systemError } from '../../errors.ts';
import { dialPort, isPublished } from '../../networks/dial-port.ts';
import { isHostAddress } from '../../networks/publish-ports.ts';
import { HOST_NAMESERVERS } from '../../world/files/resolution-files.ts';
import type { HostConnection } from '../../world/process/host-connections.ts';

/** A registry in a container: its name as images bear it, and how to connect to it. */
export interface Endpoint {
  /** `localhost:5000` */
  readonly host: string;
  /** @throws DockerError where nobody listens any more */
  readonly connect: () => HostConnection;
}

/**
 * The registry of a domain other than Docker Hub's, as dockerd on the simulated host reaches it: at a published port of
 * its loopback, in clear text (127.0.0.0/8 and ::1 are the default insecure registries). Anything else is asked for
 * TLS, which no container speaks here.
 *
 * @throws DockerError in the words of Go's network, where nobody is there
 */
export function findEndpoint(engine: Engine, domain: string): Endpoint {
  const { host, port: explicit } = splitDomain(domain);
  const address = host === 'localhost' ? '127.0.0.1' : host;
  const ip = parseIp(address);
  if (ip === undefined) {
    const server = `${HOST_NAMESERVERS[0]}:53`;
    throw systemError(`Get "https://${domain}/v2/": dial tcp: lookup ${host} on ${server}: no such host`);
  }
  const scheme = isLoopback(ip) ? 'http' : 'https';
  const port = explicit ?? (scheme === 'http' ? 80 : 443);
  const shown = ip.family === 6 ? `[${address}]` : address;
  const fail = (problem: string) => systemError(`Get "${scheme}://${domain}/v2/": ${problem}`);
  const dialled = (problem: string) => fail(`dial tcp ${shown}:${port}: connect: ${problem}`);
  if (scheme === 'https') {
    if (speaksHttp(engine, ip, port)) throw fail('http: server gave HTTP response to HTTPS client');
    throw dialled(isNeighbour(engine, ip) ? 'connection refused' : 'no route to host');
  }
  if (!isPublished(engine, address, port)) throw dialled('connection refused');
  const connect = () => {
    const connection = dialPort(engine, port);
    // docker-proxy takes the connection before it knows that nobody listens in the container.
    if (connection === undefined) throw fail('EOF');
    return connection;
  };
  return { host: domain, connect };
}

function splitDomain(domain: string): { readonly host: string; readonly port: number | undefined } {
  const [, bracketed, plain = domain, port] = /^(?:\[(.*)\]|(.*?))(?::(\d+))?$/.exec(domain) ?? [];
  return { host: bracketed ?? plain, port: port === undefined ? undefined : Number(port) };
}

function isLoopback(address: IpAddress): boolean {
  if (address.family === 6) return address.value === 1n;
  return contains({ family: 4, value: 127n << 24n, bits: 8 }, address);
}

/** Whether a container takes connections there, by a port of the host or an address of its own. */
function speaksHttp(engine: Engine, ip: IpAddress, port: number): boolean {
  const address = formatIp(ip);
  if (isHostAddress(engine, ip)) return isPublished(engine, address, port);
  const owner = ownerOf(engine, address);
  const from = { address: '', port: 0 };
  const connection = owner === undefined ? undefined : engine.processes.dial(owner, from, { address, port });
  connection?.destroy();
  return connection !== undefined;
}

function isNeighbour(engine: Engine, ip: IpAddress): boolean {
  return isHostAddress(engine, ip) || ownerOf(engine, formatIp(ip)) !== undefined;
}

/** The running container with an address: the host is on all its bridges. */
function ownerOf(engine: Engine, address: string): string | undefined {
  for (const id of engine.state.machines.keys()) {
    for (const endpoint of engine.state.containers.get(id)?.endpoints.values() ?? [])
      if (endpoint.ipAddress === address || endpoint.ipv6Address === address) return id;
  }
  return undefined;
}
