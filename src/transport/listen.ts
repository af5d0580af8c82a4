import {
  type AddressInfo,
  createServer,
  type Server,
  type Socket,
  type ListenOptions as SocketOptions,
} from 'node:net';
import type { Daemon } from '../exchange/exchange.ts';
import { formatHost, type Host, parseHost } from './host.ts';
import { type OnError, serveConnection } from './http1/serve-connection.ts';
import { claimSocketPath } from './unix-socket.ts';

/** A daemon that can be reached. */
export interface Listening {
  /** For DOCKER_HOST; with the real port where 0 was asked for. */
  readonly host: string;
  /** How many connections are open now. */
  readonly connections: number;
  /** Stops accepting, drops the open connections and removes the socket's file. */
  close(): Promise<void>;
}

export interface ListenOptions {
  /** Told of a daemon that rejects or throws; its client sees a dropped connection. Default: nobody is told. */
  readonly onError?: OnError;
}

/**
 * Serves a daemon on a socket; resolves once it accepts connections.
 *
 * @param host `unix:///path` (a file left behind by a dead process is replaced) or `tcp://127.0.0.1:port`
 * @throws one sentence where the host is malformed, in use or out of reach
 * @example
 * const listening = await listen(daemon, 'tcp://127.0.0.1:0');
 * console.log(listening.host); // tcp://127.0.0.1:41829
 * await listening.close();
 */
export async function listen(
  daemon: Daemon,
  host: string,
  { onError = () => {} }: ListenOptions = {},
): Promise<Listening> {
  const parsed = parseHost(host);
  if (parsed.kind === 'unix') await claimSocketPath(parsed.path);
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, socket => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    void serveConnection(socket, daemon, onError);
  });
  await accept(server, parsed);
  const port = parsed.kind === 'tcp' ? (server.address() as AddressInfo).port : 0;
  return {
    host: formatHost(parsed.kind === 'tcp' ? { ...parsed, port } : parsed),
    get connections() {
      return open.size;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function accept(server: Server, host: Host): Promise<void> {
  const where: SocketOptions =
    host.kind === 'unix' ? { path: host.path } : { host: host.hostname, port: host.port };
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new Error(`cannot listen on ${formatHost(host)}: ${REASONS[error.code ?? ''] ?? error.message}`),
      );
    });
    server.listen(where, () => {
      server.removeAllListeners('error');
      server.on('error', () => {}); // such as too many open files at accept: later connections may still work
      resolve();
    });
  });
}

const REASONS: Record<string, string> = {
  EADDRINUSE: 'another process already listens there',
  EACCES: 'permission denied',
  EADDRNOTAVAIL: 'this machine does not have that address',
  ENOTFOUND: 'no such host name',
};
