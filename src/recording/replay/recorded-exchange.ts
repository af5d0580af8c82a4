import type { Frame, Recording } from '../frame.ts';

/** A frame with its place in the recording, and how many bytes of its stream have crossed once it has. */
export interface PlacedFrame {
  readonly at: number;
  readonly frame: Frame;
  readonly total: number;
}

/** One exchange of a recording: the request, and what followed it. */
export interface RecordedExchange {
  readonly x: number;
  /** Its request's place among all frames. */
  readonly at: number;
  /** Its last frame's place; infinite where the recording ended before it did. */
  readonly endAt: number;
  readonly request: Frame & { readonly kind: 'request' };
  readonly frames: readonly PlacedFrame[];
  /** The request's body, whole. */
  body(): Uint8Array;
}

/** The exchanges of a recording, in the order of their requests. */
export function exchangesOf(recording: Recording): RecordedExchange[] {
  const found = new Map<
    number,
    { request: Frame & { kind: 'request' }; at: number; frames: PlacedFrame[]; totals: Map<string, number> }
  >();
  for (const [at, frame] of recording.frames.entries()) {
    if (frame.kind === 'request') {
      found.set(frame.x, { request: frame, at, frames: [], totals: new Map() });
      continue;
    }
    const exchange = found.get(frame.x);
    if (exchange === undefined) continue; // only a recording that somebody cut has these
    const total = (exchange.totals.get(frame.kind) ?? 0) + lengthOf(frame, recording);
    exchange.totals.set(frame.kind, total);
    exchange.frames.push({ at, frame, total });
  }
  return Array.from(found, ([x, { request, at, frames }]) => ({
    x,
    at,
    endAt: frames.findLast(({ frame }) => isEnd(frame))?.at ?? Number.POSITIVE_INFINITY,
    request,
    frames,
    body: () =>
      Buffer.concat(
        frames
          .filter(({ frame }) => frame.kind === 'request-bytes')
          .map(({ frame }) => recording.bytes(frame)),
      ),
  }));
}

/** Nothing of the exchange comes after this, but for what was already under way. */
function isEnd({ kind }: Frame): boolean {
  return kind === 'reply-end' || kind === 'output-end' || kind === 'abort' || kind === 'broken';
}

/** `#12 POST /v1.51/containers/create?name=web` */
export function titleOf({ x, request }: RecordedExchange): string {
  return `#${x} ${request.method} ${request.target}`;
}

function lengthOf(frame: Frame, recording: Recording): number {
  if ('length' in frame) return frame.length;
  return 'text' in frame || 'base64' in frame ? recording.bytes(frame).length : 0;
}
