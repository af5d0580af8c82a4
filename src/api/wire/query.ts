import { DockerError, type ErrorKind, invalidParameter } from '../../engine/errors.ts';
import { parseGoInt } from '../../support/go-strconv.ts';

/** A request's query, and its form where it has one, read as Go's handlers read them. */
export class Query {
  readonly #values = new Map<string, string[]>();
  #problem: string | undefined;

  /** Earlier texts come first where a name is in both: dockerd reads a form before the query. */
  constructor(...texts: readonly string[]) {
    for (const text of texts) if (text !== '') this.#read(text);
  }

  /** Refuses what Go's ParseForm refuses; without it, what cannot be read is just not there. */
  check(): void {
    if (this.#problem !== undefined) throw invalidParameter(this.#problem);
  }

  /** As if it had not been given. */
  remove(name: string): void {
    this.#values.delete(name);
  }

  /** As if it had been given, once, with this value. */
  set(name: string, value: string): void {
    this.#values.set(name, [value]);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The first value; empty where there is none. */
  text(name: string): string {
    return this.#values.get(name)?.[0] ?? '';
  }

  all(name: string): string[] {
    return this.#values.get(name) ?? [];
  }

  /** moby api/server/httputils/form.go, BoolValue: everything but these is true. */
  bool(name: string): boolean {
    return !['', '0', 'no', 'false', 'none'].includes(this.text(name).trim().toLowerCase());
  }

  boolOr(name: string, otherwise: boolean): boolean {
    return this.has(name) ? this.bool(name) : otherwise;
  }

  /**
   * A whole number; `undefined` where it is absent or empty. What is no number throws Go's sentence, as a
   * `system` error (status 500) unless told otherwise, because most of dockerd's handlers pass it on untyped.
   */
  int(name: string, { call = 'Atoi', kind = 'system' }: IntOptions = {}): number | undefined {
    return this.text(name) === '' ? undefined : this.requiredInt(name, { call, kind });
  }

  /** As `int`, where nothing is no number either. */
  requiredInt(name: string, { call = 'Atoi', kind = 'system' }: IntOptions = {}): number {
    const parsed = parseGoInt(this.text(name), call);
    if ('problem' in parsed) throw new DockerError(kind, parsed.problem);
    return Number(parsed.value);
  }

  /** Go's url.ParseQuery: the first thing wrong is remembered, the rest is still read. */
  #read(text: string): void {
    for (const pair of text.split('&')) {
      if (pair === '') continue;
      if (pair.includes(';')) {
        this.#problem ??= 'invalid semicolon separator in query';
        continue;
      }
      const equals = pair.indexOf('=');
      const name = this.#unescape(equals < 0 ? pair : pair.slice(0, equals));
      const value = name === undefined ? undefined : this.#unescape(equals < 0 ? '' : pair.slice(equals + 1));
      if (name === undefined || value === undefined) continue;
      const values = this.#values.get(name);
      if (values === undefined) this.#values.set(name, [value]);
      else values.push(value);
    }
  }

  #unescape(text: string): string | undefined {
    const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
    if (!spaced.includes('%')) return spaced;
    const unescaped = unescapeGo(spaced);
    if (typeof unescaped === 'string') return unescaped;
    this.#problem ??= `invalid URL escape ${JSON.stringify(unescaped.bad)}`;
    return undefined;
  }
}

interface IntOptions {
  /** Which function of Go's strconv the handler calls; it stands in the sentence. */
  readonly call?: 'Atoi' | 'ParseInt';
  readonly kind?: ErrorKind;
}

/** Percent-decoding as Go's net/url does it; `bad` is the escape that is none. */
export function unescapeGo(text: string): string | { readonly bad: string } {
  const bad = /%(?![0-9A-Fa-f]{2})/.exec(text);
  if (bad !== null) return { bad: text.slice(bad.index, bad.index + 3) };
  try {
    return decodeURIComponent(text);
  } catch {
    // Bytes that are no UTF-8: Go keeps them, a JavaScript string cannot.
    const bytes = new TextEncoder().encode(text.replace(/[^%\x20-\x7e]/gu, encodeURIComponent));
    return new TextDecoder().decode(unescapeBytes(bytes));
  }
}

function unescapeBytes(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const escaped = bytes[index] === 0x25;
    const digits = escaped ? String.fromCharCode(bytes[index + 1] as number, bytes[index + 2] as number) : '';
    result[length] = escaped ? Number.parseInt(digits, 16) : (bytes[index] as number);
    if (escaped) index += 2;
    length += 1;
  }
  return result.subarray(0, length);
}
