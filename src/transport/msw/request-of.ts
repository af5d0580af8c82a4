import type { Exchange } from '../../exchange/exchange.ts';

/** An exchange as msw sees it, and what the daemon is left with after msw looked at it. */
export interface SeenRequest {
  readonly request: Request;
  /** The exchange with its whole body: what msw read of it, and then the rest. May be taken once. */
  rest(): Exchange;
}

/**
 * The exchange as a web Request; undefined where fetch's rules forbid it (a TRACE, a header that is none). Its body is
 * pulled only while a handler reads it, so that an upload no handler asks for is neither kept nor waited for.
 */
export function requestOf(exchange: Exchange, origin: string): SeenRequest | undefined {
  const pieces: Uint8Array[] = [];
  const incoming = exchange.body[Symbol.asyncIterator]();
  let taken = false;
  let pending: Promise<IteratorResult<Uint8Array>> | undefined;
  const next = () => {
    pending ??= incoming.next().finally(() => {
      pending = undefined;
    });
    return pending;
  };
  // A stream of bytes: its clones (msw makes one for each handler) pull nothing by themselves, those of others do.
  const body = () =>
    new ReadableStream({
      type: 'bytes',
      async pull(controller) {
        // The stream takes over the memory it is given; a Buffer's is shared.
        const value = taken ? undefined : ((await next()).value as Uint8Array | undefined);
        if (value !== undefined) {
          pieces.push(value);
          return controller.enqueue(new Uint8Array(value));
        }
        controller.close();
        controller.byobRequest?.respond(0);
      },
    });
  const hasBody = exchange.method !== 'GET' && exchange.method !== 'HEAD';
  try {
    const request = new Request(new URL(exchange.target, origin), {
      method: exchange.method,
      headers: exchange.headers.map(([name, value]) => [name, value] as [string, string]),
      signal: exchange.signal,
      ...(hasBody ? { body: body(), duplex: 'half' } : {}),
    });
    return {
      request,
      rest() {
        taken = true;
        return { ...exchange, body: bodyAfter(pieces, pending, incoming) };
      },
    };
  } catch {
    return undefined;
  }
}

async function* bodyAfter(
  pieces: readonly Uint8Array[],
  pending: Promise<IteratorResult<Uint8Array>> | undefined,
  incoming: AsyncIterator<Uint8Array>,
): AsyncIterable<Uint8Array> {
  await pending; // a handler that has answered by now may have left a read behind
  yield* pieces;
  for (;;) {
    const { done, value } = await incoming.next();
    if (done) return;
    yield value;
  }
}
