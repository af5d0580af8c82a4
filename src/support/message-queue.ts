/** Messages from a producer that does not wait to one reader that takes them when it likes. */
export class MessageQueue<T> implements AsyncIterableIterator<T> {
  readonly #onClose: () => void;
  readonly #mostWaiting: number;
  readonly #waiting: T[] = [];
  #reader: ((result: IteratorResult<T>) => void) | undefined;
  #ended = false;

  /**
   * `onClose` is called once: when the reader stops, or after `end`. What comes while `mostWaiting` messages wait for
   * the reader is lost.
   */
  constructor(onClose: () => void = () => {}, mostWaiting = Number.POSITIVE_INFINITY) {
    this.#onClose = onClose;
    this.#mostWaiting = mostWaiting;
  }

  push(message: T): void {
    if (this.#ended) return;
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader !== undefined) reader({ value: message, done: false });
    else if (this.#waiting.length < this.#mostWaiting) this.#waiting.push(message);
  }

  /** What was pushed before can still be read. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#reader?.({ value: undefined, done: true });
    this.#reader = undefined;
    this.#onClose();
  }

  next(): Promise<IteratorResult<T>> {
    if (this.#waiting.length > 0) return Promise.resolve({ value: this.#waiting.shift() as T, done: false });
    if (this.#ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise(resolve => {
      this.#reader = resolve;
    });
  }

  return(): Promise<IteratorResult<T>> {
    this.#waiting.length = 0;
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
