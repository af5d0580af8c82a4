import {
  type Daemon,
  type Exchange,
  isHijack,
  type RawHeaders,
  type Reply,
} from '../../exchange/exchange.ts';

/** One recorded request, sent again: what came back so far. */
export class Playback {
  reply: Reply | undefined;
  /** The daemon rejected, its body threw, or it dropped a hijacked connection before its end. */
  failure: unknown;
  received: Uint8Array = new Uint8Array(0);
  ended = false;
  readonly #controller = new AbortController();
  readonly #input: Array<Uint8Array> = [];
  #inputEnded = false;
  #inputChanged = () => {};

  constructor(
    daemon: Daemon,
    request: { method: string; target: string; headers: RawHeaders; body: Uint8Array },
  ) {
    const { body, ...head } = request;
    const exchange: Exchange = { ...head, body: once(body), signal: this.#controller.signal };
    this.#run(daemon, exchange).catch(error => {
      this.failure = error;
      this.ended = true;
    });
  }

  write(bytes: Uint8Array): void {
    this.#input.push(bytes);
    this.#inputChanged();
  }

  endInput(): void {
    this.#inputEnded = true;
    this.#inputChanged();
  }

  abort(): void {
    this.#controller.abort();
    this.endInput();
  }

  async #run(daemon: Daemon, exchange: Exchange): Promise<void> {
    const reply = await daemon(exchange);
    this.reply = reply;
    if (isHijack(reply)) {
      reply.hijack({
        input: this.#inputBytes(),
        write: async chunk => this.#receive(chunk),
        end: async () => {
          this.ended = true;
        },
        destroy: () => {
          if (!this.ended) this.failure = new Error('the daemon dropped the connection');
          this.ended = true;
        },
        signal: this.#controller.signal,
      });
      return;
    }
    if (reply.body instanceof Uint8Array) this.#receive(reply.body);
    else for await (const chunk of reply.body) this.#receive(chunk);
    this.ended = true;
  }

  #receive(chunk: Uint8Array): void {
    const all = new Uint8Array(this.received.length + chunk.length);
    all.set(this.received);
    all.set(chunk, this.received.length);
    this.received = all;
  }

  async *#inputBytes(): AsyncIterable<Uint8Array> {
    for (;;) {
      const chunk = this.#input.shift();
      if (chunk !== undefined) yield chunk;
      else if (this.#inputEnded) return;
      else
        await new Promise<void>(resolve => {
          this.#inputChanged = resolve;
        });
    }
  }
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}
