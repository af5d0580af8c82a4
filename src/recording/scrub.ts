import { headerOf, type RawHeaders } from '../exchange/exchange.ts';

/** What stands for a secret, followed by `-` and a number: one number for one secret. */
export const PLACEHOLDER = 'scrubbed';

export interface ScrubOptions {
  /** More to take out: text as it is, or what matches; with a group, what the first group matches. */
  readonly rules?: ReadonlyArray<string | RegExp>;
  /** Look into archives for private keys. Default false: an archive is recorded as it is. */
  readonly archives?: boolean;
}

const SECRET_NAME =
  '[A-Za-z0-9_.-]*(?:PASSW|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL|[A-Z0-9]_PWD)[A-Za-z0-9_.-]*';
const JSON_CONTENT = '((?:[^"\\\\]|\\\\.)+)';

/** Where secrets stand in text. The group `secret` is what is replaced; all else stays. */
const PLACES: readonly RegExp[] = [
  // `"DB_PASSWORD=..."`, as in a container's Env, an exec's, and in answers.
  new RegExp(`(?<="${SECRET_NAME}=)${JSON_CONTENT}(?=")`, 'gi'),
  // `"password":"..."`: POST /auth, a registry's config, build arguments, labels.
  new RegExp(
    `(?<="(?:${SECRET_NAME}|auth|identitytoken|registrytoken|UnlockKey)"\\s*:\\s*")${JSON_CONTENT}(?=")`,
    'gi',
  ),
  // What a swarm hands out: who has it may join, or unlock.
  /(SWM(?:TKN|KEY)-1-[A-Za-z0-9+/=-]+)/g,
  // `https://user:password@host`
  /(?<=[a-z]:\/\/[^\s/:@"]*:)([^\s/@"]+)(?=@)/gi,
  // `?access_token=...` in a URL
  new RegExp(`(?<=[?&]${SECRET_NAME}=)([^&\\s"#]+)`, 'gi'),
];

const PRIVATE_KEY = /(-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----)/g;
const SECRET_DATA = new RegExp(`(?<="Data"\\s*:\\s*")${JSON_CONTENT}(?=")`, 'gi');

/**
 * Takes credentials out of what is recorded. A secret that was seen once in a place of its own is then found wherever
 * it comes up: in a stream, a log, a path.
 */
export class Scrubber {
  readonly #options: ScrubOptions;
  readonly #rules: readonly RegExp[];
  readonly #numbers = new Map<string, number>();
  /** Values that are known to be secret, the longest first, in each form they may take. */
  #learned: string[] = [];
  /** Finds what a stream may not hold, in one pass. Made anew when a value is learned. */
  #suspicious: RegExp | undefined;
  /** Short texts in which nothing was found: the same headers and paths come again and again. */
  readonly #harmless = new Set<string>();

