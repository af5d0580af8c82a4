import type { Socket } from 'node:net';
import { checkDaemon, type Daemon } from '../../exchange/exchange.ts';
import { type OnError, serveConnection } from '../http1/serve-connection.ts';
import type { MemorySocket } from '../memory-socket.ts';
import { servePort } from '../ports/serve-port.ts';
import { type Accept, patchDialling } from './dial-patch.ts';
import { type Dialled, defaultTargets, matcherOf, tcpAddress } from './target.ts';

export interface InterceptOptions {
  /**
   * The addresses that stand for this daemon: `unix:///path`, `npipe:////./pipe/name`, `tcp://host:port`.
   * Default: Docker's own default addresses, and DOCKER_HOST where it is set.
   */
  readonly targets?: readonly string[];
  /** Told of a daemon that rejects or throws; its client sees a dropped connection. Default: nobody is told. */
  readonly onError?: OnError;
}

/** A daemon reached in memory, until it is disposed of. */
export interface Interception extends Disposable {
  /** How many connections are open. */
  readonly connections: number;
  /** Drops the open connections and leaves dialling as it was found. */
  dispose(): void;
}

interface Active {
  /** What to do with a connection dialled to there; undefined where it is none of this daemon's. */
  readonly accept: Accept;
}

/** The newest first, so that a daemon set up inside a test wins over one set up around it. */
const interceptions: Active[] = [];
let restore: (() => void) | undefined;

/** Whether some daemon in memory stands for that address now. */
export function isIntercepted(dialled: Dialled): boolean {
  return interceptions.some(({ accept }) => accept(dialled) !== undefined);
}

/**
 * Lets every client in this process that dials one of the targets reach `daemon` without a socket: http, https, fetch,
 * undici, raw net, and all that stand on them. Other connections are left alone. Several daemons may be intercepted at
 * once, told apart by address; the one set up last wins. The ports that its containers publish are dialled in memory
 * as well, at localhost and at the simulated host's own addresses.
 *
 * @throws a sentence where a target is malformed, or the daemon is none
 * @example
 * using interception = intercept(api(createEngine()));
 * const info = await new Docker({ socketPath: '/var/run/docker.sock' }).info();
 */
export function intercept(daemon: Daemon, options: InterceptOptions = {}): Interception {
  checkDaemon(daemon, 'intercept()');
  const open = new Set<Socket>();
  const matches = matcherOf(options.targets ?? defaultTargets());
  const keep = (client: Socket) => {
    open.add(client);
    client.once('close', () => open.delete(client));
  };
  const serve = (server: MemorySocket, client: Socket) => {
    keep(client);
    void serveConnection(server, daemon, options.onError ?? (() => {}));
  };
  const servePublished = (port: number) => (server: MemorySocket, client: Socket) => {
    keep(client);
    const connection = daemon.ports?.dial(port);
    if (connection !== undefined) servePort(server, connection);
    else {
      server.on('error', () => {}); // with an error, so that the client's end is reset
      server.destroy(new Error('nothing listens in the container'));
    }
  };
  const active: Active = {
    accept(dialled) {
      if (matches(dialled)) return serve;
      const tcp = tcpAddress(dialled);
      return tcp && daemon.ports?.has(tcp.address, tcp.port) ? servePublished(tcp.port) : undefined;
    },
  };
  interceptions.unshift(active);
  restore ??= patchDialling(dialled => {
    for (const { accept } of interceptions) {
      const take = accept(dialled);
      if (take !== undefined) return take;
    }
    return undefined;
  });

  const dispose = () => {
    const index = interceptions.indexOf(active);
    if (index < 0) return;
    interceptions.splice(index, 1);
    // Pooled keep-alive connections must not outlive their daemon.
    for (const client of open) client.destroy();
    if (interceptions.length === 0) {
      restore?.();
      restore = undefined;
    }
  };
  return {
    get connections() {
      return open.size;
    },
    dispose,
    [Symbol.dispose]: dispose,
  };
}
