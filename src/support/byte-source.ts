import { concatBytes } from './concat-bytes.ts';

/** What is asked for at once up to here is made room for at once. */
const MOST_RESERVED = 2 ** 30;

/** Bytes of a stream by the number: each is copied once at most. */
export class ByteSource {
  readonly #pieces: AsyncIterator<Uint8Array>;
  /** What came and was not taken yet. */
  #rest: Uint8Array = new Uint8Array(0);

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** The next so many bytes; fewer where the stream ends before. */
  async take(count: number): Promise<Uint8Array> {
    if (this.#rest.length === 0) await this.#more();
    if (count <= this.#rest.length) return this.#cut(count);
    if (count > MOST_RESERVED) return await this.#takeUncounted(count);
    const taken = new Uint8Array(count);
    let at = 0;
    while (at < count && this.#rest.length > 0) {
      const part = this.#cut(count - at);
      taken.set(part, at);
      at += part.length;
      if (at < count) await this.#more();
    }
    return taken.subarray(0, at);
  }

  /** Whoever asks for very much may have less than that to give. */
  async #takeUncounted(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let left = count;
    while (left > 0 && this.#rest.length > 0) {
      const part = this.#cut(left);
      parts.push(part);
      left -= part.length;
      if (left > 0) await this.#more();
    }
    return concatBytes(parts);
  }

  #cut(count: number): Uint8Array {
    const part = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }

  async #more(): Promise<void> {
    for (;;) {
      const next = await this.#pieces.next();
      if (next.done === true) return;
      this.#rest = next.value;
      if (next.value.length > 0) return;
    }
  }

  /** Nothing more is wanted of the stream. */
  async end(): Promise<void> {
    await this.#pieces.return?.();
  }
}
