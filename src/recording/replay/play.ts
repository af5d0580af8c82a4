import type { Exchange, HijackedStream, RawHeaders, Reply } from '../../exchange/exchange.ts';
import { headerOf } from '../../exchange/exchange.ts';
import type { Frame, Recording } from '../frame.ts';
import type { Names } from './names.ts';
import { Pace } from './pace.ts';
import { happened, type Timeline } from './progress.ts';
import type { PlacedFrame, RecordedExchange } from './recorded-exchange.ts';
import { renamedOutput } from './renamed-output.ts';

/** One recorded exchange being played to a client. */
export interface Play {
  readonly recording: Recording;
  readonly recorded: RecordedExchange;
  readonly names: Names;
  readonly timeline: Timeline;
  /** What recorded waiting is multiplied by; 0 for none. */
  readonly scale: number;
  readonly signal: AbortSignal;
  /** An answer given again does not wait for anything. */
  readonly again: boolean;
}

/** Operations whose answer tells of what other clients do meanwhile. */
const TELLS_OF_OTHERS =
  /^GET \/events$|^GET \/containers\/[^/]+\/(logs|stats|attach\/ws)$|^POST \/containers\/[^/]+\/(attach|wait|start|stop|restart)$|^POST \/exec\/[^/]+\/start$|^POST \/(session|build)$/;

/** Plays the recorded reply: its bytes, in its pieces, each after what preceded and may have caused it. */
export async function play(play: Play): Promise<Reply> {
  const frames = framesOf(play);
  const head = await frames.next();
  if (head.done) throw new Error(`the recording ends before the answer to ${play.recorded.request.target}`);
  const { frame } = head.value;
  if (frame.kind === 'broken') throw new Error(frame.message);
  if (frame.kind !== 'reply') throw new Error('the client left before it was answered');
  const { status, headers, reason } = frame;
  const common = { status, ...(reason !== undefined && { reason }) };
  if (frame.hijack) {
    return { ...common, headers, hijack: stream => void playStream(play, frames, stream) };
  }
  if (isEmpty(play)) return { ...common, headers, body: new Uint8Array(0) };
  return { ...common, headers: withLength(headers, play), body: playBody(play, frames) };
}

async function* playBody(play: Play, frames: AsyncIterable<PlacedFrame>): AsyncIterable<Uint8Array> {
  let begun: Uint8Array[] = [];
  for await (const { frame } of frames) {
    if (frame.kind === 'reply-bytes') {
      begun.push(bytesOf(frame, play));
      if (frame.cut) continue; // a chunk that the recorder got in parts is one chunk again
      yield begun.length === 1 ? (begun[0] as Uint8Array) : Buffer.concat(begun);
      begun = [];
    } else if (frame.kind === 'reply-end') return;
    else if (frame.kind === 'broken') throw new Error(frame.message);
  }
  if (begun.length > 0) yield Buffer.concat(begun);
  // The recorded client left, or the recording ends here: nothing more comes.
  await gone(play.signal);
}

async function playStream(
  play: Play,
  frames: AsyncIterable<PlacedFrame>,
  stream: HijackedStream,
): Promise<void> {
  const progress = play.timeline.of(play.recorded);
  const leave = () => {
    progress.gone = true;
    play.timeline.changed();
  };
  stream.signal.addEventListener('abort', leave, { once: true });
  const reading = (async () => {
    for await (const chunk of stream.input) {
      progress.input += chunk.length;
      play.timeline.changed();
    }
    progress.inputEnded = true;
    play.timeline.changed();
  })().catch(leave);
  try {
    for await (const { frame } of frames) {
      if (frame.kind === 'output-bytes') await stream.write(bytesOf(frame, play));
      else if (frame.kind === 'broken') return stream.destroy();
      else if (frame.kind === 'output-end') {
        await stream.end();
        await reading;
        return;
      }
    }
    await gone(stream.signal);
  } catch {
    stream.destroy();
  }
}

/** The daemon's frames, each when its time has come. */
async function* framesOf(play: Play): AsyncGenerator<PlacedFrame, void> {
  const { recorded, timeline, again, signal } = play;
  const tells = TELLS_OF_OTHERS.test(operationOf(recorded));
  const left = () => signal.aborted || timeline.of(recorded).gone;
  const pace = new Pace(recorded.request.t, play.scale, signal);
  const own: PlacedFrame[] = [];
  for (const placed of recorded.frames) {
    const { frame, at } = placed;
    if (/^(request|input)-/.test(frame.kind)) {
      own.push(placed);
      continue;
    }
    if (!again) {
      const ready = () =>
        left() ||
        (own.every(cause => happened(cause, timeline.of(recorded))) &&
          (!tells || timeline.othersDid(recorded, recorded.at, at)));
      if (!ready()) {
        await timeline.until(ready, undefined);
        pace.came(Math.max(own.at(-1)?.frame.t ?? 0, tells ? timeline.lastBefore(at) : 0));
      }
      own.length = 0;
    }
    if (frame.kind === 'abort') await timeline.until(left, undefined);
    await pace.until(frame.t);
    yield placed;
  }
}

/** Path and method, without version and query. */
function operationOf({ request }: RecordedExchange): string {
  return `${request.method} ${(request.target.split('?', 1)[0] as string).replace(/^\/v[\d.]+(?=\/)/, '')}`;
}

function bytesOf(frame: Frame, { recording, names, recorded }: Play): Uint8Array {
  const bytes = recording.bytes(frame);
  return names.changed ? renamedOutput(bytes, names, contentType(recorded)) : bytes;
}

/** With new names in it, or without its secrets, a body has another length than the daemon announced. */
function withLength(headers: RawHeaders, play: Play): RawHeaders {
  const { frames } = play.recorded;
  const whole = frames.some(({ frame }) => frame.kind === 'reply-end');
  if (!whole || headerOf(headers, 'content-length') === undefined) return headers;
  const pieces = frames.filter(({ frame }) => frame.kind === 'reply-bytes');
  const length = play.names.changed
    ? pieces.reduce((sum, { frame }) => sum + bytesOf(frame, play).length, 0)
    : (pieces.at(-1)?.total ?? 0);
  return headers.map(([name, value]) => [name, /^content-length$/i.test(name) ? String(length) : value]);
}

function contentType({ frames }: RecordedExchange): string {
  const head = frames.find(({ frame }) => frame.kind === 'reply')?.frame;
  return head?.kind === 'reply' ? (headerOf(head.headers, 'content-type') ?? '') : '';
}

function isEmpty({ recorded }: Play): boolean {
  return (
    recorded.frames.every(
      ({ frame }) => frame.kind !== 'reply-bytes' && frame.kind !== 'abort' && frame.kind !== 'broken',
    ) && recorded.frames.some(({ frame }) => frame.kind === 'reply-end')
  );
}

function gone(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Reads a request's body to its end, for answers that come only then. */
export async function readAway({ body }: Exchange, done: () => void): Promise<void> {
  for await (const _ of body) {
    // An archive that was uploaded once need not be kept.
  }
  done();
}
