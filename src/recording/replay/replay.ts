import {
  type Daemon,
  type Exchange,
  type HijackedStream,
  type HijackReply,
  headerOf,
  type Reply,
} from '../../exchange/exchange.ts';
import type { Recording } from '../frame.ts';
import { callerOf } from '../http2/recorded-calls.ts';
import { callSession } from './call-session.ts';
import { clientWords } from './client-words.ts';
import { Finder } from './finder.ts';
import { BUILD_SOLVE, type GrpcExchange, isAskedAtWill, SOLVE, STATUS } from './grpc-exchange.ts';
import { GrpcRecording, type RecordedSession, SESSION_ID } from './grpc-recording.ts';
import { type Asked, isReadWhole } from './match.ts';
import { play, readAway } from './play.ts';
import { PATIENCE_MS } from './play-call.ts';
import { causesOf, Timeline } from './progress.ts';
import { exchangesOf, type RecordedExchange, titleOf } from './recorded-exchange.ts';
import { type ServeCallsOptions, serveCalls } from './serve-calls.ts';

export interface ReplayOptions {
  /**
   * `strict`: a request is answered only once all exchanges that were over before it have been asked for; it waits two
   * seconds for them. `loose`
   * (default): in any order, and what only reads may be asked again.
   */
  readonly mode?: 'strict' | 'loose';
  /** How long answers take: `none` (default), as `recorded`, or a number that recorded times are multiplied by. */
  readonly timing?: 'recorded' | 'none' | number;
  /** What answers a request that the recording has no answer for. Default: an error that says what differs. */
  readonly otherwise?: Daemon;
  /** The recording's name in errors. Default: `the recording`. */
  readonly name?: string;
}

/** A recording that answers as a daemon, and what became of it. */
export interface Replayer extends Daemon {
  /** Requests of the recording that nobody has sent, as `#12 POST /v1.51/containers/create?name=web`. */
  neverAsked(): string[];
  /** Requests without an answer, each in a sentence that names the nearest recorded one and what differs. */
  misses(): string[];
}

/**
 * A recording, played back as the daemon that was recorded: its bytes, in its pieces, in an order that keeps cause
 * before effect. Names that the client makes up anew are bound where they first appear.
 *
 * @example
 * const docker = replay(readRecording('recordings/mine'), { mode: 'strict' });
 */
export function replay(recording: Recording, options: ReplayOptions = {}): Replayer {
  const player = new Player(recording, options);
  const daemon = (exchange: Exchange) => player.answer(exchange);
  return Object.assign(daemon, {
    neverAsked: () => player.neverAsked(),
    misses: () => [...player.misses],
  });
}

/** How long a request waits in strict mode for those before it, while none comes. */
const TURN_PATIENCE_MS = 2000;

/** What a client may ask as often as it likes, also in strict mode. */
const ASKED_AT_WILL = /^(\/v[\d.]+)?\/(_ping|version|info)$/;

class Player {
  readonly misses: string[] = [];
  readonly #recording: Recording;
  readonly #options: ReplayOptions;
  /** All but the connections of gRPC, which are played call by call. */
  readonly #exchanges: readonly RecordedExchange[];
  readonly #grpc: GrpcRecording;
  readonly #timeline: Timeline;
  readonly #finder: Finder;

