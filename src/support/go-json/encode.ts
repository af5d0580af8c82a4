import { zeroOf } from './decode.ts';
import { type Field, type Schema, structOf } from './schema.ts';

const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/** A whole number for a view that may be beyond 2^53: `encodeJson` writes all its digits. */
export const goInt = (value: bigint): unknown => rawJson(String(value));

/** JSON as Go's encoder writes it with HTML escaping off; a bigint becomes a plain number. */
export function encodeJson(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value);
  } catch {
    // Rare: views give bigints only where 2^53 may be exceeded.
    text = JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? rawJson(String(item)) : item));
  }
  if (text.includes(KEPT_PLACE_TEXT)) text = text.replaceAll(KEPT_PLACE_TEXT, '"');
  return text.replace(/[\u2028\u2029]/g, separator => (separator === '\u2028' ? '\\u2028' : '\\u2029'));
}

/**
 * Stands before a key of digits, which JavaScript would move to the front of its object. A lone surrogate: no
 * text that came in as UTF-8 has one, and JSON.stringify writes it as an escape that no other text gives.
 */
const KEPT_PLACE = '\ud800';
const KEPT_PLACE_TEXT = '"\\ud800';

/** A Go map for a view: its keys in the order of their UTF-8 bytes, as encoding/json writes them. */
export function goMap<T>(map: Readonly<Record<string, T>> | ReadonlyMap<string, T>): Record<string, T> {
  const entries =
    map instanceof Map ? [...(map as Map<string, T>)] : Object.entries(map as Record<string, T>);
  entries.sort(([a], [b]) => compareBytes(a, b));
  const result: Record<string, T> = {};
  for (const [key, value] of entries) {
    if (/^\d/.test(key)) result[KEPT_PLACE + key] = value;
    else if (key === '__proto__') Object.defineProperty(result, key, { value, enumerable: true });
    else result[key] = value;
  }
  return result;
}

/** Go's order of strings: by UTF-8 bytes, which is the order of code points (UTF-16 differs beyond U+FFFF). */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let index = 0;
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index += 1;
  const left = a.codePointAt(index);
  const right = b.codePointAt(index);
  if (left === undefined || right === undefined) return a.length - b.length;
  const surrogates = left >= 0xd800 && left <= 0xdfff && right >= 0xd800 && right <= 0xdfff;
  return surrogates ? a.charCodeAt(index) - b.charCodeAt(index) : left - right;
}

/** A value for `encodeJson` in the schema's form: fields in Go's order, `omitempty` left out, maps sorted. */
export function goValue(schema: Schema, value: unknown): unknown {
  if (value === undefined) return goValue(schema, zeroOf(schema));
  if (value === null) return null;
  switch (schema.kind) {
    case 'struct':
      return goStruct(schema, value as Record<string, unknown>);
    case 'pointer':
      return goValue(schema.to, value);
    case 'slice':
    case 'array':
      return (value as unknown[]).map(item => goValue(schema.item, item));
    case 'map': {
      const sorted = goMap(value as Record<string, unknown>);
      for (const key in sorted) sorted[key] = goValue(schema.value, sorted[key]);
      return sorted;
    }
    case 'bytes':
      return btoa(String.fromCharCode(...(value as Uint8Array)));
    default:
      return value;
  }
}

function goStruct(schema: Extract<Schema, { kind: 'struct' }>, value: Record<string, unknown>): unknown {
  const result: Record<string, unknown> = {};
  for (const key in schema.fields) {
    const field = schema.fields[key] as Field;
    const item = value[key];
    if (field.embedded) {
      if (item) Object.assign(result, goValue(structOf(field.schema), item));
    } else if (!field.omitEmpty || !isEmpty(field.schema, item)) {
      result[key] = goValue(field.schema, item);
    }
  }
  return result;
}

/** Go's omitempty: false, 0, "", nil, and lists and maps without members; never a struct. */
function isEmpty(schema: Schema, value: unknown): boolean {
  if (value === null || value === undefined) return schema.kind !== 'struct';
  if (schema.kind === 'pointer' || schema.kind === 'struct') return false;
  if (value === false || value === 0 || value === 0n || value === '') return true;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
