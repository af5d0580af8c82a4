/** Messages from a producer that does not wait to one reader that takes them when it likes. */
export class MessageQueue<T> implements AsyncIterableIterator<T> {
  readonly #onClose: () => void;
  readonly #waiting: T[] = [];
  #reader: ((result: IteratorResult<T>) => void) | undefined;
  #ended = false;

  /** `onClose` is called once: when the reader stops, or after `end`. */
  constructor(onClose: () => void = () => {}) {
    this.#onClose = onClose;
  }

  push(message: T): void {
    if (this.#ended) return;
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader === undefined) this.#waiting.push(message);
    else reader({ value: message, done: false });
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
