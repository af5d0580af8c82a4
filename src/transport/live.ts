import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import {
  type Daemon,
  type Exchange,
  type HijackedStream,
  headerOf,
  type LendingBody,
  type RawHeaders,
  type Reply,
  type ReplyBody,
} from '../exchange/exchange.ts';
import { hijackedSocket } from './hijacked-socket.ts';
import { formatHost, type Host, parseHost } from './host.ts';
import { type IncomingBody, incomingBody } from './http1/body.ts';
import { ByteSource, ReusedReads } from './http1/byte-source.ts';
import { hasToken, headLines, parseHeaders, readHead } from './http1/head.ts';
import { writePiece, written } from './http1/outgoing.ts';
import { type Connection, IdleConnections } from './idle-connections.ts';

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
 * A real daemon behind a socket, as a `Daemon`: headers go as they are, and those of replies come back in the order and
 * case they were sent. Exchanges that overlap have connections of their own; one that is idle is used again.
 *
 * @param target `unix:///path`, `tcp://host:port`, or `https://host:port` for TLS
 * @example
 * const docker = live('unix:///var/run/docker.sock');
 */
export function live(target: string, options: LiveOptions = {}): Daemon {
  const host = parseHost(target.replace(/^https:/, 'tcp:'));
  const tls = options.tls ?? (target.startsWith('https:') ? {} : undefined);
  const idle = new IdleConnections();
  return async exchange => {
    const used = REPEATABLE.test(exchange.method) ? idle.take() : undefined;
    if (used !== undefined) {
      const reply = await over(used, exchange, idle).catch(error => {
        if (error instanceof NoAnswer) return undefined; // it was closed while it was idle
        throw error;
      });
      if (reply !== undefined) return reply;
    }
    return over(await open(host, tls), exchange, idle);
  };
}

/** What may be sent again where a kept connection turns out to be closed. */
const REPEATABLE = /^(GET|HEAD)$/;

/** The daemon ended a connection instead of answering. */
class NoAnswer extends Error {}

