import { headerOf, type RawHeaders } from '../../exchange/exchange.ts';
import { GrpcCutter } from '../../support/grpc-messages.ts';
import type { Recording } from '../frame.ts';
import type { RecordedExchange } from '../replay/recorded-exchange.ts';
import { HeaderBlocks } from './hpack.ts';
import { carried } from './protobuf.ts';

/** What one side of a call sends. */
export type Sent =
  | { readonly kind: 'headers'; readonly headers: RawHeaders }
  | { readonly kind: 'message'; readonly message: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'reset'; readonly code: number };

/** `at` is the frame of the recording in which its last byte came, `t` that frame's time. */
export type CallEvent = Sent & {
  readonly at: number;
  readonly t: number;
  readonly from: 'caller' | 'answerer';
};

/** One gRPC call of a connection that was taken over. */
export interface RecordedCall {
  /** The exchange that carried it. */
  readonly x: number;
  /** `/moby.buildkit.v1.Control/Solve` */
  readonly path: string;
  /** In the order in which they crossed; the first is the caller's headers. */
  readonly events: readonly CallEvent[];
}

/** Operations whose connection goes on as HTTP/2: BuildKit's. The daemon is the server of the first, the client of the other. */
const GRPC = /^(\/v[\d.]+)?\/(grpc|session)$/;

/** Which side calls on an exchange's connection; undefined where it is not one of gRPC. */
export function callerOf({
  method,
  target,
}: {
  readonly method: string;
  readonly target: string;
}): 'client' | 'daemon' | undefined {
  const [, , operation] = GRPC.exec(target.split('?', 1)[0] as string) ?? [];
  if (method !== 'POST' || operation === undefined) return undefined;
  return operation === 'grpc' ? 'client' : 'daemon';
}

/** What crossed an HTTP/2 connection. */
interface Crossed {
  readonly at: number;
  readonly t: number;
  readonly from: CallEvent['from'];
  readonly bytes: Uint8Array;
}

/** The calls of a connection that was taken over, in the order in which they were made. */
export function callsOf(recording: Recording, { x, request, frames }: RecordedExchange): RecordedCall[] {
  const client = callerOf(request) === 'client' ? 'caller' : 'answerer';
  const daemon = client === 'caller' ? 'answerer' : 'caller';
  const crossed = frames.flatMap(({ frame, at }): Crossed[] => {
    if (frame.kind !== 'input-bytes' && frame.kind !== 'output-bytes') return [];
    const from = frame.kind === 'input-bytes' ? client : daemon;
    return [{ at, t: frame.t, from, bytes: recording.bytes(frame) }];
  });
  return callsIn(x, crossed);
}

/** The calls of a connection that is itself a call: its messages are what crosses, as a session is in BuildKit. */
export function callsWithin({ x, events }: RecordedCall): RecordedCall[] {
  const crossed = events.flatMap(({ at, t, from, ...sent }): Crossed[] => {
    if (sent.kind !== 'message') return [];
    return [{ at, t, from: from === 'caller' ? 'answerer' : 'caller', bytes: carried(sent.message) }];
  });
  return callsIn(x, crossed);
}

/** Where the bytes are cut or broken the calls end there. */
function callsIn(x: number, crossed: readonly Crossed[]): RecordedCall[] {
  const calls = new Map<number, { x: number; path: string; events: CallEvent[] }>();
  const sides = { caller: new Side(true), answerer: new Side(false) };
  for (const { at, t, from, bytes } of crossed) {
    let said: ReturnType<Side['take']>;
    try {
      said = sides[from].take(bytes);
    } catch {
      break;
    }
    for (const [stream, sent] of said) {
      let call = calls.get(stream);
      if (call === undefined && from === 'caller' && sent.kind === 'headers') {
        call = { x, path: headerOf(sent.headers, ':path') ?? '', events: [] };
        calls.set(stream, call);
      }
      call?.events.push({ at, t, from, ...sent });
    }
  }
  return [...calls.values()];
}

const PREFACE_BYTES = 24;
const FRAME_HEAD_BYTES = 9;

const DATA = 0;
const HEADERS = 1;
const RST_STREAM = 3;
const CONTINUATION = 9;
const END_STREAM = 0x1;
const END_HEADERS = 0x4;
const PADDED = 0x8;
const PRIORITY = 0x20;

/** One direction of an HTTP/2 connection: its bytes in, what is said on which stream out. */
class Side {
  readonly #blocks = new HeaderBlocks();
  readonly #messages = new Map<number, GrpcCutter>();
  #bytes = Buffer.alloc(0);
  #toSkip: number;
  #block: Buffer[] = [];
  #endsStream = false;

  constructor(sendsPreface: boolean) {
    this.#toSkip = sendsPreface ? PREFACE_BYTES : 0;
  }

  take(bytes: Uint8Array): Array<[stream: number, sent: Sent]> {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    if (this.#bytes.length < this.#toSkip) return [];
    let start = this.#toSkip;
    this.#toSkip = 0;
    const all: Array<[number, Sent]> = [];
    while (start + FRAME_HEAD_BYTES <= this.#bytes.length) {
      const end = start + FRAME_HEAD_BYTES + this.#bytes.readUIntBE(start, 3);
      if (end > this.#bytes.length) break;
      const [type = 0, flags = 0] = this.#bytes.subarray(start + 3, start + 5);
      const stream = this.#bytes.readUInt32BE(start + 5) & 0x7fffffff;
      const payload = this.#bytes.subarray(start + FRAME_HEAD_BYTES, end);
      for (const sent of this.#frame(type, flags, stream, payload)) all.push([stream, sent]);
      start = end;
    }
    this.#bytes = this.#bytes.subarray(start);
    return all;
  }

  #frame(type: number, flags: number, stream: number, payload: Buffer): Sent[] {
    if (type === DATA) {
      const messages = this.#data(stream, unpadded(flags, payload));
      return flags & END_STREAM ? [...messages, { kind: 'end' }] : messages;
    }
    if (type === HEADERS || type === CONTINUATION) {
      if (type === HEADERS) this.#endsStream = (flags & END_STREAM) !== 0;
      this.#block.push(type === HEADERS ? unpadded(flags, payload) : payload);
      return flags & END_HEADERS ? this.#headers() : [];
    }
    return type === RST_STREAM ? [{ kind: 'reset', code: payload.readUInt32BE(0) }] : [];
  }

  #headers(): Sent[] {
    const headers = this.#blocks.read(Buffer.concat(this.#block));
    this.#block = [];
    return this.#endsStream
      ? [{ kind: 'headers', headers }, { kind: 'end' }]
      : [{ kind: 'headers', headers }];
  }

  #data(stream: number, data: Buffer): Sent[] {
    const cutter = this.#messages.get(stream) ?? new GrpcCutter();
    this.#messages.set(stream, cutter);
    return cutter.take(data).map(message => ({ kind: 'message', message }));
  }
}

function unpadded(flags: number, payload: Buffer): Buffer {
  const padding = flags & PADDED ? (payload[0] as number) : 0;
  const start = (flags & PADDED ? 1 : 0) + (flags & PRIORITY ? 5 : 0);
  return payload.subarray(start, payload.length - padding);
}
