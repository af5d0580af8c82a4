import { type Daemon, headerOf } from '../../exchange/exchange.ts';
import type { Frame, Recording } from '../frame.ts';
import { Bindings } from './bindings.ts';
import { compareReplies, type ReplyDifference } from './compare-replies.ts';
import { Playback } from './playback.ts';

/** One thing in which a daemon answered otherwise than the recording. */
export interface Difference extends ReplyDifference {
  /** The exchange's number in the recording. */
  readonly exchange: number;
  /** `POST /containers/web/start`, without version and query. */
  readonly operation: string;
  /** The recorded target, in full. */
  readonly target: string;
}

export interface CompareOptions {
  /** Lets time pass for the daemon, in milliseconds: an engine with a manual clock then lives in recorded time. */
  readonly advance?: (ms: number) => Promise<void>;
  /** How much longer than recorded a reply may take, in milliseconds. Default 2000. */
  readonly patienceMs?: number;
  /** The daemon's DockerRootDir. Default `/var/lib/docker`. */
  readonly dataRoot?: string;
  /** Which of the daemon's ids stand for recorded ones; it learns more as it goes. Default: none yet. */
  readonly bindings?: Bindings;
}

/** One exchange, as recorded and as answered now. */
interface Pair {
  readonly request: Frame & { kind: 'request' };
  readonly playback: Playback;
  recordedBytes: Uint8Array[];
  recordedLength: number;
  head: (Frame & { kind: 'reply' }) | undefined;
  compared: boolean;
}

/**
 * Sends what was recorded to a daemon, each request when the replies that came before it have come, and tells where
 * the answers differ. Ids, names and addresses are bound where they first appear; times, and what rules.ts lists,
 * may differ.
 */
export async function compare(
  recording: Recording,
  daemon: Daemon,
  options: CompareOptions = {},
): Promise<Difference[]> {
  const comparison = new Comparison(recording, daemon, options);
  for (const frame of recording.frames) await comparison.take(frame);
  comparison.finish();
  return comparison.differences;
}

class Comparison {
  readonly differences: Difference[] = [];
  readonly #recording: Recording;
  readonly #daemon: Daemon;
  readonly #advance: (ms: number) => Promise<void>;
  readonly #patienceMs: number;
  readonly #dataRoot: string;
  readonly #bindings: Bindings;
  readonly #pairs = new Map<number, Pair>();
  #nowMs = 0;

  constructor(recording: Recording, daemon: Daemon, options: CompareOptions) {
    this.#recording = recording;
    this.#daemon = daemon;
    this.#advance = options.advance ?? (ms => new Promise(resolve => setTimeout(resolve, ms)));
    this.#patienceMs = options.patienceMs ?? 2_000;
    this.#bindings = options.bindings ?? new Bindings();
    this.#dataRoot = options.dataRoot ?? '/var/lib/docker';
  }

