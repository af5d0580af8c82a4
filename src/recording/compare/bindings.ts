/** What a daemon makes up, and what may therefore differ from one daemon to the next as long as it does so always. */
export type BoundKind = 'id' | 'name' | 'mac';

/** From the beginning of a word on only: tried from each of its letters, a long one takes for ever. */
const NAME = String.raw`(?<![a-z])[a-z]{3,}_[a-z]{2,}\d?`;
const NAMES = new RegExp(NAME, 'g');
const MADE_UP = new RegExp(`(?:[0-9a-f]{2}:){5}[0-9a-f]{2}|[0-9a-f]{12,64}|${NAME}`, 'g');

/** Which of our ids, names and addresses stands for which recorded one, from where they first appear. */
export class Bindings {
  readonly #actual = new Map<string, string>();
  readonly #recorded = new Map<string, string>();
  readonly #ids: string[] = [];

  /** True where the two stand for each other; binds them where neither was seen before. */
  bind(kind: BoundKind, recorded: string, actual: string): boolean {
    const bound = this.#actual.get(recorded);
    if (bound !== undefined) return bound === actual;
    if (this.#recorded.has(actual)) return false;
    this.#set(recorded, actual);
    if (kind === 'id' && recorded.length === 64 && actual.length === 64) {
      this.#ids.push(recorded);
      this.#set(recorded.slice(0, 12), actual.slice(0, 12));
    }
    return true;
  }

  actualOf(recorded: string): string | undefined {
    return this.#actual.get(recorded);
  }

  isActual(actual: string): boolean {
    return this.#recorded.has(actual);
  }

  /** A recorded request's text as it must be sent now: ids, their prefixes, and names. */
  translate(text: string): string {
    return text
      .replace(/%[0-9A-F]{2}|[0-9a-f]{4,64}/g, token => (token.startsWith('%') ? token : this.#idFor(token)))
      .replace(NAMES, token => this.#actual.get(token) ?? token);
  }

  /** An answer of now in recorded words: ids, their first twelve characters, names and addresses. */
  translateBack(text: string): string {
    return text.replace(MADE_UP, token => this.#recorded.get(token) ?? token);
  }

  #idFor(token: string): string {
    const exact = this.#actual.get(token);
    if (exact !== undefined) return exact;
    const full = this.#ids.find(id => id.startsWith(token));
    return full === undefined ? token : (this.#actual.get(full) as string).slice(0, token.length);
  }

  #set(recorded: string, actual: string): void {
    this.#actual.set(recorded, actual);
    this.#recorded.set(actual, recorded);
  }
}
