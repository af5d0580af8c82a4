import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import {
  type Daemon,
  type Exchange,
  type HijackedStream,
  headerOf,
  type RawHeaders,
  type Reply,
  type ReplyBody,
} from '../exchange/exchange.ts';
import { hijackedSocket } from './hijacked-socket.ts';
import { formatHost, type Host, parseHost } from './host.ts';
import { incomingBody } from './http1/body.ts';
import { ByteSource } from './http1/byte-source.ts';
import { hasToken, headLines, parseHeaders, readHead } from './http1/head.ts';
import { writePiece, written } from './http1/outgoing.ts';

/** How long a daemon may take to notice that its client ended, before the connection is dropped. */
const ABORT_GRACE_MS = 1_000;

/** PEM texts, as the files ca.pem, cert.pem and key.pem of DOCKER_CERT_PATH. */
export interface LiveTls {
  /** Who signed the daemon's certificate. Default: the authorities that Node knows. */
  readonly ca?: string | Uint8Array;
  readonly cert?: string | Uint8Array;
  readonly key?: string | Uint8Array;
}

export interface LiveOptions {
  /** Speak TLS, as for `https://`. */
  readonly tls?: LiveTls;
}

/**
 * A real daemon behind a socket, as a `Daemon`: each exchange goes over a connection of its own, with its headers
 * as they are; reply headers come back in the order and case they were sent.
 *
 * @param target `unix:///path`, `tcp://host:port`, or `https://host:port` for TLS
 * @example
 * const docker = live('unix:///var/run/docker.sock');
 */
export function live(target: string, options: LiveOptions = {}): Daemon {
  const host = parseHost(target.replace(/^https:/, 'tcp:'));
  const tls = options.tls ?? (target.startsWith('https:') ? {} : undefined);
  return async exchange => {
    const socket = await open(host, tls);
    const source = new ByteSource(socket);
    const abort = () => {
      // What a client does that goes away: dockerd sees the end of input and cancels the request.
      socket.end();
      setTimeout(() => socket.destroy(), ABORT_GRACE_MS).unref();
    };
    if (exchange.signal.aborted) abort();
    exchange.signal.addEventListener('abort', abort, { once: true });
    socket.once('close', () => exchange.signal.removeEventListener('abort', abort));
    try {
      return await converse(socket, source, exchange);
    } catch (error) {
      socket.destroy();
      throw error;
    }
  };
}

async function converse(socket: Socket, source: ByteSource, exchange: Exchange): Promise<Reply> {
  let head = `${exchange.method} ${exchange.target} HTTP/1.1\r\n`;
  if (headerOf(exchange.headers, 'host') === undefined) head += 'Host: docker\r\n'; // HTTP/1.0 clients send none
  for (const [name, value] of exchange.headers) head += `${name}: ${value}\r\n`;
  socket.write(`${head}\r\n`, 'latin1');
  let sending: Promise<void> | undefined;
  const send = () => {
    sending ??= sendBody(socket, exchange);
    // The client's fault, or a daemon that answered before it read everything: the daemon has the word.
    sending.catch(() => socket.end());
  };
  if (!hasToken(exchange.headers, 'expect', '100-continue')) send();
  const { status, reason, headers } = await readReplyHead(source, send);
  const common = { headers, ...(reason === undefined ? {} : { reason }) };
  if (status === 101 || (status === 200 && isHijackedHead(exchange, headers))) {
    return {
      status,
      ...common,
      hijack: stream => void join(stream, hijackedSocket(socket, source), sending),
    };
  }
  return { status, ...common, body: replyBody(socket, source, exchange.method, status, headers) };
}

async function sendBody(socket: Socket, { headers, body }: Exchange): Promise<void> {
  const chunked = hasToken(headers, 'transfer-encoding', 'chunked');
  if (!chunked && !(Number(headerOf(headers, 'content-length')) > 0)) return;
  for await (const chunk of body) await writePiece(socket, chunk, chunked);
  if (chunked) await written(socket, '0\r\n\r\n');
}

async function readReplyHead(source: ByteSource, onContinue: () => void) {
  for (;;) {
    const text = await readHead(source);
    if (text === undefined) throw new Error('the daemon closed the connection without an answer');
    const [first = '', ...rest] = headLines(text);
    const parts = /^HTTP\/1\.\d (\d{3}) ?(.*)$/.exec(first);
    const headers = parseHeaders(rest);
    if (parts === null || headers === undefined)
      throw new Error('the daemon answered in something other than HTTP/1');
    const status = Number(parts[1]);
    if (status >= 200 || status === 101) return { status, reason: parts[2], headers };
    onContinue();
  }
}

/** A hijack without Upgrade: 200 and no framing of any kind, on a request that can have one. */
function isHijackedHead(exchange: Exchange, headers: RawHeaders): boolean {
  return (
    exchange.method === 'POST' &&
    headerOf(headers, 'content-length') === undefined &&
    headerOf(headers, 'transfer-encoding') === undefined &&
    headerOf(headers, 'connection') === undefined
  );
}

function replyBody(
  socket: Socket,
  source: ByteSource,
  method: string,
  status: number,
  headers: RawHeaders,
): ReplyBody {
  const length = headerOf(headers, 'content-length');
  if (method === 'HEAD' || status === 204 || status === 304 || length === '0') {
    socket.destroy();
    return new Uint8Array(0);
  }
  const chunked = hasToken(headers, 'transfer-encoding', 'chunked');
  return closing(
    socket,
    incomingBody(source, chunked ? 'chunked' : length === undefined ? 'until-close' : Number(length)),
  );
}

async function* closing(socket: Socket, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } finally {
    socket.destroy();
  }
}

/** Carries bytes and half-closes both ways until both ends are done. */
async function join(
  near: HijackedStream,
  far: HijackedStream,
  sending: Promise<void> | undefined,
): Promise<void> {
  const drop = () => {
    near.destroy();
    far.destroy();
  };
  near.signal.addEventListener('abort', () => far.destroy(), { once: true });
  try {
    await sending;
    await Promise.all([carry(near, far), carry(far, near)]);
    drop();
  } catch {
    drop();
  }
}

async function carry(from: HijackedStream, to: HijackedStream): Promise<void> {
  for await (const chunk of from.input) await to.write(chunk);
  await to.end();
}

function open(host: Host, tls: LiveTls | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = tls === undefined ? connect({ ...addressOf(host), ...SOCKET }) : openTls(host, tls);
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
      socket.off('error', fail);
      resolve(socket);
    });
    const fail = (error: Error) =>
      reject(new Error(`Cannot connect to the Docker daemon at ${formatHost(host)}: ${error.message}`));
    socket.once('error', fail);
  });
}

const SOCKET = { allowHalfOpen: true, noDelay: true };

function addressOf(host: Host) {
  return host.kind === 'unix' ? { path: host.path } : { host: host.hostname, port: host.port };
}

function openTls(host: Host, { ca, cert, key }: LiveTls): Socket {
  const given = Object.entries({ ca, cert, key }).filter(([, pem]) => pem !== undefined);
  const pems = Object.fromEntries(given.map(([name, pem]) => [name, Buffer.from(pem as string)]));
  // A name in the handshake is for names: Node refuses an address there.
  const named = host.kind === 'tcp' && isIP(host.hostname) === 0 ? { servername: host.hostname } : {};
  return connectTls({ ...addressOf(host), ...SOCKET, ...pems, ...named });
}
