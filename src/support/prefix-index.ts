/** Ids in sorted order, so that a prefix finds its id in logarithmic time. Forks share the array until a write. */
export class PrefixIndex {
  #ids: string[] = [];
  #shared = false;

  /** The ids that start with `prefix`, at most two: none, the one, or proof that it is ambiguous. */
  match(prefix: string): string[] {
    const first = this.#position(prefix);
    return this.#ids.slice(first, first + 2).filter(id => id.startsWith(prefix));
  }

  add(id: string): void {
    const position = this.#position(id);
    if (this.#ids[position] !== id) this.#own().splice(position, 0, id);
  }

  delete(id: string): void {
    const position = this.#position(id);
    if (this.#ids[position] === id) this.#own().splice(position, 1);
  }

  /** All there is to keep of it, for `load`: the ids in order. */
  save(): readonly string[] {
    return this.#ids;
  }

  static load(ids: readonly string[]): PrefixIndex {
    const index = new PrefixIndex();
    index.#ids = [...ids].sort(); // ids in a file may have been replaced
    return index;
  }

  fork(): PrefixIndex {
    const other = new PrefixIndex();
    other.#ids = this.#ids;
    other.#shared = true;
    this.#shared = true;
    return other;
  }

  #position(id: string): number {
    let low = 0;
    let high = this.#ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ids[middle] as string) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #own(): string[] {
    if (this.#shared) {
      this.#ids = this.#ids.slice();
      this.#shared = false;
    }
    return this.#ids;
  }
}
