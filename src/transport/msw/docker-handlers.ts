import { type AnyHandler, HttpResponse, http } from 'msw';
import {
  type Daemon,
  type Exchange,
  type HijackedStream,
  type HijackReply,
  isHijack,
  type Reply,
} from '../../exchange/exchange.ts';
import { dockerSocket } from './docker-sockets.ts';

export interface DockerHandlersOptions {
  /**
   * Answer whatever is asked of this origin, and nothing else: `http://docker.test:2375`. Default: any origin, where the
   * path is Docker's (`/v1.51/...`, or an unversioned one such as `/containers/json`).
   */
  readonly origin?: string;
}

/** The first segments of Docker's paths (moby api/server/router). */
const SEGMENTS =
  '_ping|auth|build|commit|configs|containers|distribution|events|exec|grpc|images|info|networks|nodes|plugins|secrets|services|session|swarm|system|tasks|version|volumes';

const DOCKER_PATH = new RegExp(`^/(v\\d+\\.\\d+/|(${SEGMENTS})(/|$))`);

/**
 * A daemon as handlers for msw's `setupServer` and `setupWorker`, attach over a WebSocket included. What they cannot
 * do: header names lose their case and order, and a stream that was taken over gives its output and takes no input.
 */
export function dockerHandlers(daemon: Daemon, { origin }: DockerHandlersOptions): AnyHandler[] {
  const isOurs = (url: URL) =>
    origin === undefined ? DOCKER_PATH.test(url.pathname) : url.origin === new URL(origin).origin;
  return [
    dockerSocket(daemon, isOurs),
    http.all(
      ({ request }) => isOurs(new URL(request.url)),
      async ({ request }) => responseFrom(await daemon(exchangeFrom(request))),
    ),
  ];
}

function exchangeFrom(request: Request): Exchange {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    target: pathname + search,
    headers: [...request.headers],
    body: request.body === null ? nothing() : chunksOf(request.body),
    signal: request.signal,
  };
}

function responseFrom(reply: Reply): Response {
  const headers = new Headers();
  for (const [name, value] of reply.headers) headers.append(name, value);
  if (isHijack(reply)) {
    return new HttpResponse(outputOf(reply), { status: reply.status === 101 ? 200 : reply.status, headers });
  }
  const bodiless = [204, 205, 304].includes(reply.status);
  const body =
    reply.body instanceof Uint8Array ? (reply.body as Uint8Array<ArrayBuffer>) : streamOf(reply.body);
  return new HttpResponse(bodiless ? null : body, {
    status: reply.status,
    headers,
    ...(reply.reason === undefined ? {} : { statusText: reply.reason }),
  });
}

/** The output of a stream that was taken over, as a body. Its input is at its end from the start. */
function outputOf(reply: HijackReply): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  let room: () => void = () => {};
  return new ReadableStream({
    start(controller) {
      const stream: HijackedStream = {
        input: nothing(),
        signal: gone.signal,
        async write(chunk) {
          if (gone.signal.aborted) throw new Error('the connection is closed');
          controller.enqueue(new Uint8Array(chunk));
          if ((controller.desiredSize ?? 0) > 0) return;
          await new Promise<void>(resolve => {
            room = resolve;
          });
        },
        async end() {
          if (!gone.signal.aborted) controller.close();
          gone.abort();
        },
        destroy() {
          if (!gone.signal.aborted) controller.error(new Error('the connection broke'));
          gone.abort();
        },
      };
      reply.hijack(stream);
    },
    pull: () => room(),
    cancel() {
      gone.abort();
      room();
    },
  });
}

function streamOf(body: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

/** Not every browser's ReadableStream can be iterated. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

async function* nothing(): AsyncIterable<Uint8Array> {}
