import {
  canLend,
  checkDaemon,
  type Daemon,
  type Exchange,
  type HijackedStream,
  isHijack,
  type LendingBody,
  type Reply,
  type ReplyBody,
} from '../exchange/exchange.ts';
import type { FrameSink } from './frame.ts';
import { SessionSecrets } from './http2/session-secrets.ts';
import { type FrameWriter, recordedBody, recordedStream } from './recorded-body.ts';
import { Scrubber } from './scrub.ts';

/** One exchange being recorded. */
interface Track extends FrameWriter {
  readonly path: string;
  /** The reply is complete: what happens to the connection now is no news. */
  done: boolean;
}

export interface RecordOptions {
  /** What is taken out before it is written. Default: what Docker's API names as secret. */
  readonly scrubber?: Scrubber;
}

/**
 * The daemon, with everything that crosses written down: heads, bytes in the pieces they came in, ends, aborts.
 * Nothing is held back on the way; credentials are replaced before they reach the sink.
 *
 * @example
 * await listen(record(live('unix:///var/run/docker.sock'), createRecording('recordings/mine', header)), host);
 */
export function record(
  daemon: Daemon,
  sink: FrameSink,
  { scrubber = new Scrubber() }: RecordOptions = {},
): Daemon {
  checkDaemon(daemon, 'record()');
  const originMs = performance.now();
  const nowUs = () => Math.round((performance.now() - originMs) * 1000);
  let exchanges = 0;
  return async exchange => {
    exchanges += 1;
    const x = exchanges;
    const write: FrameWriter['write'] = (content, bytes, t = nowUs()) =>
      sink.write({ x, t, ...content }, bytes);
    const writePieces: FrameWriter['writePieces'] = (kind, pieces, cut) =>
      sink.writePieces({ x, t: nowUs(), kind, ...(cut && { cut }) }, pieces);
    const { method, target, headers, signal } = exchange;
    const track: Track = { write, writePieces, nowUs, scrubber, path: target, done: false };
    write({ kind: 'request', method, target: scrubber.target(target), headers: scrubber.headers(headers) });
    recordAbort(signal, track);
    try {
      const reply = await daemon({ method, target, headers, signal, body: requestBody(exchange, track) });
      return recordReply(reply, track);
    } catch (error) {
      track.done = true;
      write({ kind: 'broken', message: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  };
}

function recordAbort(signal: AbortSignal, track: Track): void {
  signal.addEventListener('abort', () => {
    if (!track.done) track.write({ kind: 'abort' });
    track.done = true;
  });
}

function recordReply(reply: Reply, track: Track): Reply {
  const { status, headers } = reply;
  const reason = reply.reason === undefined ? {} : { reason: reply.reason };
  const head = { kind: 'reply', status, ...reason, headers: track.scrubber.headers(headers) } as const;
  if (isHijack(reply)) {
    track.write({ ...head, hijack: true });
    return { ...reply, hijack: stream => reply.hijack(recordedHijack(stream, track)) };
  }
  track.write(head);
  return { ...reply, body: replyBody(reply, track) };
}

async function* requestBody({ body, headers }: Exchange, track: Track): AsyncIterable<Uint8Array> {
  const recorded = recordedBody('request-bytes', headers, track.path, track);
  try {
    for await (const chunk of body) {
      recorded.put(chunk);
      yield chunk;
    }
  } finally {
    recorded.flush();
  }
  track.write({ kind: 'request-end' });
}

function replyBody({ body, headers }: Reply & { body: ReplyBody }, track: Track): ReplyBody {
  const recorded = recordedBody('reply-bytes', headers, track.path, track);
  const end = () => {
    track.done = true;
    recorded.flush();
    track.write({ kind: 'reply-end' });
  };
  if (body instanceof Uint8Array) {
    if (body.length > 0) recorded.put(body);
    end();
    return body;
  }
  const broken = (error: unknown) => {
    recorded.flush();
    if (!track.done) track.write({ kind: 'broken', message: String(error) });
    throw error;
  };
  const pulled = (async function* () {
    try {
      for await (const chunk of body) {
        recorded.put(chunk);
        yield chunk;
      }
    } catch (error) {
      broken(error);
    }
    end();
  })();
  if (!canLend(body)) return pulled;
  const lendTo: LendingBody['lendTo'] = take =>
    body
      .lendTo(lent => {
        recorded.putLent(lent.pieces, lent.cut);
        return take(lent);
      })
      .then(end, broken);
  return Object.assign(pulled, { lendTo });
}

function recordedHijack(stream: HijackedStream, track: Track): HijackedStream {
  const { write } = track;
  const output = recordedStream('output-bytes', false, track);
  const secrets = secretsOf(track);
  recordAbort(stream.signal, track);
  const { lend } = stream;
  return {
    input: recordedInput(stream, track, secrets),
    async write(chunk) {
      secrets?.called(chunk);
      output.put(chunk);
      await stream.write(chunk);
    },
    ...(lend !== undefined && {
      lend(chunk: Uint8Array) {
        secrets?.called(chunk);
        output.putLent([chunk], false);
        return lend(chunk);
      },
    }),
    async end() {
      track.done = true;
      output.flush();
      write({ kind: 'output-end' });
      await stream.end();
    },
    destroy() {
      output.flush();
      if (!track.done) write({ kind: 'broken', message: 'the daemon dropped the connection' });
      track.done = true;
      stream.destroy();
    },
    signal: stream.signal,
  };
}

/** In a build's session, where no pattern finds them. */
function secretsOf({ path, scrubber }: Track): SessionSecrets | undefined {
  if (!/^(\/v[\d.]+)?\/session(\?|$)/.test(path)) return undefined;
  return new SessionSecrets(secret => scrubber.learn(Buffer.from(secret).toString('utf8')));
}

async function* recordedInput(
  stream: HijackedStream,
  track: Track,
  secrets: SessionSecrets | undefined,
): AsyncIterable<Uint8Array> {
  const input = recordedStream('input-bytes', false, track);
  try {
    for await (const chunk of stream.input) {
      input.put(secrets?.answered(chunk) ?? chunk);
      yield chunk;
    }
  } finally {
    input.flush();
  }
  track.write({ kind: 'input-end' });
}