  async take(frame: Frame): Promise<void> {
    await this.#reach(frame.t / 1000);
    if (frame.kind === 'request') return this.#send(frame);
    const pair = this.#pairs.get(frame.x);
    if (pair === undefined) return;
    const { playback } = pair;
    switch (frame.kind) {
      case 'reply':
        pair.head = frame;
        return this.#until(() => playback.reply !== undefined || playback.ended);
      case 'reply-bytes':
      case 'output-bytes': {
        const bytes = this.#recording.bytes(frame);
        pair.recordedBytes.push(bytes);
        pair.recordedLength += bytes.length;
        return this.#until(() => playback.received.length >= pair.recordedLength || playback.ended);
      }
      case 'reply-end':
      case 'output-end':
        await this.#until(() => playback.ended);
        return this.#compare(pair, true);
      case 'input-bytes':
        return playback.write(this.#translated(this.#recording.bytes(frame)));
      case 'input-end':
        return playback.endInput();
      case 'abort':
        return playback.abort();
      case 'broken':
        await this.#until(() => playback.failure !== undefined);
        if (playback.failure === undefined) {
          this.#report(pair, { where: 'status', recorded: 'connection dropped', actual: 'answered' });
        }
    }
  }

  /** Compares what was still under way when the recording ended. */
  finish(): void {
    for (const pair of this.#pairs.values()) {
      if (pair.head !== undefined) this.#compare(pair, false);
      pair.playback.abort();
    }
  }

  #send(request: Frame & { kind: 'request' }): void {
    const chunks = this.#recording.frames.filter(
      ({ x, kind }) => x === request.x && kind === 'request-bytes',
    );
    const recorded = Buffer.concat(chunks.map(frame => this.#recording.bytes(frame)));
    // An archive has checksums, and names its parts by their digests.
    const isArchive = headerOf(request.headers, 'content-type') === 'application/x-tar';
    const body = isArchive ? recorded : this.#translated(recorded);
    const headers = request.headers.map(([name, value]): readonly [string, string] =>
      name.toLowerCase() === 'content-length' ? [name, String(body.length)] : [name, value],
    );
    const target = this.#bindings.translate(request.target);
    const playback = new Playback(this.#daemon, { method: request.method, target, headers, body });
    this.#pairs.set(request.x, {
      request,
      playback,
      recordedBytes: [],
      recordedLength: 0,
      head: undefined,
      compared: false,
    });
  }

  #compare(pair: Pair, whole: boolean): void {
    const { playback, head } = pair;
    if (pair.compared || head === undefined) return;
    pair.compared = true;
    const { reply } = playback;
    const body = this.#withOurRoot(Buffer.concat(pair.recordedBytes));
    if (reply === undefined) {
      const said = playback.failure === undefined ? 'no reply' : String(playback.failure);
      this.#report(pair, { where: 'status', recorded: String(head.status), actual: said });
      return;
    }
    const recorded = { status: head.status, headers: head.headers, body };
    const actual = { status: reply.status, headers: reply.headers, body: playback.received };
    const found = compareReplies(operationOf(pair.request), recorded, actual, this.#bindings);
    for (const difference of found) this.#report(pair, difference);
    if (whole && !playback.ended)
      this.#report(pair, { where: 'end', recorded: 'ended', actual: 'still open' });
  }

  #report({ request }: Pair, difference: ReplyDifference): void {
    const { x: exchange, target } = request;
    this.differences.push({ exchange, operation: operationOf(request), target, ...difference });
  }

  #translated(bytes: Uint8Array): Uint8Array {
    // What is translated is ASCII; what stands around it may be no text at all.
    const text = Buffer.from(bytes).toString('latin1');
    const translated = this.#bindings.translate(text);
    return translated === text ? bytes : new Uint8Array(Buffer.from(translated, 'latin1'));
  }

  /** Recorded paths below the recorded daemon's data root, as paths below ours. */
  #withOurRoot(bytes: Uint8Array): Uint8Array {
    const recordedRoot = this.#recording.header.daemon?.dataRoot;
    if (recordedRoot === undefined || recordedRoot === this.#dataRoot) return bytes;
    const text = Buffer.from(bytes).toString('latin1');
    if (!text.includes(recordedRoot)) return bytes;
    return new Uint8Array(Buffer.from(text.replaceAll(recordedRoot, this.#dataRoot), 'latin1'));
  }

  async #reach(ms: number): Promise<void> {
    const step = ms - this.#nowMs;
    if (step < 0) return;
    this.#nowMs = ms;
    await this.#advance(step);
  }

  async #until(condition: () => boolean): Promise<void> {
    const endMs = this.#nowMs + this.#patienceMs;
    while (!condition() && this.#nowMs < endMs) await this.#reach(this.#nowMs + 10);
  }
}

/** `POST /containers/web/start`: method and path, without version and query. */
export function operationOf({ method, target }: { method: string; target: string }): string {
  const path = (target.split('?', 1)[0] as string).replace(/^\/v[\d.]+(?=\/)/, '');
  return `${method} ${path}`;
}
