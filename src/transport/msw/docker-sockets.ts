import { type WebSocketHandler, ws } from 'msw';
import { type Daemon, type Exchange, type HijackedStream, isHijack } from '../../exchange/exchange.ts';
import { MessageQueue } from '../../support/message-queue.ts';
import { encodeFrame, NORMAL_CLOSE, OPCODES, readFrames } from '../../support/web-socket-frames.ts';

/** Attach over a WebSocket, the only one that Docker has. */
const ATTACH = /^wss?:\/\/[^/]+(\/v\d+\.\d+)?\/containers\/.+\/attach\/ws(\?.*)?$/;

/** Any four bytes: nobody listens in between. */
const MASK = Uint8Array.of(0, 0, 0, 0);

/** What of msw's client is used here. */
interface Client {
  readonly url: URL;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** A daemon's WebSockets as a handler of msw. */
export function dockerSocket(daemon: Daemon, isOurs: (url: URL) => boolean): WebSocketHandler {
  const link = ws.link(ATTACH);
  return link.addEventListener('connection', ({ client, server }) => {
    if (isOurs(httpUrl(client.url))) void serve(daemon, client as unknown as Client);
    else server.connect();
  });
}

const httpUrl = (url: URL) => new URL(url.href.replace(/^ws/, 'http'));

/** The daemon is asked as over a socket, so that it need not know of msw: frames go to it, and come back. */
async function serve(daemon: Daemon, client: Client): Promise<void> {
  const gone = new AbortController();
  const toDaemon = new MessageQueue<Uint8Array>();
  const fromDaemon = new MessageQueue<Uint8Array>();
  // One after the other, since a Blob takes its time.
  let sent = Promise.resolve();
  client.addEventListener('message', ({ data }) => {
    sent = sent.then(async () => toDaemon.push(encodeFrame(OPCODES.binary, await bytesOf(data), MASK)));
  });
  client.addEventListener('close', () => {
    void sent.then(() => {
      toDaemon.push(encodeFrame(OPCODES.close, NORMAL_CLOSE, MASK));
      gone.abort();
    });
  });
  const reply = await daemon(exchangeOf(client.url, gone.signal));
  if (!isHijack(reply) || reply.status !== 101) {
    // A page would see a failed handshake, without a reason; here it is at least told the status.
    return client.close(4000 + reply.status, `the daemon answered ${reply.status}`);
  }
  const stream: HijackedStream = {
    input: toDaemon,
    signal: gone.signal,
    write: async chunk => fromDaemon.push(chunk),
    end: async () => fromDaemon.end(),
    destroy: () => fromDaemon.end(),
  };
  reply.hijack(stream);
  for await (const { opcode, payload } of readFrames(fromDaemon)) {
    if (opcode === OPCODES.close) break;
    if (opcode <= OPCODES.binary) client.send(new Uint8Array(payload));
  }
  if (!gone.signal.aborted) client.close(1000);
}

function exchangeOf(url: URL, signal: AbortSignal): Exchange {
  return {
    method: 'GET',
    target: url.pathname + url.search,
    headers: [
      ['Host', url.host],
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA=='],
      ['Sec-WebSocket-Version', '13'],
    ],
    body: (async function* () {})(),
    signal,
  };
}

async function bytesOf(data: unknown): Promise<Uint8Array> {
  if (typeof data === 'string') return new TextEncoder().encode(data);
  if (data instanceof Blob) return new Uint8Array(await data.arrayBuffer());
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(data as ArrayBuffer);
}
