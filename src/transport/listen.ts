import {
  type AddressInfo,
  createServer,
  type Server,
  type Socket,
  type ListenOptions as SocketOptions,
} from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { checkDaemon, type Daemon } from '../exchange/exchange.ts';
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

/** PEM texts, as the files that dockerd's --tlskey, --tlscert and --tlscacert name. */
export interface ListenTls {
  readonly key: string | Uint8Array;
  readonly cert: string | Uint8Array;
  /** With it, only clients whose certificate it signed are served, as with --tlsverify. */
  readonly ca?: string | Uint8Array;
}

export interface ListenOptions {
  /** Speak TLS. For `tcp://` only. */
  readonly tls?: ListenTls;
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
  { onError = () => {}, tls }: ListenOptions = {},
): Promise<Listening> {
  checkDaemon(daemon, 'listen()');
  const parsed = parseHost(host);
  if (tls !== undefined && parsed.kind === 'unix')
    throw new Error(`${host} cannot have TLS: use tcp://127.0.0.1:PORT`);
  if (parsed.kind === 'unix') await claimSocketPath(parsed.path);
  const open = new Set<Socket>();
  const serve = (socket: Socket) => void serveConnection(socket, daemon, onError);
  const server = tls === undefined ? createServer(SOCKET, serve) : createTlsServer(tlsOptions(tls), serve);
  // Before a handshake is done there is a connection already, which has to be closed with the others.
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
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

const SOCKET = { allowHalfOpen: true, noDelay: true };

function tlsOptions({ key, cert, ca }: ListenTls): TlsOptions {
  const pem = (text: string | Uint8Array) => (typeof text === 'string' ? text : Buffer.from(text));
  const verify = ca === undefined ? {} : { ca: pem(ca), requestCert: true, rejectUnauthorized: true };
  return { ...SOCKET, key: pem(key), cert: pem(cert), ...verify };
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
