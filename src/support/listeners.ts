/** Listeners by key, called in the order they came. */
export class Listeners<T> {
  readonly #byKey = new Map<string, Set<(value: T) => void>>();

  /** Calls `listener` at each `notify` of `key`; the returned function stops it. */
  listen(key: string, listener: (value: T) => void): () => void {
    let listeners = this.#byKey.get(key);
    if (listeners === undefined) {
      listeners = new Set();
      this.#byKey.set(key, listeners);
    }
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#byKey.get(key) === listeners) this.#byKey.delete(key);
    };
  }

  notify(key: string, value: T): void {
    for (const listener of [...(this.#byKey.get(key) ?? [])]) listener(value);
  }

  count(key: string): number {
    return this.#byKey.get(key)?.size ?? 0;
  }
}
