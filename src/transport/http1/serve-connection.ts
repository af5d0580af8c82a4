import type { Duplex } from 'node:stream';
import {
  canLend,
  type Daemon,
  type HijackReply,
  headerOf,
  isHijack,
  type PlainReply,
} from '../../exchange/exchange.ts';
import { hostTimers } from '../../support/host-timers.ts';
import { hijackedSocket } from '../hijacked-socket.ts';
import { MemorySocket } from '../memory-socket.ts';
import { emptyBody, type IncomingBody, incomingBody } from './body.ts';
import { ByteSource } from './byte-source.ts';
import { HeadTooLarge, hasToken, readHead, TruncatedHead } from './head.ts';
import { isProduced, writeLent, writeProduced, writeWhole, written } from './outgoing.ts';
import { hijackReplyHead, plainReplyHead } from './reply-head.ts';
import { parseRequestHead, RefusedHead, type RequestHead } from './request-head.ts';

/** How much of a body that nobody read Go reads before its reply; with more to come it closes the connection. */
const MAX_DRAIN_BYTES = 256 << 10;

const timers = hostTimers();

/** How long the peer may take to close its side after ours. Go: rstAvoidanceDelay. */
const LINGER_MS = 500;

/** Told of a daemon that rejects, or whose body or hijack throws: the client sees a dropped connection. */
export type OnError = (error: unknown) => void;

/**
 * Serves HTTP/1 on any duplex stream until it ends. Our own reading of HTTP/1 rather than node:http's, because a
 * hijack without Upgrade cannot be had there: what a client sends after its body is parsed as the next request.
 * It also takes what Go takes (any method, 1 MB heads), refuses in Go's words, and has no per-release quirks.
 */
export async function serveConnection(socket: Duplex, daemon: Daemon, onError: OnError): Promise<void> {
  const source = new ByteSource(socket);
  let afterPost = false;
  try {
    for (;;) {
      const text = await readHead(source, afterPost);
      if (text === undefined) break;
      const head = parseRequestHead(text);
      afterPost = head.method === 'POST';
      const next = await answer(socket, source, head, daemon);
      if (next === 'hijacked') return;
      if (next === 'close') break;
    }
  } catch (error) {
    if (!refuse(socket, error)) {
      socket.destroy();
      onError(error);
      return;
    }
  }
  closePolitely(socket, source);
}

/** Answers one request. Throws what the daemon threw, unless the peer is gone anyway. */
async function answer(
  socket: Duplex,
  source: ByteSource,
  head: RequestHead,
  daemon: Daemon,
): Promise<'again' | 'close' | 'hijacked'> {
  if (unknownExpectation(head)) return refuseExpectation(socket);
  const controller = new AbortController();
  let replied = false;
  // As in Go, the end of the peer's stream counts only when nothing it sent is left to read, or will be read.
  const onEnd = () => {
    const nothingLeft = body.complete ? source.atEnd : replied && source.ended;
    if (source.broken || nothingLeft) controller.abort();
  };
  const body = requestBody(socket, source, head, onEnd);
  source.onEnd = onEnd;
  onEnd();
  try {
    const reply = await daemon({
      method: head.method,
      target: head.target,
      headers: head.headers,
      body,
      signal: controller.signal,
    });
    replied = true;
    onEnd();
    if (!isHijack(reply)) return (await sendPlain(socket, head, body, reply)) ? 'again' : 'close';
    await written(socket, hijackReplyHead(reply));
    // A body that nobody read is no input: docker-modem sends one with every attach, and dockerd loses it too.
    const dropBody = () => body.drain(Number.POSITIVE_INFINITY).catch(() => false);
    const beforeInput = head.framing === 'chunked' ? undefined : dropBody;
    reply.hijack(hijackedSocket(socket, source, beforeInput, quietAfterHead(socket, head, reply)));
    return 'hijacked';
  } catch (error) {
    if (!controller.signal.aborted && !socket.destroyed) throw error;
    socket.destroy();
    return 'close';
  } finally {
    source.onEnd = () => {};
  }
}

