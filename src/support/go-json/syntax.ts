import { shortEscapes } from '../go-strconv.ts';

/** Where the first JSON value of a body ends, or why Go's decoder refuses it. */
export type Scanned = { readonly end: number } | { readonly problem: string };

/** Thrown while scanning; its message is Go's sentence. */
class Refusal extends Error {}

const EOF = 'unexpected EOF';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

/**
 * Follows the first value in `body` byte by byte, to give the sentence of Go 1.27's encoding/json for what is
 * wrong with it. Only asked once JSON.parse has refused the body, so it is written for exactness, not speed.
 */
export function scanJson(body: Uint8Array): Scanned {
  try {
    return { end: new Scanner(body).value(skipSpace(body, 0)) };
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.message };
    throw error;
  }
}

export function skipSpace(body: Uint8Array, from: number): number {
  let at = from;
  while (body[at] === 0x20 || body[at] === 0x0a || body[at] === 0x0d || body[at] === 0x09) at += 1;
  return at;
}

/** Go's encoding/json (jsontext) follows no more levels than these. */
const MAX_DEPTH = 10_000;

/** Whether values stand in each other more deeply than Go follows; what is short enough cannot be. */
export function nestsTooDeeply(body: Uint8Array): boolean {
  if (body.length <= MAX_DEPTH) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

class Scanner {
  readonly #body: Uint8Array;

  constructor(body: Uint8Array) {
    this.#body = body;
  }

  value(at: number): number {
    const byte = this.#at(at);
    if (byte === QUOTE) return this.#string(at);
    if (byte === OPEN_OBJECT) return this.#object(at);
    if (byte === OPEN_ARRAY) return this.#array(at);
    if (byte === 0x2d || isDigit(byte)) return this.#number(at);
    if (byte === 0x74) return this.#literal(at, 'true');
    if (byte === 0x66) return this.#literal(at, 'false');
    if (byte === 0x6e) return this.#literal(at, 'null');
    return this.#refuse(at, 'looking for beginning of value');
  }

  #object(open: number): number {
    let at = skipSpace(this.#body, open + 1);
    if (this.#at(at) === CLOSE_OBJECT) return at + 1;
    for (;;) {
      if (this.#at(at) !== QUOTE) this.#refuse(at, 'looking for beginning of object key string');
      at = skipSpace(this.#body, this.#string(at));
      if (this.#at(at) !== COLON) this.#refuse(at, 'after object key');
      at = skipSpace(this.#body, this.value(skipSpace(this.#body, at + 1)));
      if (this.#at(at) === CLOSE_OBJECT) return at + 1;
      if (this.#at(at) !== COMMA) this.#refuse(at, 'after object key:value pair');
      at = skipSpace(this.#body, at + 1);
    }
  }

  #array(open: number): number {
    let at = skipSpace(this.#body, open + 1);
    if (this.#at(at) === CLOSE_ARRAY) return at + 1;
    for (;;) {
      at = skipSpace(this.#body, this.value(at));
      if (this.#at(at) === CLOSE_ARRAY) return at + 1;
      if (this.#at(at) !== COMMA) this.#refuse(at, 'after array element');
      at = skipSpace(this.#body, at + 1);
    }
  }

  #string(open: number): number {
    let at = open + 1;
    for (;;) {
      const byte = this.#at(at);
      if (byte === QUOTE) return at + 1;
      if (byte < 0x20) this.#refuse(at, 'in string');
      at = byte === BACKSLASH ? this.#escape(at) : at + 1;
    }
  }

  #escape(at: number): number {
    const kind = this.#at(at + 1);
    if ('"\\/bfnrt'.includes(String.fromCharCode(kind))) return at + 2;
    if (kind !== 0x75) this.#refuseEscape(at, at + 2);
    for (let digit = at + 2; digit < at + 6; digit += 1) {
      if (!isHex(this.#at(digit))) this.#refuseEscape(at, at + 6);
    }
    return at + 6;
  }

  #number(from: number): number {
    let at = this.#at(from) === 0x2d ? from + 1 : from;
    if (this.#at(at) === 0x30) at += 1;
    else at = this.#digits(at);
    if (this.#body[at] === 0x2e) at = this.#digits(at + 1);
    if (this.#body[at] === 0x65 || this.#body[at] === 0x45) {
      at += 1;
      if (this.#body[at] === 0x2b || this.#body[at] === 0x2d) at += 1;
      at = this.#digits(at);
    }
    return at;
  }

  #digits(from: number): number {
    if (!isDigit(this.#at(from))) this.#refuse(from, 'in numeric literal');
    let at = from + 1;
    while (isDigit(this.#body[at] ?? 0)) at += 1;
    return at;
  }

  #literal(from: number, word: string): number {
    for (let index = 1; index < word.length; index += 1) {
      if (this.#at(from + index) !== word.charCodeAt(index)) {
        this.#refuse(from + index, `in literal ${word} (expecting '${word[index]}')`);
      }
    }
    return from + word.length;
  }

  #at(index: number): number {
    const byte = this.#body[index];
    if (byte === undefined) throw new Refusal(EOF);
    return byte;
  }

  #refuse(at: number, where: string): never {
    this.#at(at);
    throw new Refusal(`invalid character ${quotedCharacter(this.#body, at)} ${where}`);
  }

  #refuseEscape(from: number, to: number): never {
    const text = new TextDecoder().decode(this.#body.subarray(from, to));
    throw new Refusal(`invalid escape sequence \`${text}\` in string`);
  }
}

const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;

const isHex = (byte: number) =>
  isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);

/** As Go's strconv.QuoteRune; a byte that is no UTF-8 stands as `'\xe9'`. */
function quotedCharacter(body: Uint8Array, at: number): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body.subarray(at, at + 4));
  const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
  const byte = body[at] as number;
  const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0');
  if (character === '\ufffd' && byte !== 0xef) return `'\\x${hex(byte, 2)}'`;
  const short = character === "'" ? "\\'" : character === '"' ? undefined : shortEscapes[character];
  if (short !== undefined) return `'${short}'`;
  const code = character.codePointAt(0) as number;
  if (code < 0x80 && (code < 0x20 || code === 0x7f)) return `'\\x${hex(code, 2)}'`;
  if (/[\p{C}\p{Z}]/u.test(character) && character !== ' ') {
    return code > 0xffff ? `'\\U${hex(code, 8)}'` : `'\\u${hex(code, 4)}'`;
  }
  return `'${character}'`;
}