  constructor(recording: Recording, options: ReplayOptions) {
    this.#recording = recording;
    this.#options = options;
    const all = exchangesOf(recording);
    this.#grpc = new GrpcRecording(recording, all);
    const { calls, connections, sessions } = this.#grpc;
    this.#exchanges = all.filter(exchange => !connections.includes(exchange));
    const opened = new Set(sessions.map(session => session.opened));
    const causes = this.#exchanges.filter(exchange => !opened.has(exchange)).flatMap(causesOf);
    this.#timeline = new Timeline([...causes, ...this.#grpc.causes()]);
    const askedOf = remembered(askedOfRecorded, calls);
    const asked = [...this.#exchanges, ...calls].sort((a, b) => a.at - b.at);
    const words = clientWords(recording, this.#grpc.answers(), asked, askedOf);
    this.#finder = new Finder(askedOf, words, this.#isStrict, options.name ?? 'the recording');
  }

  async answer(exchange: Exchange): Promise<Reply> {
    const grpc = this.#answerGrpc(exchange) ?? this.#answerSession(exchange);
    if (grpc !== undefined) return grpc;
    const { method, target, headers } = exchange;
    const whole = isReadWhole(headers);
    const body = whole ? await readWhole(exchange) : undefined;
    const asked: Asked = { method, target, headers, body };
    await this.#turnOf(asked, exchange.signal);
    const unasked = this.#unasked();
    const found = this.#finder.find(asked, {
      all: this.#exchanges,
      unasked,
      allowed: this.#isStrict ? inOrder(unasked) : unasked,
      mayRepeat: this.#mayRepeat(asked),
    });
    if (typeof found === 'string') return this.#otherwise(exchange, found, body);
    const repeated = this.#timeline.of(found).asked;
    this.#begin(found, exchange, whole);
    return play({
      recording: this.#recording,
      recorded: found,
      names: this.#finder.names,
      timeline: this.#timeline,
      scale: scaleOf(this.#options.timing),
      signal: exchange.signal,
      again: repeated,
    });
  }

  /** Two threads of a client may come the other way round than they were recorded: one waits for the other. */
  async #turnOf(asked: Asked, signal: AbortSignal): Promise<void> {
    if (!this.#isStrict || this.#options.otherwise !== undefined || this.#mayRepeat(asked)) return;
    const isTurn = () => signal.aborted || this.#finder.has(asked, inOrder(this.#unasked()));
    if (isTurn() || !this.#finder.has(asked, this.#unasked())) return;
    await this.#timeline.until(isTurn, TURN_PATIENCE_MS);
  }

  #unasked(): RecordedExchange[] {
    return this.#exchanges.filter(recorded => !this.#timeline.of(recorded).asked);
  }

  neverAsked(): string[] {
    const calls = this.#grpc.calls.filter(({ call }) => !isAskedAtWill(call));
    return [...this.#exchanges, ...calls]
      .filter(recorded => !this.#timeline.of(recorded).asked)
      .sort((a, b) => a.at - b.at)
      .map(titleOf);
  }

  get #isStrict(): boolean {
    return this.#options.mode === 'strict';
  }

  #mayRepeat({ method, target }: Asked): boolean {
    // Where another daemon goes on, it alone knows how things are now.
    if (this.#isStrict || this.#options.otherwise !== undefined)
      return ASKED_AT_WILL.test(pathOf({ target }));
    return /^(GET|HEAD)$/.test(method);
  }

  #otherwise(exchange: Exchange, sentence: string, body?: Uint8Array): Reply | Promise<Reply> {
    const { otherwise } = this.#options;
    if (otherwise !== undefined) return otherwise(body === undefined ? exchange : again(exchange, body));
    this.misses.push(sentence);
    return missing(sentence);
  }

  #begin(recorded: RecordedExchange, exchange: Exchange, whole: boolean): void {
    const progress = this.#timeline.of(recorded);
    const bodyRead = () => {
      progress.bodyRead = true;
      this.#timeline.changed();
    };
    const leave = () => {
      progress.gone = true;
      this.#timeline.changed();
    };
    exchange.signal.addEventListener('abort', leave, { once: true });
    progress.asked = true;
    if (whole) progress.bodyRead = true;
    else if (recorded.frames.some(({ frame }) => frame.kind.startsWith('request-'))) {
      readAway(exchange, bodyRead).catch(leave);
    }
    this.#timeline.changed();
  }

  /** Undefined where the exchange is none of BuildKit's, or the recording has none of these. */
  #answerGrpc(exchange: Exchange): Reply | undefined {
    const { calls, connections } = this.#grpc;
    const [first] = connections;
    if (first === undefined || callerOf(exchange) !== 'client') return undefined;
    const isOpen = (call: GrpcExchange) => !isAskedAtWill(call.call) && !this.#timeline.of(call).asked;
    if (this.#options.otherwise !== undefined && !calls.some(isOpen)) return undefined;
    return { ...headOf(first), hijack: stream => serveCalls(stream, this.#playing()) };
  }

  /** Undefined where the recording has no session left. */
  #answerSession(exchange: Exchange): Reply | undefined {
    const [first] = this.#openSessions(false);
    if (first === undefined || callerOf(exchange) !== 'daemon') return undefined;
    const id = headerOf(exchange.headers, SESSION_ID) ?? '';
    return { ...headOf(first.opened), hijack: stream => void this.#takeSession(id, stream, false) };
  }

  #openSessions(isTunnel: boolean): RecordedSession[] {
    return this.#grpc.sessions.filter(
      session => session.isTunnel === isTunnel && !this.#timeline.of(session.opened).asked,
    );
  }

