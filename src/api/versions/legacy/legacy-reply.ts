import { encodeJson } from '../../../support/go-json/encode.ts';
import type { ApiReply } from '../../call.ts';

const utf8 = new TextEncoder();
export const PLAIN = ['Content-Type', 'text/plain; charset=utf-8'] as const;
const JSON_TYPE = ['Content-Type', 'application/json'] as const;

/** As Go's encoder of the time: no newline after it, `<` and `>` escaped, `&` not. */
export const legacyJson = (value: unknown): string =>
  encodeJson(value).replace(/[<>]/g, sign => (sign === '<' ? '\\u003c' : '\\u003e'));

export const json = (value: unknown): ApiReply => ({
  status: 200,
  headers: [JSON_TYPE],
  body: utf8.encode(legacyJson(value)),
});

/** 201: its content type was set after the head had gone out, so that Go guessed it. */
export const created = (value: unknown): ApiReply => text(201, legacyJson(value));

export const text = (status: number, body: string): ApiReply => ({
  status,
  headers: [PLAIN],
  body: utf8.encode(body),
});

/** Nothing, which has a type and a length all the same: clients read both. */
export const empty = (status: number): ApiReply => ({ status, headers: [PLAIN, ['Content-Length', '0']] });

/** Pieces as they come, each as text. */
export function streamed(pieces: Iterable<string> | AsyncIterable<string>, isJson: boolean): ApiReply {
  return { status: 200, headers: [isJson ? JSON_TYPE : PLAIN], body: encoded(pieces) };
}

async function* encoded(pieces: Iterable<string> | AsyncIterable<string>): AsyncIterable<Uint8Array> {
  for await (const piece of pieces) yield utf8.encode(piece);
}
