import type { OnReadOpts } from 'node:net';
import type { Duplex } from 'node:stream';

/** How much is read ahead of whoever pulls. Beyond it the socket is paused, and the peer feels it. */
const READ_AHEAD_BYTES = 64 * 1024;

/**
 * A socket's incoming bytes, pulled one chunk at a time. It goes on reading while nobody pulls, up to
 * READ_AHEAD_BYTES, since that is the only way to notice that the peer went away.
 */
export class ByteSource {
  readonly #socket: Duplex;
  #lending: ((chunk: Uint8Array) => void) | undefined;
  readonly #chunks: Uint8Array[] = [];
  #buffered = 0;
  #ended = false;
  #broken = false;
  #waiting: (() => void) | undefined;
  /** Called once, when the peer ended its direction or the connection broke. */
  onEnd: () => void = () => {};

  /** `reads` where the socket reads into one buffer over and over. */
  constructor(socket: Duplex, reads?: ReusedReads) {
    this.#socket = socket;
    if (reads === undefined) socket.on('data', (chunk: Uint8Array) => this.#receive(chunk));
    else reads.onRead = chunk => (this.#lending ?? (lent => this.#receive(Uint8Array.from(lent))))(chunk);
    socket.on('end', () => this.#end());
    socket.on('error', () => {}); // 'close' follows, and says all that matters
    socket.on('close', () => {
      this.#broken ||= !this.#ended;
      this.#end();
    });
  }

  /** Nothing is left to read and nothing more will come. */
  get atEnd(): boolean {
    return this.#ended && this.#chunks.length === 0;
  }

  /** Nothing more will come, though something may be left to read. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The connection went down without the peer's end of stream. */
  get broken(): boolean {
    return this.#broken;
  }

  /** The next bytes; `undefined` at the end. One caller at a time. */
  async read(): Promise<Uint8Array | undefined> {
    while (this.#chunks.length === 0 && !this.#ended) {
      await new Promise<void>(resolve => {
        this.#waiting = resolve;
      });
    }
    const chunk = this.#chunks.shift();
    if (chunk === undefined) return undefined;
    const wasFull = this.#buffered >= READ_AHEAD_BYTES;
    this.#buffered -= chunk.length;
    if (wasFull && this.#buffered < READ_AHEAD_BYTES) this.#socket.resume();
    return chunk;
  }

  /** How much could be read without waiting. */
  get available(): number {
    return this.#buffered;
  }

  /**
   * Hands what comes to `take`, which may use the bytes until the promise that it returns has resolved. Resolves once
   * `finished`, or at the end; throws what `take` throws.
   */
  async lend(take: (chunk: Uint8Array) => Promise<void> | undefined, finished: () => boolean): Promise<void> {
    while (!finished() && this.#chunks.length > 0) await take((await this.read()) as Uint8Array);
    if (finished() || this.#ended) return;
    let last: Promise<void> | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#waiting = resolve; // the end
        this.#lending = chunk => {
          try {
            last = take(chunk);
          } catch (error) {
            reject(error);
            return;
          }
          if (last !== undefined) {
            // Until then the next read would overwrite what is not out of our hands.
            this.#socket.pause();
            last.then(() => this.#socket.resume(), reject);
          }
          if (!finished()) return;
          this.#lending = undefined;
          resolve();
        };
      });
      await last;
    } finally {
      this.#lending = undefined;
      this.#waiting = undefined;
    }
  }

  /** Gives back what was read too much; the next `read` returns it. */
  unread(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.unshift(chunk);
    this.#buffered += chunk.length;
  }

  /** Reads and forgets, so that closing with unread input does not reset the connection. */
  discard(): void {
    this.#chunks.length = 0;
    this.#buffered = Number.NEGATIVE_INFINITY;
    this.#socket.resume();
  }

  #receive(chunk: Uint8Array): void {
    if (this.#lending !== undefined) {
      this.#lending(chunk);
      return;
    }
    this.#buffered += chunk.length;
    if (this.#buffered === Number.NEGATIVE_INFINITY) return;
    this.#chunks.push(chunk);
    if (this.#buffered >= READ_AHEAD_BYTES) this.#socket.pause();
    this.#wake();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.onEnd();
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.();
  }
}

/** What a socket with `onread` reads: the same bytes of memory each time, so that they stay in the processor's cache. */
export class ReusedReads {
  readonly #buffer: Uint8Array;
  onRead: (chunk: Uint8Array) => void = () => {};

  constructor(buffer: Uint8Array) {
    this.#buffer = buffer;
  }

  /** For `net.connect`. */
  get onread(): OnReadOpts {
    return {
      buffer: this.#buffer,
      callback: length => {
        this.onRead(this.#buffer.subarray(0, length));
        return true;
      },
    };
  }
}
