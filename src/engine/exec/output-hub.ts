/** A client may be this far behind before the process has to wait for it (moby bytespipe, blockThreshold). */
const MOST_PENDING_BYTES = 1_000_000;

export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly data: Uint8Array;
}

/** Who takes the output of one process besides its log: the attached clients, each at its own speed. */
export class OutputHub {
  readonly #clients = new Set<OutputClient>();
  readonly #resume: () => void;
  #ended = false;

  /** `resume` is called when a client that was too far behind has caught up. */
  constructor(resume: () => void) {
    this.#resume = resume;
  }

  attach(streams: { stdout: boolean; stderr: boolean }): OutputClient {
    const client = new OutputClient(streams, () => {
      if (!this.#isBehind()) this.#resume();
    });
    if (this.#ended) client.end();
    this.#clients.add(client);
    return client;
  }

  get isEmpty(): boolean {
    return this.#clients.size === 0;
  }

  detach(client: OutputClient): void {
    client.end();
    if (this.#clients.delete(client)) this.#resume();
  }

  /** False where the process has to wait for a slow client. */
  write(stream: 'stdout' | 'stderr', data: Uint8Array): boolean {
    for (const client of this.#clients) client.push({ stream, data });
    return !this.#isBehind();
  }

  /** The process has ended: each client gets what is pending, and its end. */
  end(): void {
    this.#ended = true;
    for (const client of this.#clients) client.end();
    this.#clients.clear();
  }

  #isBehind(): boolean {
    for (const client of this.#clients) if (client.isBehind) return true;
    return false;
  }
}

/** One client's share of the output, taken in batches. */
export class OutputClient {
  readonly #streams: { stdout: boolean; stderr: boolean };
  readonly #caughtUp: () => void;
  #pending: OutputChunk[] = [];
  #pendingBytes = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(streams: { stdout: boolean; stderr: boolean }, caughtUp: () => void) {
    this.#streams = streams;
    this.#caughtUp = caughtUp;
  }

  get isBehind(): boolean {
    return this.#pendingBytes > MOST_PENDING_BYTES;
  }

  push(chunk: OutputChunk): void {
    if (this.#ended || !this.#streams[chunk.stream]) return;
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.data.length;
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** All that came since the last call; empty at the end. */
  async take(): Promise<OutputChunk[]> {
    while (this.#pending.length === 0 && !this.#ended) {
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    const chunks = this.#pending;
    const wasBehind = this.isBehind;
    this.#pending = [];
    this.#pendingBytes = 0;
    if (wasBehind) this.#caughtUp();
    return chunks;
  }
}
