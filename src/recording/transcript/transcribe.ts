import { type Daemon, type Exchange, isHijack, type Reply, type ReplyBody } from '../../exchange/exchange.ts';

/** One call: what was asked, and what was answered, each as far as it came. Where pieces began and ended is not kept. */
export interface TranscribedCall {
  /** `GET /v1.51/info` */
  readonly call: string;
  /** The body; of a connection that was taken over also what the client said then. */
  request: Uint8Array;
  /** Status, headers and body, or the output of a stream that was taken over. */
  reply: Uint8Array;
}

export type Transcript = TranscribedCall[];

/** The daemon, writing down all that goes through it, in the order in which calls begin. */
export function transcribe(daemon: Daemon, transcript: Transcript): Daemon {
  const transcribed = async (exchange: Exchange): Promise<Reply> => {
    const entry: TranscribedCall = {
      call: `${exchange.method} ${exchange.target}`,
      request: new Uint8Array(),
      reply: new Uint8Array(),
    };
    transcript.push(entry);
    const hear = (chunk: Uint8Array) => {
      entry.request = joined(entry.request, chunk);
    };
    const say = (chunk: Uint8Array) => {
      entry.reply = joined(entry.reply, chunk);
    };
    const reply = await daemon({ ...exchange, body: heard(exchange.body, hear) });
    say(headOf(reply));
    if (!isHijack(reply)) return { ...reply, body: heardBody(reply.body, say) };
    return {
      ...reply,
      hijack: stream =>
        reply.hijack({
          input: heard(stream.input, hear),
          write(chunk) {
            say(chunk);
            return stream.write(chunk);
          },
          end: () => stream.end(),
          destroy: () => stream.destroy(),
          signal: stream.signal,
        }),
    };
  };
  return Object.assign(transcribed, daemon.ports && { ports: daemon.ports });
}

function headOf({ status, reason = '', headers }: Reply): Uint8Array {
  const lines = [`${status} ${reason}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return new TextEncoder().encode(`${lines.join('\n')}\n\n`);
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const all = new Uint8Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}

function heardBody(body: ReplyBody, listener: (chunk: Uint8Array) => void): ReplyBody {
  if (!(body instanceof Uint8Array)) return heard(body, listener);
  listener(body);
  return body;
}

/** No generator: whoever leaves its loop early must not end the source. */
function heard(
  source: AsyncIterable<Uint8Array>,
  listener: (chunk: Uint8Array) => void,
): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]();
      return {
        async next() {
          const result = await iterator.next();
          if (!result.done) listener(result.value);
          return result;
        },
        return: async value => (await iterator.return?.(value)) ?? { done: true, value },
      };
    },
  };
}