  constructor(options: ScrubOptions = {}) {
    this.#options = options;
    this.#rules = (options.rules ?? []).map(rule =>
      typeof rule === 'string' ? new RegExp(escaped(rule), 'g') : withFlag(rule),
    );
  }

  get looksIntoArchives(): boolean {
    return this.#options.archives === true;
  }

  /** What it takes out, in words, for a recording's header. */
  get described(): string[] {
    return [
      'X-Registry-Auth, X-Registry-Config and Authorization: every value',
      'passwords and tokens in JSON bodies, POST /auth among them; the data of POST /secrets/create',
      'values of environment variables, build arguments, labels and URL parameters whose names look secret',
      'passwords in URLs, swarm tokens and unlock keys, private keys outside of archives',
      "the secrets and the credentials that BuildKit asks of its client in a build's session",
      'values that were taken out once, wherever they come up again',
      ...(this.#options.archives ? ['private keys in archives'] : []),
      ...(this.#options.rules ?? []).map(rule => `by a rule of the user: ${ruleName(rule)}`),
    ];
  }

  /** Headers with their credentials replaced by credentials of the same form. */
  headers(headers: RawHeaders): RawHeaders {
    return headers.map(([name, value]) => {
      if (/^x-registry-(auth|config)$/i.test(name)) return [name, this.#registryHeader(value)] as const;
      if (/^(proxy-)?authorization$/i.test(name)) return [name, this.#placeholder(value)] as const;
      return [name, this.text(value)] as const;
    });
  }

  /** A secret that was found elsewhere. */
  learn(secret: string): void {
    this.#placeholder(secret);
  }

  target(target: string): string {
    const [path = '', query] = target.split(/\?(.*)/s, 2);
    if (query === undefined) return this.text(target);
    const parts = query.split('&').map(part => {
      const [name = '', ...rest] = part.split('=');
      if (rest.length === 0) return this.text(part);
      const value = decoded(rest.join('='));
      const whole = `?${decoded(name)}=${value}`;
      // As it would stand in a URL, or, when it is JSON, by itself.
      const scrubbed = /^\s*[[{]/.test(value)
        ? this.text(value)
        : this.text(whole).slice(whole.length - value.length);
      return scrubbed === value ? part : `${name}=${encodeURIComponent(scrubbed)}`;
    });
    return `${this.text(path)}?${parts.join('&')}`;
  }

  /** JSON or any other text that is whole. `path` is the request's, which says what its fields are. */
  text(text: string, path = ''): string {
    if (path === '' && this.#harmless.has(text)) return text;
    const result = this.#scrubbed(text, path);
    if (
      path === '' &&
      result === text &&
      text.length <= MAX_REMEMBERED_LENGTH &&
      this.#harmless.size < MAX_REMEMBERED
    )
      this.#harmless.add(text);
    return result;
  }

  #scrubbed(text: string, path: string): string {
    const places = /\/secrets\/create(\?|$)/.test(path) ? [...PLACES, SECRET_DATA] : PLACES;
    let result = text;
    for (const place of [...places, PRIVATE_KEY, ...this.#rules]) {
      result = result.replace(place, (whole: string, ...groups: unknown[]) => {
        const secret = typeof groups[0] === 'string' ? groups[0] : whole;
        return secret.startsWith(PLACEHOLDER)
          ? whole
          : whole.replace(secret, () => this.#placeholder(secret));
      });
    }
    for (const secret of this.#learned) {
      if (result.includes(secret)) result = result.replaceAll(secret, this.#placeholder(secret));
    }
    return result;
  }

  /**
   * Bytes of a stream, of which more may come: each secret replaced by as many characters, so that what counts bytes
   * stays right. Latin-1, one character a byte.
   */
  stream(text: string): string {
    let result = text;
    const fill = (secret: string) =>
      this.#placeholder(secret).padEnd(secret.length, '*').slice(0, secret.length);
    for (const place of [PRIVATE_KEY, /(SWM(?:TKN|KEY)-1-[A-Za-z0-9+/=-]+)/g, ...this.#rules]) {
      result = result.replace(place, (whole: string, ...groups: unknown[]) => {
        const secret = typeof groups[0] === 'string' ? groups[0] : whole;
        return whole.replace(secret, () => fill(secret));
      });
    }
    for (const secret of this.#learned)
      if (result.includes(secret)) result = result.replaceAll(secret, fill(secret));
    return result;
  }

  /**
   * Whether `stream` leaves bytes as they are, and their end is no secret's beginning. In windows, each of which the
   * next begins with the end of: a string of more than 128 kB is costly to make.
   */
  isPlain(bytes: Buffer): boolean {
    const words = [...BEGINNINGS, ...this.#texts];
    this.#suspicious ??= new RegExp(words.map(escaped).join('|'));
    const overlap = Math.max(...words.map(word => word.length)) - 1;
    let text = '';
    for (let at = 0; at < bytes.length; at += WINDOW_BYTES) {
      text = bytes.toString('latin1', Math.max(0, at - overlap), at + WINDOW_BYTES);
      if (this.#suspicious.test(text)) return false;
    }
    if (words.some(word => endsWithBeginningOf(text, word))) return false;
    return this.#patterns.length === 0 || this.#isPlainToPatterns(bytes.toString('latin1'));
  }

  #isPlainToPatterns(text: string): boolean {
    return text.endsWith('\n') && !this.#patterns.some(rule => text.search(rule) >= 0);
  }

  /** Whether the end of a stream's text may be the beginning of a secret. A user's pattern may match up to a line's end. */
  mayGoOn(text: string): boolean {
    if (this.#patterns.length > 0 && !text.endsWith('\n')) return true;
    const begun = text.lastIndexOf('-----BEGIN ');
    if (begun >= 0 && !text.slice(begun).includes('-----END ') && text.length - begun < MAX_KEY_BYTES)
      return true;
    const token = text.lastIndexOf('SWM');
    if (token >= 0 && /^SWM(?:TKN|KEY)-1-[A-Za-z0-9+/=-]*$/.test(text.slice(token))) return true;
    return [...BEGINNINGS, ...this.#texts].some(word => endsWithBeginningOf(text, word));
  }

  /** What may not be in a stream, word by word. */
  get #texts(): string[] {
    return [...this.#learned, ...(this.#options.rules ?? []).filter(rule => typeof rule === 'string')];
  }

  get #patterns(): RegExp[] {
    return (this.#options.rules ?? []).filter(rule => typeof rule !== 'string');
  }

  #placeholder(secret: string): string {
    let number = this.#numbers.get(secret);
    if (number === undefined) {
      number = new Set(this.#numbers.values()).size + 1;
      this.#numbers.set(secret, number);
      if (isWorthLearning(secret)) this.#learn(secret, number);
    }
    return `${PLACEHOLDER}-${number}`;
  }

  /** As it stands in JSON, in an URL and as bytes. */
  #learn(secret: string, number: number): void {
    const plain = unescaped(secret);
    const inJson = JSON.stringify(plain).slice(1, -1);
    const bytes = Buffer.from(plain).toString('latin1');
    for (const form of new Set([secret, plain, inJson, encodeURIComponent(plain), bytes])) {
      this.#numbers.set(form, number);
      this.#learned.push(form);
    }
    this.#learned.sort((a, b) => b.length - a.length);
    this.#suspicious = undefined;
    this.#harmless.clear();
  }

  #registryHeader(value: string): string {
    const replace = (item: unknown): unknown => {
      if (typeof item === 'string') return item === '' ? '' : this.#placeholder(item);
      if (typeof item !== 'object' || item === null) return item;
      return Object.fromEntries(
        Object.entries(item).map(([key, inner]) => [
          /^https?:/.test(key) ? this.text(key) : key,
          key === 'serveraddress' ? inner : replace(inner),
        ]),
      );
    };
    try {
      const text = Buffer.from(value, 'base64').toString();
      return Buffer.from(JSON.stringify(replace(JSON.parse(text)))).toString('base64url');
    } catch {
      return this.#placeholder(value);
    }
  }
}

/** What begins a secret that has a form of its own. */
const BEGINNINGS = ['-----BEGIN ', 'SWMTKN-1-', 'SWMKEY-1-'];

const WINDOW_BYTES = 32 << 10;

const MAX_REMEMBERED = 1_000;
const MAX_REMEMBERED_LENGTH = 512;

/** Longer than any key: what begins like one and never ends is none. */
const MAX_KEY_BYTES = 64 * 1024;

/** Whether a body is read as text rather than as a stream. */
export function isJson(headers: RawHeaders): boolean {
  return /json/i.test(headerOf(headers, 'content-type') ?? '');
}

export function isArchive(headers: RawHeaders): boolean {
  return /tar|gzip|octet/i.test(headerOf(headers, 'content-type') ?? '');
}

/** A short or plain word would be found where it means something else: POSTGRES_PASSWORD=postgres. */
function isWorthLearning(secret: string): boolean {
  return secret.length >= 6 && !/^([a-z]+|[A-Z]+|\d+)$/.test(secret);
}

function endsWithBeginningOf(text: string, word: string): boolean {
  for (let length = Math.min(word.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(word.slice(0, length))) return true;
  }
  return false;
}

function unescaped(secret: string): string {
  try {
    return JSON.parse(`"${secret}"`);
  } catch {
    return secret;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function withFlag(rule: RegExp): RegExp {
  return rule.global ? rule : new RegExp(rule.source, `${rule.flags}g`);
}

/** A text's own characters would be the secret: only that there is a rule is told. */
function ruleName(rule: string | RegExp): string {
  return typeof rule === 'string' ? 'a text' : String(rule);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
