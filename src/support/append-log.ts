/**
 * An append-only list whose copy costs nothing. Copies share one array until two of them append at the same
 * place; the second one then takes a copy of its own (the trick of Go's slices).
 */
export class AppendLog<T> implements Iterable<T> {
  #items: T[];
  #length: number;

  constructor(items: T[] = []) {
    this.#items = items;
    this.#length = items.length;
  }

  get length(): number {
    return this.#length;
  }

  at(index: number): T | undefined {
    const position = index < 0 ? this.#length + index : index;
    return position < this.#length ? this.#items[position] : undefined;
  }

  push(item: T): void {
    if (this.#items.length !== this.#length) this.#items = this.#items.slice(0, this.#length);
    this.#items.push(item);
    this.#length += 1;
  }

  /** All there is to keep of it, for `load`. */
  save(): readonly T[] {
    return this.#items.slice(0, this.#length);
  }

  static load<T>(items: readonly T[]): AppendLog<T> {
    return new AppendLog([...items]);
  }

  /** A copy without the first `count` items. */
  without(count: number): AppendLog<T> {
    return new AppendLog(this.#items.slice(count, this.#length));
  }

  fork(): AppendLog<T> {
    const copy = new AppendLog<T>();
    copy.#items = this.#items;
    copy.#length = this.#length;
    return copy;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (let index = 0; index < this.#length; index += 1) yield this.#items[index] as T;
  }
}
