import { HttpNetworkFrame, NetworkSource } from 'msw/experimental';
import type { Daemon, Exchange, Reply } from '../../exchange/exchange.ts';
import { type Interception, type InterceptOptions, intercept } from '../intercept/intercept.ts';
import { replyOf, responseOf } from './reply-of.ts';
import { requestOf } from './request-of.ts';

export interface DockerSourceOptions extends InterceptOptions {
  /**
   * What handlers see before the path, so that they can tell several daemons apart: `http.get('http://remote/...')`.
   * Default `http://localhost`, as msw shows a request over a unix socket.
   */
  readonly origin?: string;
}

/** What msw's handlers made of a call. */
type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'answered'; readonly response: Response }
  | { readonly kind: 'failed'; readonly reason: unknown };

/**
 * A source for msw's `defineNetwork` that feeds it whatever dials the targets, in memory. Handlers, events and
 * `network.use()` come first; what none of them answers reaches the daemon, with hijacked streams and all.
 */
export class DockerSource extends NetworkSource<HttpNetworkFrame> {
  readonly #daemon: Daemon;
  readonly #options: DockerSourceOptions;
  #interception: Interception | undefined;

  constructor(daemon: Daemon, options: DockerSourceOptions) {
    super();
    this.#daemon = daemon;
    this.#options = options;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#interception?.connections ?? 0;
  }

  override enable(): void {
    const { ports } = this.#daemon;
    const daemon = Object.assign((exchange: Exchange) => this.#serve(exchange), ports && { ports });
    this.#interception ??= intercept(daemon, this.#options);
  }

  override disable(): void {
    super.disable();
    this.#interception?.dispose();
    this.#interception = undefined;
  }

  async #serve(exchange: Exchange): Promise<Reply> {
    const seen = requestOf(exchange, this.#options.origin ?? 'http://localhost');
    if (seen === undefined) return this.#daemon(exchange);
    const frame = new DockerFrame(seen.request);
    await this.queue(frame);
    const outcome = await frame.outcome;
    if (outcome.kind === 'failed') return failure(outcome.reason);
    if (outcome.kind === 'passed') {
      const reply = await this.#daemon(seen.rest());
      frame.tell('response:bypass', () => responseOf(reply));
      return reply;
    }
    // A listener may read the body at once: it gets a copy of its own.
    frame.tell('response:mocked', () => outcome.response.clone());
    const reply = replyOf(outcome.response);
    if (reply === undefined) throw new Error('a handler of msw answered Response.error()');
    return reply;
  }
}

/** As msw answers in the name of a handler that throws, in the form that Docker's clients read. */
function failure(reason: unknown): Reply {
  const message = reason instanceof Error ? reason.message : String(reason);
  return {
    status: 500,
    headers: [['Content-Type', 'application/json']],
    body: new TextEncoder().encode(`${JSON.stringify({ message })}\n`),
  };
}

class DockerFrame extends HttpNetworkFrame {
  readonly #outcome = Promise.withResolvers<Outcome>();

  constructor(request: Request) {
    super({ request });
  }

  get outcome(): Promise<Outcome> {
    return this.#outcome.promise;
  }

  override respondWith(response?: Response): void {
    this.#outcome.resolve(response === undefined ? { kind: 'passed' } : { kind: 'answered', response });
  }

  override passthrough(): void {
    this.#outcome.resolve({ kind: 'passed' });
  }

  override errorWith(reason?: unknown): void {
    if (reason instanceof Response) this.respondWith(reason);
    else this.#outcome.resolve({ kind: 'failed', reason });
  }

  /**
   * No warning for what no handler answers: the daemon does. And no log of what one does, as in msw's own setupServer,
   * unless it was asked for: it costs a copy of each request.
   */
  override resolve(
    handlers: Parameters<HttpNetworkFrame['resolve']>[0],
    _onUnhandled: unknown,
    context?: Parameters<HttpNetworkFrame['resolve']>[2],
  ): Promise<boolean | null> {
    return super.resolve(handlers, 'bypass', { quiet: true, ...context });
  }

  /** msw's last event of a request; `response` is made only where somebody listens. */
  tell(type: 'response:mocked' | 'response:bypass', response: () => Response): void {
    if (this.events.listenerCount() > 0) {
      const { id: requestId, request } = this.data;
      // msw does not export the class of this event; its emitter asks for no more than these fields.
      const event = Object.assign(new MessageEvent(type), { requestId, request, response: response() });
      this.events.emit(event as never);
    }
    this.events.removeAllListeners();
  }
}
