import { headerOf, type RawHeaders } from '../../exchange/exchange.ts';
import type { Frame, Recording } from '../frame.ts';
import { readableMessage } from '../http2/protobuf.ts';
import { callerOf, callsOf, type RecordedCall } from '../http2/recorded-calls.ts';
import { exchangesOf, type RecordedExchange } from '../replay/recorded-exchange.ts';

/** A piece that crossed, in either direction. */
export interface Tick {
  readonly t: number;
  readonly direction: 'in' | 'out';
  readonly bytes: number;
}

/** One exchange, as a person looks at it. Times are microseconds since the recording began. */
export interface ExchangeSummary {
  readonly x: number;
  readonly method: string;
  readonly target: string;
  readonly startUs: number;
  readonly endUs: number;
  /** `undefined` where no reply came. */
  readonly status: number | undefined;
  readonly reason: string;
  readonly hijacked: boolean;
  readonly end: 'complete' | 'aborted by the client' | 'dropped by the daemon' | 'still open at the end';
  readonly ticks: readonly Tick[];
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly requestHeaders: RawHeaders;
  readonly replyHeaders: RawHeaders;
  /** Lets exchanges that overlap stand one below the other. */
  readonly lane: number;
  readonly exchange: RecordedExchange;
}

/** All exchanges, in the order of their requests. */
export function summaries(recording: Recording): ExchangeSummary[] {
  const lastUs = recording.frames.at(-1)?.t ?? 0;
  const laneEnds: number[] = [];
  return exchangesOf(recording).map(exchange => {
    const endUs = exchange.frames.findLast(({ at }) => at <= exchange.endAt)?.frame.t ?? lastUs;
    const lastOf = Number.isFinite(exchange.endAt) ? endUs : lastUs;
    const free = laneEnds.findIndex(end => end <= exchange.request.t);
    const lane = free < 0 ? laneEnds.length : free;
    laneEnds[lane] = lastOf;
    return summary(exchange, lastOf, lane);
  });
}

function summary(exchange: RecordedExchange, endUs: number, lane: number): ExchangeSummary {
  const { x, request, frames } = exchange;
  const head = frames.map(({ frame }) => frame).find(frame => frame.kind === 'reply');
  const ticks = ticksOf(exchange);
  const sum = (direction: 'in' | 'out') =>
    ticks.filter(tick => tick.direction === direction).reduce((all, { bytes }) => all + bytes, 0);
  return {
    x,
    method: request.method,
    target: request.target,
    startUs: request.t,
    endUs,
    status: head?.status,
    reason: head?.reason ?? '',
    hijacked: head?.hijack === true,
    end: endOf(frames.map(({ frame }) => frame)),
    ticks,
    bytesIn: sum('in'),
    bytesOut: sum('out'),
    requestHeaders: request.headers,
    replyHeaders: head?.headers ?? [],
    lane,
    exchange,
  };
}

function ticksOf({ frames }: RecordedExchange): Tick[] {
  const totals = new Map<string, number>();
  const ticks: Tick[] = [];
  for (const { frame, total } of frames) {
    if (!frame.kind.endsWith('-bytes')) continue;
    const bytes = total - (totals.get(frame.kind) ?? 0);
    totals.set(frame.kind, total);
    ticks.push({ t: frame.t, direction: /^(request|input)-/.test(frame.kind) ? 'in' : 'out', bytes });
  }
  return ticks;
}

function endOf(frames: readonly Frame[]): ExchangeSummary['end'] {
  for (const { kind } of frames) {
    if (kind === 'reply-end' || kind === 'output-end') return 'complete';
    if (kind === 'abort') return 'aborted by the client';
    if (kind === 'broken') return 'dropped by the daemon';
  }
  return 'still open at the end';
}

/** What went one way in an exchange, up to `limit` bytes. */
export function contentOf(
  recording: Recording,
  { exchange }: ExchangeSummary,
  direction: 'in' | 'out',
  limit: number,
): { readonly bytes: Uint8Array; readonly cut: boolean } {
  const wanted = direction === 'in' ? /^(request|input)-bytes$/ : /^(reply|output)-bytes$/;
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (const { frame } of exchange.frames) {
    if (!wanted.test(frame.kind)) continue;
    if (length >= limit) return { bytes: Buffer.concat(pieces).subarray(0, limit), cut: true };
    const bytes = recording.bytes(frame);
    pieces.push(bytes);
    length += bytes.length;
  }
  return { bytes: Buffer.concat(pieces).subarray(0, limit), cut: length > limit };
}

/** As `contentOf`, for people: what a connection of BuildKit carried is told call by call. */
export function readableContent(
  recording: Recording,
  summary: ExchangeSummary,
  direction: 'in' | 'out',
  limit: number,
): { readonly text: string; readonly cut: boolean } {
  const caller = summary.hijacked ? callerOf(summary) : undefined;
  if (caller !== undefined) {
    const from = (caller === 'client') === (direction === 'in') ? 'caller' : 'answerer';
    const text = callsOf(recording, summary.exchange)
      .map(call => callInWords(call, from))
      .join('\n\n');
    return { text: text.slice(0, limit), cut: text.length > limit };
  }
  const { bytes, cut } = contentOf(recording, summary, direction, limit);
  return { text: readable(bytes), cut };
}

function callInWords({ path, events }: RecordedCall, from: 'caller' | 'answerer'): string {
  const lines = events.flatMap(event => {
    if (event.from !== from) return [];
    if (event.kind === 'message') return [JSON.stringify(readableMessage(event.message), undefined, 2)];
    const status = event.kind === 'headers' ? headerOf(event.headers, 'grpc-status') : undefined;
    return status === undefined ? [] : [`grpc-status: ${status}`];
  });
  return [path, ...lines].join('\n');
}

/** Text as a person reads it: JSON set out, stdcopy's heads gone, other bytes as dots. */
function readable(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(withoutStreamHeads(bytes));
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal must not get
    return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/g, '·');
  }
}

function withoutStreamHeads(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length || (bytes[at] as number) > 3 || view.getUint32(at) % 0x1000000 !== 0)
      return bytes;
    const end = at + 8 + view.getUint32(at + 4);
    pieces.push(bytes.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(pieces);
}