async function over(connection: Connection, exchange: Exchange, idle: IdleConnections): Promise<Reply> {
  const { socket } = connection;
  const abort = () => {
    // What a client does that goes away: dockerd sees the end of input and cancels the request.
    socket.end();
    setTimeout(() => socket.destroy(), ABORT_GRACE_MS).unref();
  };
  if (exchange.signal.aborted) abort();
  exchange.signal.addEventListener('abort', abort, { once: true });
  const leave = () => exchange.signal.removeEventListener('abort', abort);
  socket.once('close', leave);
  /** The exchange is over: the connection can serve another one where nothing of this is left on it. */
  const release = (reusable: boolean) => {
    leave();
    socket.off('close', leave);
    if (reusable) idle.keep(connection);
    else socket.destroy();
  };
  try {
    return await converse(connection, exchange, release);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function converse(
  { socket, source }: Connection,
  exchange: Exchange,
  release: (reusable: boolean) => void,
): Promise<Reply> {
  let head = `${exchange.method} ${exchange.target} HTTP/1.1\r\n`;
  if (headerOf(exchange.headers, 'host') === undefined) head += 'Host: docker\r\n'; // HTTP/1.0 clients send none
  for (const [name, value] of exchange.headers) head += `${name}: ${value}\r\n`;
  socket.write(`${head}\r\n`, 'latin1');
  let sending: Promise<void> | undefined;
  let sent = false;
  const send = () => {
    sending ??= sendBody(socket, exchange).then(() => {
      sent = true;
    });
    // The client's fault, or a daemon that answered before it read everything: the daemon has the word.
    sending.catch(() => socket.end());
  };
  if (!hasToken(exchange.headers, 'expect', '100-continue')) send();
  const { minor, status, reason, headers } = await readReplyHead(source, send);
  const common = { headers, ...(reason === undefined ? {} : { reason }) };
  if (status === 101 || (status === 200 && isHijackedHead(exchange, headers))) {
    return {
      status,
      ...common,
      paced: true,
      hijack: stream => void join(stream, hijackedSocket(socket, source), source, sending),
    };
  }
  const keeps = minor === 1 && !closes(exchange.headers) && !closes(headers);
  const over = (complete: boolean) => release(keeps && complete && sent);
  return { status, ...common, body: await replyBody(source, exchange.method, status, headers, over) };
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
    if (text === undefined) throw new NoAnswer('the daemon closed the connection without an answer');
    const [first = '', ...rest] = headLines(text);
    const parts = /^HTTP\/1\.(\d) (\d{3}) ?(.*)$/.exec(first);
    const headers = parseHeaders(rest);
    if (parts === null || headers === undefined)
      throw new Error('the daemon answered in something other than HTTP/1');
    const status = Number(parts[2]);
    if (status >= 200 || status === 101)
      return { minor: Number(parts[1]), status, reason: parts[3], headers };
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

/** `over` is told once, whether the body was read to its end. */
async function replyBody(
  source: ByteSource,
  method: string,
  status: number,
  headers: RawHeaders,
  over: (complete: boolean) => void,
): Promise<ReplyBody> {
  const announced = headerOf(headers, 'content-length');
  if (method === 'HEAD' || status === 204 || status === 304 || announced === '0') {
    over(true);
    return new Uint8Array(0);
  }
  if (hasToken(headers, 'transfer-encoding', 'chunked'))
    return watched(incomingBody(source, 'chunked'), over);
  if (announced === undefined) return watched(incomingBody(source, 'until-close'), over);
  const length = Number(announced);
  const whole = await cameWithHead(source, length);
  if (whole === undefined) return watched(incomingBody(source, length), over);
  over(true);
  return whole;
}

/** A short body is mostly there when its head is. */
async function cameWithHead(source: ByteSource, length: number): Promise<Uint8Array | undefined> {
  if (source.available < length) return undefined;
  const first = await source.read();
  if (first === undefined) return undefined;
  source.unread(first.subarray(first.length < length ? 0 : length));
  return first.length < length ? undefined : first.subarray(0, length);
}

function watched(body: IncomingBody, over: (complete: boolean) => void): LendingBody {
  return {
    async lendTo(take) {
      try {
        await body.lendTo(take);
      } finally {
        over(body.complete);
      }
    },
    async *[Symbol.asyncIterator]() {
      try {
        yield* body;
      } finally {
        over(body.complete);
      }
    },
  };
}

function closes(headers: RawHeaders): boolean {
  return hasToken(headers, 'connection', 'close');
}

/** Carries bytes and half-closes both ways until both ends are done. */
async function join(
  near: HijackedStream,
  far: HijackedStream,
  source: ByteSource,
  sending: Promise<void> | undefined,
): Promise<void> {
  const drop = () => {
    near.destroy();
    far.destroy();
  };
  near.signal.addEventListener('abort', () => far.destroy(), { once: true });
  try {
    await sending;
    await Promise.all([carry(near, far), near.lend === undefined ? carry(far, near) : lend(source, near)]);
    drop();
  } catch {
    drop();
  }
}

async function carry(from: HijackedStream, to: HijackedStream): Promise<void> {
  for await (const chunk of from.input) await to.write(chunk);
  await to.end();
}

/** As `carry`, through the one buffer that the connection reads into. */
async function lend(source: ByteSource, to: HijackedStream): Promise<void> {
  await source.lend(
    chunk => to.lend?.(chunk),
    () => false,
  );
  if (source.broken) throw new Error('the connection broke');
  await to.end();
}

/** Larger than what a unix socket holds, so that one read empties it. */
const READ_BYTES = 256 << 10;

function open(host: Host, tls: LiveTls | undefined): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const reads = tls === undefined ? new ReusedReads(Buffer.allocUnsafeSlow(READ_BYTES)) : undefined;
    const socket =
      tls === undefined
        ? connect({ ...addressOf(host), ...SOCKET, ...(reads && { onread: reads.onread }) })
        : openTls(host, tls);
    const source = new ByteSource(socket, reads);
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
      socket.off('error', fail);
      resolve({ socket, source });
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
