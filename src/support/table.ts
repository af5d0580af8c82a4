import { copyPlain } from './plain-data.ts';

interface Entry<T> {
  owner: object;
  value: T;
}

/**
 * A map of plain records in insertion order whose fork costs nothing: both sides share the records, and the
 * first `edit` of a record after a fork copies that one record. Read with `get`, change only through `edit`.
 */
export class Table<T extends object> {
  #entries = new Map<string, Entry<T>>();
  #mapShared = false;
  #owner = {};

  get size(): number {
    return this.#entries.size;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  get(key: string): Readonly<T> | undefined {
    return this.#entries.get(key)?.value;
  }

  /** The record for writing. Do not keep it across a fork: ask again. */
  edit(key: string): T {
    const entry = this.#entries.get(key);
    if (entry === undefined) throw new Error(`no record ${key}`);
    if (entry.owner === this.#owner) return entry.value;
    const value = copyPlain(entry.value);
    this.#own().set(key, { owner: this.#owner, value });
    return value;
  }

  /** Adds a record, or replaces the one under that key in its place. */
  set(key: string, value: T): T {
    this.#own().set(key, { owner: this.#owner, value });
    return value;
  }

  delete(key: string): boolean {
    return this.#entries.has(key) && this.#own().delete(key);
  }

  keys(): IterableIterator<string> {
    return this.#entries.keys();
  }

  *values(): IterableIterator<Readonly<T>> {
    for (const entry of this.#entries.values()) yield entry.value;
  }

  *entries(): IterableIterator<[string, Readonly<T>]> {
    for (const [key, entry] of this.#entries) yield [key, entry.value];
  }

  /** All there is to keep of it, for `load`. */
  save(): ReadonlyArray<readonly [key: string, value: Readonly<T>]> {
    return [...this.entries()];
  }

  static load<T extends object>(entries: ReturnType<Table<T>['save']>): Table<T> {
    const table = new Table<T>();
    for (const [key, value] of entries) table.set(key, value as T);
    return table;
  }

  fork(): Table<T> {
    const other = new Table<T>();
    other.#entries = this.#entries;
    other.#mapShared = true;
    this.#mapShared = true;
    this.#owner = {};
    return other;
  }

  #own(): Map<string, Entry<T>> {
    if (this.#mapShared) {
      this.#entries = new Map(this.#entries);
      this.#mapShared = false;
    }
    return this.#entries;
  }
}
