import type { Duplex } from 'node:stream';

/** A client that writes and reads bytes, and knows nothing of HTTP. */
export class RawClient {
  readonly socket: Duplex;
  #received = '';
  #ended = false;
  #changed: () => void = () => {};

  constructor(socket: Duplex) {
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      this.#received += chunk.toString('latin1');
      this.#changed();
    });
    const end = () => {
      this.#ended = true;
      this.#changed();
    };
    socket.on('end', end);
    socket.on('close', end);
  }

  send(text: string): this {
    this.socket.write(text, 'latin1');
    return this;
  }

  /** Sends a request; `\r\n` and the Host header are added. */
  request(line: string, headers: readonly string[] = [], body = ''): this {
    return this.send(`${[`${line} HTTP/1.1`, 'Host: docker', ...headers].join('\r\n')}\r\n\r\n${body}`);
  }

  /** Takes what came up to and with `text`. */
  async until(text: string): Promise<string> {
    for (;;) {
      const at = this.#received.indexOf(text);
      if (at >= 0) {
        const taken = this.#received.slice(0, at + text.length);
        this.#received = this.#received.slice(at + text.length);
        return taken;
      }
      if (this.#ended)
        throw new Error(`ended after ${JSON.stringify(this.#received)}, without ${JSON.stringify(text)}`);
      await this.#change();
    }
  }

  /** Everything up to the peer's end. */
  async rest(): Promise<string> {
    while (!this.#ended) await this.#change();
    return this.#received;
  }

  #change(): Promise<void> {
    return new Promise(resolve => {
      this.#changed = resolve;
    });
  }
}
