import type { Daemon, Exchange, HijackedStream, RawHeaders, Reply, ReplyBody } from '../exchange/exchange.ts';
import { isHijack } from '../exchange/exchange.ts';
import type { Frame, FrameContent, FrameSink } from './frame.ts';
import { encodeBytes } from './frame-bytes.ts';
import { mayHoldSecrets, scrubHeaders, scrubTarget, scrubText } from './scrub.ts';

/** Writes the frames of one exchange. */
type Write = (content: FrameContent, bytes?: Uint8Array) => void;

/**
 * The daemon, with everything that crosses written down: heads, bytes in the pieces they came in, ends, aborts.
 * Nothing is held back on the way; credentials are replaced before they reach the sink.
 *
 * @example
 * await listen(record(live('unix:///var/run/docker.sock'), createRecording('recordings/mine', header)), host);
 */
export function record(daemon: Daemon, sink: FrameSink): Daemon {
  const originMs = performance.now();
  let exchanges = 0;
  return async exchange => {
    exchanges += 1;
    const x = exchanges;
    const write: Write = (content, bytes) =>
      sink.write({ x, t: Math.round((performance.now() - originMs) * 1000), ...content } as Frame, bytes);
    const { method, target, headers } = exchange;
    write({ kind: 'request', method, target: scrubTarget(target), headers: scrubHeaders(headers) });
    let done = false;
    exchange.signal.addEventListener('abort', () => done || write({ kind: 'abort' }));
    try {
      const reply = await daemon({
        ...exchange,
        signal: exchange.signal,
        body: requestBody(exchange, write),
      });
      return recordReply(reply, write, () => {
        done = true;
      });
    } catch (error) {
      done = true;
      write({ kind: 'broken', message: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  };
}

function recordReply(reply: Reply, write: Write, onDone: () => void): Reply {
  const { status, headers } = reply;
  const head = {
    kind: 'reply',
    status,
    ...(reply.reason === undefined ? {} : { reason: reply.reason }),
    headers,
  } as const;
  if (isHijack(reply)) {
    write({ ...head, hijack: true });
    return { ...reply, hijack: stream => reply.hijack(recordedStream(stream, write, onDone)) };
  }
  write(head);
  return { ...reply, body: replyBody(reply.body, headers, write, onDone) };
}

async function* requestBody({ body, headers }: Exchange, write: Write): AsyncIterable<Uint8Array> {
  const put = bytesWriter('request-bytes', headers, write);
  for await (const chunk of body) {
    put(chunk);
    yield chunk;
  }
  write({ kind: 'request-end' });
}

function replyBody(body: ReplyBody, headers: RawHeaders, write: Write, onDone: () => void): ReplyBody {
  const put = bytesWriter('reply-bytes', headers, write);
  const end = () => {
    onDone();
    write({ kind: 'reply-end' });
  };
  if (body instanceof Uint8Array) {
    if (body.length > 0) put(body);
    end();
    return body;
  }
  return (async function* () {
    for await (const chunk of body) {
      put(chunk);
      yield chunk;
    }
    end();
  })();
}

function recordedStream(stream: HijackedStream, write: Write, onDone: () => void): HijackedStream {
  const put = (kind: 'input-bytes' | 'output-bytes', chunk: Uint8Array) =>
    write({ kind, ...encodeBytes(chunk) }, chunk);
  return {
    input: (async function* () {
      for await (const chunk of stream.input) {
        put('input-bytes', chunk);
        yield chunk;
      }
      write({ kind: 'input-end' });
    })(),
    async write(chunk) {
      put('output-bytes', chunk);
      await stream.write(chunk);
    },
    async end() {
      onDone();
      write({ kind: 'output-end' });
      await stream.end();
    },
    destroy: () => stream.destroy(),
    signal: stream.signal,
  };
}

function bytesWriter(kind: 'request-bytes' | 'reply-bytes', headers: RawHeaders, write: Write) {
  const json = mayHoldSecrets(headers);
  return (chunk: Uint8Array) => {
    const encoded = encodeBytes(chunk);
    if (!json || !('text' in encoded)) return write({ kind, ...encoded }, chunk);
    const text = scrubText(encoded.text);
    write({ kind, text }, text === encoded.text ? chunk : new TextEncoder().encode(text));
  };
}
