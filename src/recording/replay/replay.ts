import type { Daemon, Exchange, Reply } from '../../exchange/exchange.ts';
import type { Recording } from '../frame.ts';
import { clientWords } from './client-words.ts';
import { Finder } from './finder.ts';
import { type GrpcExchange, isAskedAtWill } from './grpc-exchange.ts';
import { GrpcPlayer } from './grpc-player.ts';
import { GrpcRecording } from './grpc-recording.ts';
import { type Asked, isReadWhole } from './match.ts';
import { play, readAway } from './play.ts';
import { causesOf, Timeline } from './progress.ts';
import { exchangesOf, type RecordedExchange, titleOf } from './recorded-exchange.ts';

export interface ReplayOptions {
  /**
   * `strict`: a request is answered only once all exchanges that were over before it have been asked for; it waits two
   * seconds for them. `loose` (default): in any order, and what only reads may be asked again.
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
  readonly #grpcPlayer: GrpcPlayer;

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
    this.#grpcPlayer = new GrpcPlayer(this.#grpc, this.#timeline, this.#finder, {
      scale: scaleOf(options.timing),
      missed: sentence => this.misses.push(sentence),
      mayEnd: options.otherwise !== undefined,
    });
  }

  async answer(exchange: Exchange): Promise<Reply> {
    const grpc = this.#grpcPlayer.answer(exchange);
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
