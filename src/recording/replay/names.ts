/**
 * What a client makes up anew in each run (names, tags, session ids), by the recorded word it stands for. A word is
 * bound where it first appears; from then on requests are read, and replies written, with the new one.
 */
export class Names {
  readonly #actual: Map<string, string>;
  readonly #recorded: Map<string, string>;
  #pattern: RegExp | undefined;

  constructor(from?: Names) {
    this.#actual = new Map(from === undefined ? [] : from.#actual);
    this.#recorded = new Map(from === undefined ? [] : from.#recorded);
  }

  /** True where the two stand for each other now. */
  bind(recorded: string, actual: string): boolean {
    const bound = this.#actual.get(recorded);
    if (bound !== undefined) return bound === actual;
    if (this.#recorded.has(actual)) return false;
    this.#actual.set(recorded, actual);
    this.#recorded.set(actual, recorded);
    this.#pattern = undefined;
    return true;
  }

  isBound(recorded: string): boolean {
    return this.#actual.has(recorded);
  }

  /** Whether any word is another than in the recording: else bytes need no look. */
  get changed(): boolean {
    return this.#changedPairs().length > 0;
  }

  /** How many words stand for another one. */
  get changes(): number {
    return this.#changedPairs().length;
  }

  /** A recorded text, in the words of this run. */
  translate(text: string): string {
    const pairs = this.#changedPairs();
    if (pairs.length === 0) return text;
    this.#pattern ??= new RegExp(
      `(?<![A-Za-z0-9_.-])(?:${pairs
        .map(([recorded]) => recorded)
        .sort((a, b) => b.length - a.length)
        .map(escaped)
        .join('|')})(?![A-Za-z0-9_-])`,
      'g',
    );
    return text.replace(this.#pattern, word => this.#actual.get(word) ?? word);
  }

  #changedPairs(): Array<[string, string]> {
    return [...this.#actual].filter(([recorded, actual]) => recorded !== actual);
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
