/**
 * What a client makes up anew in each run (names, tags, session ids), by the recorded word it stands for. A word is
 * bound where it first appears; from then on requests are read, and replies written, with the new one.
 */
export class Names {
  #actual: ReadonlyMap<string, string>;
  #recorded: ReadonlyMap<string, string>;
  /** The pairs of different words, and what finds a recorded one in a text. */
  #changed: Array<[recorded: string, actual: string]>;
  #pattern: RegExp | undefined;

  /** A copy costs nothing until a word is bound. */
  constructor(from?: Names) {
    this.#actual = from === undefined ? new Map() : from.#actual;
    this.#recorded = from === undefined ? new Map() : from.#recorded;
    this.#changed = from === undefined ? [] : from.#changed;
    this.#pattern = from === undefined ? undefined : from.#patternNow();
  }

  /** True where the two stand for each other now. */
  bind(recorded: string, actual: string): boolean {
    const bound = this.#actual.get(recorded);
    if (bound !== undefined) return bound === actual;
    if (this.#recorded.has(actual)) return false;
    this.#actual = new Map(this.#actual).set(recorded, actual);
    this.#recorded = new Map(this.#recorded).set(actual, recorded);
    if (recorded !== actual) this.#changed = [...this.#changed, [recorded, actual]];
    this.#pattern = undefined;
    return true;
  }

  isBound(recorded: string): boolean {
    return this.#actual.has(recorded);
  }

  /** Whether any word is another than in the recording: else bytes need no look. */
  get changed(): boolean {
    return this.#changed.length > 0;
  }

  /** How many words stand for another one. */
  get changes(): number {
    return this.#changed.length;
  }

  /** A recorded text, in the words of this run. */
  translate(text: string): string {
    const pattern = this.#patternNow();
    return pattern === undefined ? text : text.replace(pattern, word => this.#actual.get(word) ?? word);
  }

  #patternNow(): RegExp | undefined {
    if (this.#changed.length === 0) return undefined;
    this.#pattern ??= new RegExp(
      `(?<![A-Za-z0-9_.-])(?:${this.#changed
        .map(([recorded]) => recorded)
        .sort((a, b) => b.length - a.length)
        .map(escaped)
        .join('|')})(?![A-Za-z0-9_-])`,
      'g',
    );
    return this.#pattern;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