  /** Of several sessions, the build that names it says which one it is. */
  async #takeSession(id: string, stream: HijackedStream, isTunnel: boolean): Promise<void> {
    const open = () => this.#openSessions(isTunnel);
    const named = () => open().find(session => this.#finder.names.translate(session.id) === id);
    if (open().length > 1) {
      await this.#timeline.until(() => named() !== undefined || stream.signal.aborted, PATIENCE_MS);
    }
    const session = named() ?? open()[0];
    if (session === undefined) return stream.destroy();
    this.#asked(session.opened);
    callSession(stream, session, this.#playing());
  }

  #asked(recorded: RecordedExchange): void {
    this.#timeline.of(recorded).asked = true;
    this.#timeline.changed();
  }

  #playing(): ServeCallsOptions {
    return {
      timeline: this.#timeline,
      scale: scaleOf(this.#options.timing),
      names: () => this.#finder.names,
      missed: sentence => this.misses.push(sentence),
      takeSession: (id, stream) => void this.#takeSession(id, stream, true),
      choose: (asked, signal) => this.#chooseCall(asked, signal),
    };
  }

  async #chooseCall(
    asked: Asked,
    signal: AbortSignal,
  ): Promise<{ recorded: GrpcExchange; again: boolean } | string> {
    const path = pathOf(asked);
    const unasked = () => this.#grpc.calls.filter(call => !this.#timeline.of(call).asked);
    // Of builds at the same time, only what they solve may say which is which; the rest then follows from their refs.
    const isKnown = () =>
      signal.aborted ||
      !this.#finder.isAmbiguous(asked, unasked()) ||
      (path === SOLVE && !unasked().some(({ call }) => call.path === BUILD_SOLVE));
    if (path === SOLVE || path === STATUS) await this.#timeline.until(isKnown, PATIENCE_MS);
    const open = unasked();
    const atWill = isAskedAtWill({ path });
    const choice = { all: this.#grpc.calls, unasked: open, allowed: open, mayRepeat: atWill, binds: !atWill };
    const recorded = this.#finder.find(asked, choice);
    if (typeof recorded === 'string') return recorded;
    this.#asked(recorded);
    return { recorded, again: !open.includes(recorded) };
  }
}

/** Those that may come now: nothing that was over before them is still to be asked for. */
function inOrder(unasked: readonly RecordedExchange[]): RecordedExchange[] {
  let firstEnd = Number.POSITIVE_INFINITY;
  for (const { endAt, request } of unasked) {
    if (!ASKED_AT_WILL.test(pathOf(request))) firstEnd = Math.min(firstEnd, endAt);
  }
  return unasked.filter(({ at }) => at < firstEnd);
}

function scaleOf(timing: ReplayOptions['timing']): number {
  if (typeof timing === 'number') return timing;
  return timing === 'recorded' ? 1 : 0;
}

function pathOf({ target }: Pick<Asked, 'target'>): string {
  return target.split('?', 1)[0] as string;
}

function askedOfRecorded(recorded: RecordedExchange): Asked {
  const { method, target, headers } = recorded.request;
  return { method, target, headers, body: isReadWhole(headers) ? recorded.body() : undefined };
}

/** Read once; the bodies of calls are known. */
function remembered(
  read: (recorded: RecordedExchange) => Asked,
  calls: readonly GrpcExchange[],
): (recorded: RecordedExchange) => Asked {
  const known = new Map<RecordedExchange, Asked>(calls.map(call => [call, call.asked]));
  return recorded => {
    const asked = known.get(recorded) ?? read(recorded);
    known.set(recorded, asked);
    return asked;
  };
}

function headOf({ frames }: RecordedExchange): Pick<HijackReply, 'status' | 'headers' | 'reason'> {
  const head = frames.find(({ frame }) => frame.kind === 'reply')?.frame;
  if (head?.kind !== 'reply') throw new Error('a connection that was taken over has a reply');
  const { status, headers, reason } = head;
  return { status, headers, ...(reason !== undefined && { reason }) };
}

async function readWhole({ body }: Exchange): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The exchange, with the body that was already read. */
function again(exchange: Exchange, body: Uint8Array): Exchange {
  const { method, target, headers, signal } = exchange;
  return {
    method,
    target,
    headers,
    signal,
    body: (async function* () {
      if (body.length > 0) yield body;
    })(),
  };
}

function missing(message: string): Reply {
  const body = new TextEncoder().encode(`${JSON.stringify({ message })}\n`);
  return {
    status: 501,
    headers: [
      ['Content-Type', 'application/json'],
      ['Content-Length', String(body.length)],
    ],
    body,
  };
}
