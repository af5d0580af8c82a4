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
  /** Made when first asked for, and by each fork anew. */
  readonly #indexes = new Map<(record: Readonly<T>) => string, Map<string, Set<string>>>();
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
    this.#unlist(key);
    for (const [select, index] of this.#indexes) list(index, select(value), key);
    this.#own().set(key, { owner: this.#owner, value });
    return value;
  }

  delete(key: string): boolean {
    this.#unlist(key);
    return this.#entries.has(key) && this.#own().delete(key);
  }

  /**
   * The keys of the records for which `select` gives `value`, without a look at the others; they change with the table.
   * `select` is a constant function of what `edit` leaves as it is: an index is kept for each.
   */
  keysBy(select: (record: Readonly<T>) => string, value: string): ReadonlySet<string> {
    let index = this.#indexes.get(select);
    if (index === undefined) {
      index = new Map();
      for (const [key, record] of this.entries()) list(index, select(record), key);
      this.#indexes.set(select, index);
    }
    return index.get(value) ?? NONE;
  }

  #unlist(key: string): void {
    const record = this.get(key);
    if (record === undefined) return;
    for (const [select, index] of this.#indexes) {
      const value = select(record);
      const keys = index.get(value);
      keys?.delete(key);
      if (keys?.size === 0) index.delete(value);
    }
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

const NONE: ReadonlySet<string> = new Set();

function list(index: Map<string, Set<string>>, value: string, key: string): void {
  const keys = index.get(value);
  if (keys === undefined) index.set(value, new Set([key]));
  else keys.add(key);
}
