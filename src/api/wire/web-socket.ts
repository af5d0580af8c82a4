import { sha1 } from '@noble/hashes/legacy.js';
import { type Exchange, type HijackedStream, headerOf, type RawHeaders } from '../../exchange/exchange.ts';
import { toBase64 } from '../../support/base64.ts';
import { encodeFrame, NORMAL_CLOSE, OPCODES, readFrames } from '../../support/web-socket-frames.ts';
import type { ApiReply } from '../call.ts';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The head that accepts a WebSocket, or what golang.org/x/net/websocket writes to who does not speak it. */
export function webSocketHandshake({ headers }: Exchange): { accepted: RawHeaders } | { refusal: ApiReply } {
  const has = (name: string, value: string) =>
    headerOf(headers, name)?.toLowerCase().includes(value) ?? false;
  const key = headerOf(headers, 'Sec-WebSocket-Key');
  const protocols = headerOf(headers, 'Sec-WebSocket-Protocol')?.split(',') ?? [];
  if (!has('Upgrade', 'websocket') || !has('Connection', 'upgrade')) return refuse('not websocket protocol');
  if (!key) return refuse('mismatch challenge/response');
  if (headerOf(headers, 'Sec-WebSocket-Version') !== '13') {
    return refuse('missing or bad WebSocket Version', [['Sec-WebSocket-Version', '13']]);
  }
  // With several it wants a handler to choose one, which dockerd has not.
  if (protocols.length > 1) return refuse('');
  return {
    accepted: [
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Accept', toBase64(sha1(new TextEncoder().encode(key + GUID)))],
      ...protocols.map(name => ['Sec-WebSocket-Protocol', name.trim()] as const),
    ],
  };
}

function refuse(sentence: string, headers: RawHeaders = []): { refusal: ApiReply } {
  return { refusal: { status: 400, raw: { headers, body: new TextEncoder().encode(sentence) } } };
}

/** A connection that speaks WebSocket as one that carries bytes: each write is a message, `end` the closing one. */
export function webSocketStream(stream: HijackedStream): HijackedStream {
  return {
    input: messagesOf(stream),
    write: chunk => stream.write(encodeFrame(OPCODES.binary, chunk)),
    async end() {
      await stream.write(encodeFrame(OPCODES.close, NORMAL_CLOSE));
      await stream.end();
    },
    destroy: () => stream.destroy(),
    signal: stream.signal,
  };
}

async function* messagesOf(stream: HijackedStream): AsyncGenerator<Uint8Array> {
  for await (const { opcode, payload, masked } of readFrames(stream.input)) {
    // x/net/websocket takes either for the end of input.
    if (opcode === OPCODES.close || !masked) return;
    if (opcode === OPCODES.ping) await stream.write(encodeFrame(OPCODES.pong, payload));
    else if (opcode < OPCODES.close) yield payload;
  }
}
