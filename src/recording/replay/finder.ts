import { type Asked, differencesOf, partsOf, type RequestDifference } from './match.ts';
import { Names } from './names.ts';
import { type RecordedExchange, titleOf } from './recorded-exchange.ts';

/** What may answer. */
export interface Choice<E extends RecordedExchange> {
  readonly all: readonly E[];
  /** Those that nobody has asked for yet. */
  readonly unasked: readonly E[];
  /** Of these, the ones whose turn it may be. */
  readonly allowed: readonly E[];
  /** Whether what was answered may be answered again. */
  readonly mayRepeat: boolean;
  /** Whether its names are those of this run from here on. Default: true. */
  readonly binds?: boolean;
}

interface Candidate<E> {
  readonly recorded: E;
  readonly differences: readonly RequestDifference[];
  readonly names: Names;
}

/** Finds the recorded request that a client's stands for, and binds the names that are new in it. */
export class Finder {
  /** As they are now; another object with each name that is bound. */
  names = new Names();
  readonly #askedOf: (recorded: RecordedExchange) => Asked;
  readonly #words: ReadonlySet<string>;
  readonly #strict: boolean;
  readonly #name: string;
  readonly #kinds = new Map<object, string>();

  /**
   * @param words those that the recorded clients made up
   * @param name the recording's, for sentences
   */
  constructor(
    askedOf: (recorded: RecordedExchange) => Asked,
    words: ReadonlySet<string>,
    strict: boolean,
    name: string,
  ) {
    this.#askedOf = askedOf;
    this.#words = words;
    this.#strict = strict;
    this.#name = name;
  }

  /** A sentence, with the nearest one and what differs, where there is none. */
  find<E extends RecordedExchange>(asked: Asked, choice: Choice<E>): E | string {
    const { all, unasked, allowed, mayRepeat, binds = true } = choice;
    const again = () => all.filter(recorded => !unasked.includes(recorded)).reverse();
    const found = this.#first(allowed, asked) ?? (mayRepeat ? this.#first(again(), asked) : undefined);
    if (found === undefined) return this.#miss(asked, choice);
    if (binds) this.names = found.names;
    return found.recorded;
  }

  has(asked: Asked, exchanges: readonly RecordedExchange[]): boolean {
    return this.#first(exchanges, asked) !== undefined;
  }

  /** Whether several would do, and nothing says yet which one it is. */
  isAmbiguous(asked: Asked, exchanges: readonly RecordedExchange[]): boolean {
    const found = exchanges
      .map(recorded => this.#compare(recorded, asked))
      .filter(({ differences }) => differences.length === 0);
    const least = Math.min(...found.map(({ names }) => names.changes));
    return found.filter(({ names }) => names.changes === least).length > 1;
  }

  /** The first that matches; best one that gives no name another meaning. */
  #first<E extends RecordedExchange>(exchanges: readonly E[], asked: Asked): Candidate<E> | undefined {
    let found: Candidate<E> | undefined;
    const kind = kindOf(asked);
    for (const recorded of exchanges) {
      if (this.#kindOf(recorded) !== kind) continue;
      const candidate = this.#compare(recorded, asked);
      if (candidate.differences.length > 0) continue;
      if (candidate.names.changes === this.names.changes) return candidate;
      if (found === undefined || candidate.names.changes < found.names.changes) found = candidate;
    }
    return found;
  }

  #kindOf({ request }: RecordedExchange): string {
    const known = this.#kinds.get(request);
    if (known !== undefined) return known;
    const kind = kindOf(request);
    this.#kinds.set(request, kind);
    return kind;
  }

  #compare<E extends RecordedExchange>(recorded: E, asked: Asked): Candidate<E> {
    const names = new Names(this.names);
    const differences = differencesOf(this.#askedOf(recorded), asked, names, {
      made: this.#words,
      strictVersion: this.#strict,
    });
    return { recorded, differences, names };
  }

  #miss<E extends RecordedExchange>(asked: Asked, { all, unasked, allowed }: Choice<E>): string {
    const sentence = `${this.#name} has no answer for ${asked.method} ${asked.target}`;
    const rank = ({ recorded }: Candidate<E>) => (unasked.includes(recorded) ? 0 : 1);
    const [nearest] = all
      .map(recorded => this.#compare(recorded, asked))
      .sort((a, b) => distance(a) - distance(b) || rank(a) - rank(b));
    if (nearest === undefined) return `${sentence}: it is empty`;
    const title = titleOf(nearest.recorded);
    if (nearest.differences.length > 0) {
      const list = nearest.differences
        .slice(0, 5)
        .map(({ where, recorded, actual }) => `${where} (recorded ${recorded}, now ${actual})`);
      return `${sentence}: the nearest is ${title}, which differs at ${list.join(', ')}`;
    }
    if (!unasked.includes(nearest.recorded))
      return `${sentence}: ${title} is the same, and was already asked for`;
    const before = allowed[0];
    return `${sentence}: ${title} is the same, but comes after ${before === undefined ? 'others' : titleOf(before)}`;
  }
}

/**
 * Method, and the words of a path that are no name: `POST containers start`. Requests of different kinds need no
 * comparison, of which a long recording would need millions.
 */
function kindOf({ method, target }: { readonly method: string; readonly target: string }): string {
  const [, noun = '', ...rest] = partsOf(target).path.split('/');
  const verb = method !== 'DELETE' && rest.length > 1 ? rest.at(-1) : '';
  return `${method} ${noun} ${verb}`;
}

/** A difference of method or path weighs more than any of the body. */
function distance({ differences }: Candidate<unknown>): number {
  return differences.reduce(
    (sum, { where }) => sum + (where === 'method' ? 500 : where === 'path' ? 1000 : 1),
    0,
  );
}
