import { Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Daemon, PortBinder, PublishedPorts } from '../../exchange/exchange.ts';
import { servePort } from './serve-port.ts';

/**
 * Opens a daemon's published TCP ports on the real host, for as long as they are published; on its loopback addresses
 * only, since what runs in a test is nobody else's business. Returns the end of it. A daemon that is not simulated
 * publishes its ports itself: nothing happens.
 *
 * @param report told, in one sentence, of a port that cannot be opened though nobody has it
 * @example
 * const daemon = api(createEngine({ clock: 'real' }));
 * const listening = await listen(daemon, 'tcp://127.0.0.1:0');
 * const closePorts = listenOnPorts(daemon);
 */
export function listenOnPorts({ ports }: Daemon, report: (problem: string) => void = () => {}): () => void {
  if (ports === undefined) return () => {};
  const servers = new Map<string, Server>();
  const binder: PortBinder = {
    bind(protocol, address, port) {
      const host = loopbackOf(address);
      if (protocol !== 'tcp' || host === undefined) return 'bound';
      if (host === '::1' && !hasIpv6Loopback()) return 'bound';
      const server = openNow(ports, host, port);
      if (server !== undefined) {
        servers.set(`${address}/${port}`, server);
        return 'bound';
      }
      if (!isPrivileged(port)) return 'in use';
      if (host !== '::1')
        report(`port ${port} of this machine needs root: what is published there cannot be reached`);
      return 'bound';
    },
    release(_protocol, address, port) {
      servers.get(`${address}/${port}`)?.close();
      servers.delete(`${address}/${port}`);
    },
  };
  const unbind = ports.bind(binder);
  return () => {
    unbind();
    for (const server of servers.values()) server.close();
  };
}

/** Where a published address is opened; nowhere for one that only the simulated host has. */
function loopbackOf(address: string): string | undefined {
  if (address === '0.0.0.0' || address.startsWith('127.')) return '127.0.0.1';
  return address === '::' || address === '::1' ? '::1' : undefined;
}

/** docker-proxy takes a moment to find out that nobody listens: what was sent by then is lost, with a reset. */
const LOOKING_MS = 10;

function drop(socket: Socket): void {
  socket.on('error', () => {});
  socket.once('data', () => socket.resetAndDestroy());
  setTimeout(() => socket.destroy(), LOOKING_MS);
}

function hasIpv6Loopback(): boolean {
  return Object.values(networkInterfaces()).some(each => each?.some(({ address }) => address === '::1'));
}

/** Such a port cannot be had by a user, unlike by dockerd, which is root. */
function isPrivileged(port: number): boolean {
  return port < 1024 && process.getuid?.() !== 0;
}

/** What `listen` comes to once the address is resolved, under the name that Node keeps for old callers. */
interface ListensAtOnce {
  _listen2(address: string, port: number, addressType: 4 | 6, backlog?: number): void;
}

/**
 * The engine has to know at once whether it got the port, as dockerd does, and `server.listen` tells later wherever a
 * host is given. Undefined where the port cannot be had.
 */
function openNow(ports: PublishedPorts, host: string, port: number): Server | undefined {
  const server = new Server({ allowHalfOpen: true, noDelay: true }, socket => {
    const connection = ports.dial(port);
    if (connection === undefined) drop(socket);
    else servePort(socket, connection);
  });
  server.on('error', () => {}); // told a tick later, and known by then
  (server as unknown as ListensAtOnce)._listen2(host, port, host.includes(':') ? 6 : 4);
  server.unref();
  return server.listening ? server : undefined;
}
