import type { Daemon, Exchange, HijackedStream, Reply, ReplyBody } from '../exchange/exchange.ts';
import { isHijack } from '../exchange/exchange.ts';
import type { FrameSink } from './frame.ts';
import { recordedBody, recordedStream, type WriteFrame } from './recorded-body.ts';
import { Scrubber } from './scrub.ts';

/** One exchange being recorded. */
interface Track {
  readonly write: WriteFrame;
  readonly nowUs: () => number;
  readonly scrubber: Scrubber;
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
  const originMs = performance.now();
  const nowUs = () => Math.round((performance.now() - originMs) * 1000);
  let exchanges = 0;
  return async exchange => {
    exchanges += 1;
    const x = exchanges;
    const write: WriteFrame = (content, bytes, t = nowUs()) => sink.write({ x, t, ...content }, bytes);
    const { method, target, headers, signal } = exchange;
    const track: Track = { write, nowUs, scrubber, path: target, done: false };
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

async function* requestBody(
  { body, headers }: Exchange,
  { write, nowUs, path, scrubber }: Track,
): AsyncIterable<Uint8Array> {
  const recorded = recordedBody('request-bytes', headers, path, scrubber, write, nowUs);
  try {
    for await (const chunk of body) {
      recorded.put(chunk);
      yield chunk;
    }
  } finally {
    recorded.flush();
  }
  write({ kind: 'request-end' });
}

function replyBody({ body, headers }: Reply & { body: ReplyBody }, track: Track): ReplyBody {
  const recorded = recordedBody('reply-bytes', headers, track.path, track.scrubber, track.write, track.nowUs);
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
  return (async function* () {
    try {
      for await (const chunk of body) {
        recorded.put(chunk);
        yield chunk;
      }
    } catch (error) {
      recorded.flush();
      if (!track.done) track.write({ kind: 'broken', message: String(error) });
      throw error;
    }
    end();
  })();
}

function recordedHijack(stream: HijackedStream, track: Track): HijackedStream {
  const { write, scrubber, nowUs } = track;
  const output = recordedStream('output-bytes', false, scrubber, write, nowUs);
  recordAbort(stream.signal, track);
  return {
    input: recordedInput(stream, track),
    async write(chunk) {
      output.put(chunk);
      await stream.write(chunk);
    },
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

async function* recordedInput(
  stream: HijackedStream,
  { write, scrubber, nowUs }: Track,
): AsyncIterable<Uint8Array> {
  const input = recordedStream('input-bytes', false, scrubber, write, nowUs);
  try {
    for await (const chunk of stream.input) {
      input.put(chunk);
      yield chunk;
    }
  } finally {
    input.flush();
  }
  write({ kind: 'input-end' });
}
