import { headerOf, type RawHeaders } from '../../exchange/exchange.ts';
import { PLACEHOLDER } from '../scrub.ts';
import { imageNames, SOLVE } from './grpc-exchange.ts';
import type { Names } from './names.ts';

/** A request as it is matched: its body whole, where it is worth a look. */
export interface Asked {
  readonly method: string;
  readonly target: string;
  readonly headers: RawHeaders;
  /** `undefined` for archives and other long bodies, which are not compared. */
  readonly body: Uint8Array | undefined;
}

/** Where a request differs from a recorded one: `path`, `query name`, `body HostConfig.Memory`. */
export interface RequestDifference {
  readonly where: string;
  readonly recorded: string;
  readonly actual: string;
}

export interface MatchOptions {
  /** Words that the recorded client made up. */
  readonly made: ReadonlySet<string>;
  /** Whether another API version in the path is another request. */
  readonly strictVersion: boolean;
}

/** Terminal sizes and points in time depend on where and when; build sessions have numbers of their own. */
const IGNORED_PARAMETERS = new Set(['h', 'w', 'since', 'until', 'session', 'buildid']);

/** Words of chance: what a client draws anew each time; those of 25 characters are BuildKit's. */
export const CHANCE =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{12,64}|\d{9,}|(?<![0-9a-z])[0-9a-z]{25}(?![0-9a-z])/g;

/** All in which the two differ, with names bound as far as they are new. */
export function differencesOf(
  recorded: Asked,
  actual: Asked,
  names: Names,
  options: MatchOptions,
): RequestDifference[] {
  const matching = new Matching(names, options);
  matching.compare(recorded, actual);
  return matching.differences;
}

class Matching {
  readonly differences: RequestDifference[] = [];
  readonly #names: Names;
  readonly #options: MatchOptions;

  constructor(names: Names, options: MatchOptions) {
    this.#names = names;
    this.#options = options;
  }

  compare(recorded: Asked, actual: Asked): void {
    this.#text('method', recorded.method, actual.method);
    const left = partsOf(recorded.target);
    const right = partsOf(actual.target);
    if (this.#options.strictVersion) this.#text('API version', left.version, right.version);
    this.#path(left.path, right.path);
    this.#query(left.query, right.query);
    if (recorded.body !== undefined && actual.body !== undefined) this.#body(recorded, actual);
  }

  #path(recorded: string, actual: string): void {
    const left = recorded.split('/');
    const right = actual.split('/');
    const same =
      left.length === right.length && left.every((part, index) => this.#sameWord(part, right[index] ?? ''));
    // An image's name may have slashes of its own.
    if (!same && !this.#same(recorded, actual)) this.#report('path', this.#names.translate(recorded), actual);
  }

  /** Parts of a path may be an id's beginning. */
  #sameWord(recorded: string, actual: string): boolean {
    if (this.#same(recorded, actual)) return true;
    const translated = this.#names.translate(recorded);
    return (
      /^[0-9a-f]{4,64}$/.test(actual) && /^[0-9a-f]{12,64}$/.test(translated) && isPrefix(translated, actual)
    );
  }

  #query(recorded: URLSearchParams, actual: URLSearchParams): void {
    const keys = [...new Set([...recorded.keys(), ...actual.keys()])].filter(
      key => !IGNORED_PARAMETERS.has(key),
    );
    for (const key of keys) {
      const left = recorded.getAll(key);
      const right = actual.getAll(key);
      const where = `query ${key}`;
      if (left.length !== right.length)
        this.#report(where, left.join(' ') || 'absent', right.join(' ') || 'absent');
      else for (const [index, value] of left.entries()) this.#document(where, value, right[index] ?? '');
    }
  }

  #body(recorded: Asked, actual: Asked): void {
    this.#document('body', decode(recorded.body), decode(actual.body));
  }

