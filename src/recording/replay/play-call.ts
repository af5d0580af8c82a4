import type { Http2Stream, ServerHttp2Stream } from 'node:http2';
import type { RawHeaders } from '../../exchange/exchange.ts';
import { GrpcCutter, grpcFrame } from '../../support/grpc-messages.ts';
import { rewrittenMessage } from '../http2/protobuf.ts';
import type { CallEvent, RecordedCall } from '../http2/recorded-calls.ts';
import { isCounted } from './grpc-exchange.ts';
import type { Names } from './names.ts';
import { Pace } from './pace.ts';
import type { Progress, Timeline } from './progress.ts';

/** What all calls are played with. */
export interface Playing {
  readonly timeline: Timeline;
  /** What recorded waiting is multiplied by; 0 for none. */
  readonly scale: number;
  /** As they are now. */
  readonly names: () => Names;
}

/** One recorded call being played. */
export interface CallPlay extends Playing {
  readonly call: RecordedCall;
  /** Which side the daemon is. */
  readonly daemon: CallEvent['from'];
  /** Whose progress is this one's. */
  readonly exchange: object;
  readonly progress: Progress;
  /** Aborted once the call, or its connection, is gone. */
  readonly signal: AbortSignal;
  /** The place in the recording from which on what others did counts; undefined where it does not. */
  readonly since: number | undefined;
}

/**
 * How long a call waits for what preceded it in the recording while no client does anything. A client need not do all
 * that the recorded one did.
 */
export const PATIENCE_MS = 10_000;

/** What the daemon says, each when its time has come. */
export async function* dueEvents(play: CallPlay): AsyncGenerator<CallEvent, void> {
  const { call, daemon, exchange, progress, signal, timeline, since, scale } = play;
  let wanted = 0;
  let wantsEnd = false;
  let before = call.events[0]?.t ?? 0;
  const pace = new Pace(before, scale, signal);
  for (const event of call.events) {
    if (event.from !== daemon) {
      if (event.kind === 'message' && isCounted(call, event.message)) wanted += 1;
      wantsEnd ||= event.kind === 'end';
      before = event.t;
      continue;
    }
    const ready = () =>
      signal.aborted ||
      ((progress.inputEnded || (progress.input >= wanted && !wantsEnd)) &&
        (since === undefined || timeline.othersDid(exchange, since, event.at)));
    if (!ready()) {
      await timeline.until(ready, PATIENCE_MS);
      pace.came(Math.max(before, since === undefined ? 0 : timeline.lastBefore(event.at)));
    }
    await pace.until(event.t);
    if (signal.aborted) return;
    yield event;
  }
}

/** Answers a client's call as the recorded one was answered. */
export async function answerCall(stream: ServerHttp2Stream, play: CallPlay): Promise<void> {
  const answer = play.call.events.filter(({ from }) => from === 'answerer');
  const heads = answer.filter(({ kind }) => kind === 'headers').length;
  let trailers: RawHeaders = [];
  stream.on('wantTrailers', () => stream.sendTrailers(fieldsFor(trailers, play)));
  for await (const event of dueEvents(play)) {
    if (event.kind === 'headers' && event === answer[0]) {
      const endStream = answer[1]?.kind === 'end';
      const options = { waitForTrailers: heads > 1, endStream, sendDate: false }; // Node knows of sendDate, its types do not
      stream.respond(fieldsFor(event.headers, play), options);
    } else if (event.kind === 'headers') trailers = event.headers;
    else if (event.kind === 'message') await sent(stream, event.message, play);
    else if (event.kind === 'end') stream.end();
    else if (event.code !== 0) stream.close(event.code);
  }
}

/** As `written`, with the names of this run. */
export function sent(stream: Http2Stream, message: Uint8Array, { names }: CallPlay): Promise<void> {
  return written(
    stream,
    rewrittenMessage(message, text => names().translate(text)),
  );
}

/** Resolves once the peer has taken it, or is gone. */
export function written(stream: Http2Stream, message: Uint8Array): Promise<void> {
  return new Promise(resolve => {
    if (stream.destroyed || stream.writableEnded) resolve();
    else stream.write(grpcFrame(message), () => resolve());
  });
}

/** In Node's shape, with the names of this run. */
export function fieldsFor(headers: RawHeaders, { names }: CallPlay): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    const known = fields[name];
    const translated = names().translate(value);
    if (known === undefined) fields[name] = translated;
    else fields[name] = [...(Array.isArray(known) ? known : [known]), translated];
  }
  return fields;
}

/** Aborted once the stream is closed. */
export function leaving(stream: Http2Stream): AbortSignal {
  const gone = new AbortController();
  stream.on('close', () => gone.abort());
  return gone.signal;
}

export function onMessages(
  stream: Http2Stream,
  take: { message(message: Uint8Array): void; end(): void },
): void {
  const cutter = new GrpcCutter();
  stream.on('data', (chunk: Uint8Array) => {
    for (const message of cutter.take(chunk)) take.message(message);
  });
  stream.on('end', () => take.end());
}
