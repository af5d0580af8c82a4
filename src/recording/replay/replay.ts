import type { Daemon, Exchange, Reply } from '../../exchange/exchange.ts';
import type { Recording } from '../frame.ts';
import { clientWords } from './client-words.ts';
import { type Asked, differencesOf, isReadWhole, type RequestDifference } from './match.ts';
import { Names } from './names.ts';
import { play, readAway } from './play.ts';
import { Timeline } from './progress.ts';
import { exchangesOf, type RecordedExchange, titleOf } from './recorded-exchange.ts';

export interface ReplayOptions {
  /**
   * `strict`: a request is answered only once all exchanges that were over before it have been asked for. `loose`
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

interface Candidate {
  readonly recorded: RecordedExchange;
  readonly differences: readonly RequestDifference[];
  readonly names: Names;
}

/** What a client may ask as often as it likes, also in strict mode. */
const ASKED_AT_WILL = /^(\/v[\d.]+)?\/(_ping|version|info)$/;

class Player {
  readonly misses: string[] = [];
  readonly #recording: Recording;
  readonly #options: ReplayOptions;
  readonly #exchanges: readonly RecordedExchange[];
  readonly #asked = new Map<RecordedExchange, Asked>();
  readonly #words: ReadonlySet<string>;
  readonly #timeline: Timeline;
  #names = new Names();

  constructor(recording: Recording, options: ReplayOptions) {
    this.#recording = recording;
    this.#options = options;
    this.#exchanges = exchangesOf(recording);
    this.#timeline = new Timeline(this.#exchanges);
    this.#words = clientWords(recording, this.#exchanges, exchange => this.#askedOf(exchange));
  }

  async answer(exchange: Exchange): Promise<Reply> {
    const { method, target, headers } = exchange;
    const whole = isReadWhole(headers);
    const body = whole ? await readWhole(exchange) : undefined;
    const asked: Asked = { method, target, headers, body };
    const found = this.#find(asked);
    if (typeof found === 'string') {
      const { otherwise } = this.#options;
      if (otherwise === undefined) this.misses.push(found);
      return otherwise === undefined
        ? missing(found)
        : otherwise(body === undefined ? exchange : again(exchange, body));
    }
    const { recorded } = found;
    const repeated = this.#timeline.of(recorded.x).asked;
    this.#names = found.names;
    this.#begin(recorded, exchange, whole);
    return play({
      recording: this.#recording,
      recorded,
      names: this.#names,
      timeline: this.#timeline,
      scale: scaleOf(this.#options.timing),
      signal: exchange.signal,
      again: repeated,
    });
  }

  neverAsked(): string[] {
    return this.#unasked().map(titleOf);
  }

  #begin(recorded: RecordedExchange, exchange: Exchange, whole: boolean): void {
    const progress = this.#timeline.of(recorded.x);
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

  #find(asked: Asked): Candidate | string {
    const unasked = this.#unasked();
    const allowed = this.#options.mode === 'strict' ? inOrder(unasked) : unasked;
    const first = this.#first(allowed, asked);
    if (first !== undefined) return first;
    const { mode, otherwise } = this.#options;
    // Where another daemon goes on, it alone knows how things are now.
    const mayRepeat =
      mode === 'strict' || otherwise !== undefined
        ? ASKED_AT_WILL.test(path(asked))
        : /^(GET|HEAD)$/.test(asked.method);
    const repeated = this.#exchanges.filter(({ x }) => this.#timeline.of(x).asked).reverse();
    const last = mayRepeat ? this.#first(repeated, asked) : undefined;
    return last ?? this.#miss(asked, unasked, allowed);
  }

  /** The first that matches; best one whose names are all known. */
  #first(exchanges: readonly RecordedExchange[], asked: Asked): Candidate | undefined {
    let found: Candidate | undefined;
    for (const recorded of exchanges) {
      if (recorded.request.method !== asked.method) continue;
      const candidate = this.#compare(recorded, asked);
      if (candidate.differences.length > 0) continue;
      if (candidate.names.changes === this.#names.changes) return candidate;
      found ??= candidate;
    }
    return found;
  }

  #compare(recorded: RecordedExchange, asked: Asked): Candidate {
    const names = new Names(this.#names);
    const strictVersion = this.#options.mode === 'strict';
    const differences = differencesOf(this.#askedOf(recorded), asked, names, {
      made: this.#words,
      strictVersion,
    });
    return { recorded, differences, names };
  }

  #miss(asked: Asked, unasked: readonly RecordedExchange[], allowed: readonly RecordedExchange[]): string {
    const { name = 'the recording' } = this.#options;
    const sentence = `${name} has no answer for ${asked.method} ${asked.target}`;
    const candidates = this.#exchanges.map(recorded => this.#compare(recorded, asked));
    const nearest = candidates.sort(
      (a, b) => distance(a) - distance(b) || rank(a, unasked) - rank(b, unasked),
    )[0];
    if (nearest === undefined) return `${sentence}: it is empty`;
    const title = titleOf(nearest.recorded);
    if (nearest.differences.length > 0) {
      const list = nearest.differences
        .slice(0, 5)
        .map(({ where, recorded, actual }) => `${where} (recorded ${recorded}, now ${actual})`);
      return `${sentence}: the nearest is ${title}, which differs at ${list.join(', ')}`;
    }
    if (!unasked.includes(nearest.recorded))
      return `${sentence}: ${title} is the same, and was already asked for`;
    const before = allowed[0];
    return `${sentence}: ${title} is the same, but comes after ${before === undefined ? 'others' : titleOf(before)}`;
  }

  #unasked(): RecordedExchange[] {
    return this.#exchanges.filter(({ x }) => !this.#timeline.of(x).asked);
  }

  #askedOf(recorded: RecordedExchange): Asked {
    const known = this.#asked.get(recorded);
    if (known !== undefined) return known;
    const { method, target, headers } = recorded.request;
    const body = isReadWhole(headers) ? recorded.body() : undefined;
    const asked = { method, target, headers, body };
    this.#asked.set(recorded, asked);
    return asked;
  }
}

/** Those that may come now: nothing that was over before them is still to be asked for. */
function inOrder(unasked: readonly RecordedExchange[]): RecordedExchange[] {
  const firstEnd = Math.min(...unasked.map(({ endAt }) => endAt));
  return unasked.filter(({ at }) => at < firstEnd);
}

/** A difference of method or path weighs more than any of the body. */
function distance({ differences }: Candidate): number {
  return differences.reduce(
    (sum, { where }) => sum + (where === 'method' ? 500 : where === 'path' ? 1000 : 1),
    0,
  );
}

function rank({ recorded }: Candidate, unasked: readonly RecordedExchange[]): number {
  return unasked.includes(recorded) ? 0 : 1;
}

function scaleOf(timing: ReplayOptions['timing']): number {
  if (typeof timing === 'number') return timing;
  return timing === 'recorded' ? 1 : 0;
}

function path({ target }: Asked): string {
  return target.split('?', 1)[0] as string;
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