  #document(where: string, recorded: string, actual: string): void {
    const left = parsed(recorded);
    const right = parsed(actual);
    if (left === undefined || right === undefined) this.#text(where, recorded, actual);
    else this.#value(where, left, right);
  }

  #value(where: string, recorded: unknown, actual: unknown): void {
    if (isNothing(recorded) && isNothing(actual)) return;
    if (Array.isArray(recorded) && Array.isArray(actual) && recorded.length === actual.length) {
      for (const [index, item] of recorded.entries()) this.#value(`${where}[${index}]`, item, actual[index]);
    } else if (isObject(recorded) && isObject(actual)) {
      this.#object(where, recorded, actual);
    } else if (typeof recorded === 'string' && typeof actual === 'string') {
      this.#text(where, recorded, actual);
    } else if (JSON.stringify(recorded) !== JSON.stringify(actual)) {
      this.#report(where, show(recorded), show(actual));
    }
  }

  #object(where: string, recorded: Record<string, unknown>, actual: Record<string, unknown>): void {
    const join = (key: string) => (where.includes(' ') ? `${where}.${key}` : `${where} ${key}`);
    const left = new Set(Object.keys(actual));
    for (const [key, value] of Object.entries(recorded)) {
      const partner = left.has(key) ? key : [...left].find(other => this.#same(key, other));
      if (partner !== undefined) left.delete(partner);
      if (partner === undefined && key.includes('/')) this.#report(join(key), show(value), 'absent');
      else this.#value(join(key), value, partner === undefined ? undefined : actual[partner]);
    }
    for (const key of left) {
      if (key.includes('/')) this.#report(join(key), 'absent', show(actual[key]));
      else this.#value(join(key), undefined, actual[key]);
    }
  }

  #text(where: string, recorded: string, actual: string): void {
    if (!this.#same(recorded, actual))
      this.#report(where, show(this.#names.translate(recorded)), show(actual));
  }

  #same(recorded: string, actual: string): boolean {
    if (this.#options.made.has(recorded) && actual !== '') return this.#names.bind(recorded, actual);
    const translated = this.#names.translate(recorded);
    if (translated === actual) return true;
    if (recorded.includes(PLACEHOLDER)) return withGaps(translated).test(actual);
    return this.#sameButForChance(translated, actual);
  }

  #sameButForChance(recorded: string, actual: string): boolean {
    const left = recorded.match(CHANCE) ?? [];
    const right = actual.match(CHANCE) ?? [];
    if (left.length === 0 || left.length !== right.length) return false;
    if (recorded.replace(CHANCE, '?') !== actual.replace(CHANCE, '?')) return false;
    return left.every((word, index) => {
      const other = right[index] as string;
      // Ids that the daemon gave come back as they are: only what was never in an answer may be new.
      return (
        word === other ||
        (word.length === other.length && this.#options.made.has(word) && this.#names.bind(word, other))
      );
    });
  }

  #report(where: string, recorded: string, actual: string): void {
    this.differences.push({ where, recorded, actual });
  }
}

/** Words that the client brought in: names it gave, and words of chance that were in no answer before. */
export function madeByClient(
  requests: ReadonlyArray<Asked>,
  answersBefore: (index: number, word: string) => boolean,
): Set<string> {
  const made = new Set<string>();
  for (const [index, asked] of requests.entries()) {
    const { path, query } = partsOf(asked.target);
    const named = namesGiven(path, query, asked.body);
    for (const name of named) made.add(name);
    const text = `${decodeURIComponent(asked.target.replaceAll(/%(?![0-9a-fA-F]{2})/g, '%25'))} ${decode(asked.body)}`;
    for (const word of text.match(CHANCE) ?? []) if (!answersBefore(index, word)) made.add(word);
  }
  return made;
}

const GIVES_A_NAME: ReadonlyArray<readonly [path: RegExp, parameter: string]> = [
  [/^\/containers\/create$/, 'name'],
  [/^\/containers\/[^/]+\/rename$/, 'name'],
  [/^\/images\/.+\/tag$/, 'repo'],
  [/^\/commit$/, 'repo'],
  [/^\/build$/, 't'],
];

function namesGiven(path: string, query: URLSearchParams, body: Uint8Array | undefined): string[] {
  if (path === SOLVE) return imageNames(parsed(decode(body)));
  const given = GIVES_A_NAME.filter(([pattern]) => pattern.test(path)).map(([, key]) => query.get(key) ?? '');
  if (/^\/(containers|networks|volumes|secrets|configs)\/create$/.test(path)) {
    const document = parsed(decode(body));
    if (isObject(document)) given.push(...[document.Name, ...placesIn(document.Labels)].filter(isString));
  }
  return given.filter(name => name !== '');
}

/** Where a client's project lies on its own disk, as compose labels it. */
function placesIn(labels: unknown): unknown[] {
  return isObject(labels)
    ? ['config_files', 'working_dir', 'environment_file'].map(
        key => labels[`com.docker.compose.project.${key}`],
      )
    : [];
}

export function partsOf(target: string): { version: string; path: string; query: URLSearchParams } {
  const [whole = '', query = ''] = target.split(/\?(.*)/s, 2);
  const [, version = '', path = whole] = /^\/v([\d.]+)(\/.*)$/.exec(whole) ?? [];
  return { version, path, query: new URLSearchParams(query) };
}

/** Whether a body is short enough, and of a kind, to be read whole before the answer. */
export function isReadWhole(headers: RawHeaders): boolean {
  if (/json/i.test(headerOf(headers, 'content-type') ?? '')) return true;
  const length = headerOf(headers, 'content-length');
  return (
    !/tar|octet/i.test(headerOf(headers, 'content-type') ?? '') &&
    length !== undefined &&
    Number(length) < 1 << 20
  );
}

/** A recorded text whose scrubbed parts may be anything. */
function withGaps(text: string): RegExp {
  const parts = text.split(new RegExp(`${PLACEHOLDER}(?:-\\d+)?`));
  return new RegExp(
    `^${parts.map(part => part.replace(/[.*+?^${'$'}{}()|[\]\\]/g, '\\$&')).join('[\\s\\S]*')}$`,
  );
}

function isPrefix(whole: string, part: string): boolean {
  return whole.startsWith(part) || part.startsWith(whole);
}

/** What Go's decoder makes the same: absent, null, empty, zero. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  // `{"80/tcp": {}}` says something, as an empty structure does not.
  return (
    typeof value === 'object' &&
    Object.entries(value).every(([key, item]) => !key.includes('/') && isNothing(item))
  );
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decode(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}

function show(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