/**
 * Clients read the head through a buffer that they then leave (docker-py, docker-api for Ruby: the raw socket below
 * it), so what arrives together with the head is lost to them. dockerd takes tens of milliseconds to start a process.
 */
const QUIET_MS = 15;

/** Those clients. Go's and Node's keep what came with the head. */
const LEAVES_ITS_BUFFER = /python|docker-py|ruby|excon|docker-api/i;

/** In memory there is no such buffer between the client and what we write; a real daemon has a pace of its own. */
function quietAfterHead(socket: Duplex, { headers }: RequestHead, { paced }: HijackReply) {
  if (paced || socket instanceof MemorySocket) return undefined;
  if (!LEAVES_ITS_BUFFER.test(headerOf(headers, 'user-agent') ?? '')) return undefined;
  return new Promise<void>(resolve => timers.after(QUIET_MS, resolve));
}

function requestBody(
  socket: Duplex,
  source: ByteSource,
  head: RequestHead,
  onComplete: () => void,
): IncomingBody {
  if (head.framing === 0) return emptyBody;
  const onFirstRead = () => {
    if (head.expectContinue) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
  };
  return incomingBody(source, head.framing, onFirstRead, onComplete);
}

/** Sends the reply; true where the connection can serve another request. */
async function sendPlain(
  socket: Duplex,
  request: RequestHead,
  body: IncomingBody,
  reply: PlainReply,
): Promise<boolean> {
  if (isProduced(reply.body)) {
    const head = plainReplyHead(request, reply, body.failed);
    // What the daemon has at hand leaves with the head, in one write.
    socket.cork();
    process.nextTick(() => socket.uncork());
    if (head.bodiless) {
      await written(socket, head.text);
    } else {
      await written(socket, head.text);
      const length =
        canLend(reply.body) && !(socket instanceof MemorySocket)
          ? await writeLent(socket, reply.body, head.chunked)
          : await writeProduced(socket, reply.body, head.chunked);
      if (head.contentLength !== undefined && head.contentLength !== length) return false;
    }
    return (await takeRest(request, body)) && !head.close;
  }
  const reusable = await takeRest(request, body);
  const head = plainReplyHead(request, reply, !reusable && !body.cut);
  const bytes = head.bodiless ? new Uint8Array(0) : reply.body;
  await writeWhole(socket, head.text, bytes, head.chunked);
  return reusable && !head.close;
}

/** Reads what the daemon left of the request's body, where that is little; false where the connection must close. */
async function takeRest(request: RequestHead, body: IncomingBody): Promise<boolean> {
  if (body.complete) return true;
  if (body.failed || body.remaining >= MAX_DRAIN_BYTES) return false;
  if (request.expectContinue && !body.started) return false;
  return body.drain(MAX_DRAIN_BYTES).catch(() => false);
}

/** The client asks for something other than 100-continue; the sentence is Go's, without its Date. */
function unknownExpectation(head: RequestHead): boolean {
  const expected = headerOf(head.headers, 'expect');
  return expected !== undefined && expected !== '' && !hasToken(head.headers, 'expect', '100-continue');
}

async function refuseExpectation(socket: Duplex): Promise<'close'> {
  await written(socket, 'HTTP/1.1 417 Expectation Failed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  return 'close';
}

/** Answers a head that cannot be understood as Go's server does; false where the error is of another kind. */
function refuse(socket: Duplex, error: unknown): boolean {
  const refused =
    error instanceof RefusedHead
      ? error
      : error instanceof HeadTooLarge
        ? new RefusedHead('431 Request Header Fields Too Large')
        : error instanceof TruncatedHead
          ? new RefusedHead('400 Bad Request')
          : undefined;
  if (refused === undefined) return false;
  const headers = 'Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n';
  if (!socket.destroyed) socket.write(`HTTP/1.1 ${refused.statusLine}\r\n${headers}${refused.text}`);
  return true;
}

/** Ends our side and waits a moment for the peer's, so that a reset cannot overtake the reply's last bytes. */
function closePolitely(socket: Duplex, source: ByteSource): void {
  if (socket.destroyed) return;
  source.discard();
  socket.once(
    'close',
    timers.after(LINGER_MS, () => socket.destroy()),
  );
  socket.end();
}
