import { headerOf } from '../../exchange/exchange.ts';
import { fieldsOf, readableMessage } from '../http2/protobuf.ts';
import type { CallEvent, RecordedCall } from '../http2/recorded-calls.ts';
import type { Asked } from './match.ts';
import type { Cause } from './progress.ts';
import type { RecordedExchange } from './recorded-exchange.ts';

/** A call of gRPC, asked for like a request: a client makes it on whichever connection it likes. */
export interface GrpcExchange extends RecordedExchange {
  readonly call: RecordedCall;
  readonly asked: Asked;
  /** The connection's place in the recording: what was done from here on may have caused what the daemon says. */
  readonly since: number;
  /** A field of the caller's headers. */
  metadata(name: string): string | undefined;
}

export const SOLVE = '/moby.buildkit.v1.Control/Solve';
export const STATUS = '/moby.buildkit.v1.Control/Status';

/** What a client solves within its build, by its ref. */
export const BUILD_SOLVE = '/moby.buildkit.v1.frontend.LLBBridge/Solve';

/** Carries a session of its own, as POST /session does. */
export const SESSION = '/moby.buildkit.v1.Control/Session';

/** What a client asks when it happens to want to know it, and what it tells of itself: as often as it likes. */
const ASKED_AT_WILL =
  /^\/moby\.buildkit\.v1\.Control\/(ListWorkers|Info|DiskUsage|ListenBuildHistory)$|\.LLBBridge\/Ping$|^\/grpc\.health\.|^\/opentelemetry\./;

/** What is another one each time: spans of time, HTTP/2. */
const OF_THE_MOMENT = /^\/opentelemetry\.|Control\/Session$/;

const DIFF_COPY = /^\/moby\.filesync\.v1\.\w+\/DiffCopy$/;

export function isAskedAtWill({ path }: { readonly path: string }): boolean {
  return ASKED_AT_WILL.test(path);
}

export function grpcExchange(call: RecordedCall, since: number): GrpcExchange {
  const { x, path, events } = call;
  const [opened] = events;
  if (opened?.kind !== 'headers') throw new Error(`the call of ${path} begins without headers`);
  const message = events.find(event => event.from === 'caller' && event.kind === 'message');
  const { headers } = opened;
  const metadata = (name: string) => headerOf(headers, name);
  const asked = askedOfCall(path, metadata(BUILD), message?.kind === 'message' ? message.message : undefined);
  const { method, target } = asked;
  return {
    x,
    at: opened.at,
    endAt: Number.POSITIVE_INFINITY,
    request: { x, t: opened.t, kind: 'request', method, target, headers: [] },
    frames: [],
    body: () => new Uint8Array(0),
    call,
    asked,
    since,
    metadata,
  };
}

/** Names the build to which a call belongs. */
export const BUILD = 'buildkit-controlapi-buildid';

/** A call as it is matched: its first message as JSON. */
export function askedOfCall(path: string, build: string | undefined, message: Uint8Array | undefined): Asked {
  const content = message === undefined ? undefined : readableMessage(message);
  if (path === SOLVE) splitNames(content);
  return {
    method: 'POST',
    target: build === undefined ? path : `${path}?build=${build}`,
    headers: [],
    body: OF_THE_MOMENT.test(path) ? undefined : new TextEncoder().encode(JSON.stringify(content ?? {})),
  };
}

/** Several names of one image are one text in an exporter's attributes. */
function splitNames(content: unknown): void {
  for (const [holder, key] of namePlaces(content)) holder[key] = String(holder[key]).split(',');
}

/** The names that a build gives its image. */
export function imageNames(content: unknown): string[] {
  return namePlaces(content).flatMap(([holder, key]) => holder[key] as string[]);
}

/** `{ name: ... }`, and the same where it is an exporter's only attribute: `{ 1: 'name', 2: ... }`. */
function namePlaces(content: unknown): Array<[holder: Record<string, unknown>, key: string]> {
  if (typeof content !== 'object' || content === null) return [];
  const holder = content as Record<string, unknown>;
  const own: Array<[Record<string, unknown>, string]> = [];
  if (holder.name !== undefined) own.push([holder, 'name']);
  if (holder['1'] === 'name' && holder['2'] !== undefined) own.push([holder, '2']);
  return [...own, ...Object.values(holder).flatMap(namePlaces)];
}

/** What a client does within a call, so far as others may have waited for it. */
export function causesOfCall(exchange: GrpcExchange, client: CallEvent['from']): Cause[] {
  const { call } = exchange;
  if (isAskedAtWill(call) || call.path === SESSION) return []; // a session's own calls are looked at
  const causes: Cause[] = [];
  let count = 0;
  for (const event of call.events) {
    if (event.from !== client) continue;
    if (event.kind === 'headers' && event.from === 'caller') {
      causes.push({ at: event.at, t: event.t, of: exchange, happened: ({ asked, gone }) => asked || gone });
    } else if (event.kind === 'message' && isCounted(call, event.message)) {
      count += 1;
      const needed = count;
      causes.push({
        at: event.at,
        t: event.t,
        of: exchange,
        happened: ({ input, inputEnded, gone }) => input >= needed || inputEnded || gone,
      });
    }
  }
  return causes;
}

/** Messages are counted, but for the pieces of files: their number depends on how a file is read. */
export function isCounted({ path }: { readonly path: string }, message: Uint8Array): boolean {
  return !DIFF_COPY.test(path) || !isFileData(message);
}

/** A packet of fsutil: type 2 is data of a file, none at its end. */
function isFileData(packet: Uint8Array): boolean {
  if (packet[0] !== 8 || packet[1] !== 2) return false;
  return fieldsOf(packet)?.some(({ number }) => number === 4) === true;
}

/** Whether a packet of fsutil tells of a file, as its type 0 does. */
export function isListed(packet: Uint8Array): boolean {
  return packet.length > 0 && packet[0] !== 8;
}

/** How many files the client listed in a call, as it does to its end; undefined where it did not. */
export function listedEntries({ path, events }: RecordedCall): number | undefined {
  if (!DIFF_COPY.test(path)) return undefined;
  const packets = events.flatMap(event =>
    event.from === 'answerer' && event.kind === 'message' ? [event.message] : [],
  );
  const end = packets.findIndex(({ length }) => length === 0);
  return end < 0 ? undefined : packets.slice(0, end).filter(isListed).length;
}
