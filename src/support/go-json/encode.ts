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
  // Looked for from its backslash on, which is rare: a quote would stop the search at every key.
  if (text.includes(KEPT_PLACE_ESCAPE)) text = text.replaceAll(KEPT_PLACE_TEXT, '"');
  return text.replace(/[\u2028\u2029]/g, separator => (separator === '\u2028' ? '\\u2028' : '\\u2029'));
}

/** The same as Go's json.Marshal writes it: what HTML would read is escaped. */
export function encodeGoJson(value: unknown): string {
  return encodeJson(value).replace(/[<>&]/g, character => `\\u00${character.charCodeAt(0).toString(16)}`);
}

/**
 * Stands before a key of digits alone, which JavaScript would move to the front of its object. A lone surrogate: no
 * text that came in as UTF-8 has one, and JSON.stringify writes it as an escape that no other text gives.
 */
const KEPT_PLACE = '\ud800';
const KEPT_PLACE_ESCAPE = '\\ud800';
const KEPT_PLACE_TEXT = `"${KEPT_PLACE_ESCAPE}`;

/** A Go map for a view: its keys in the order of their UTF-8 bytes, as encoding/json writes them. */
export function goMap<T>(map: Readonly<Record<string, T>> | ReadonlyMap<string, T>): Record<string, T> {
  if (!(map instanceof Map) && isOneName(map as Record<string, T>)) return { ...(map as Record<string, T>) };
  const entries =
    map instanceof Map ? [...(map as Map<string, T>)] : Object.entries(map as Record<string, T>);
  entries.sort(([a], [b]) => compareBytes(a, b));
  const result: Record<string, T> = {};
  for (const [key, value] of entries) {
    if (/^\d+$/.test(key)) result[KEPT_PLACE + key] = value;
    else if (key === '__proto__') Object.defineProperty(result, key, { value, enumerable: true });
    else result[key] = value;
  }
  return result;
}

/** Nothing to sort and nothing to keep in its place, as with most labels and networks. */
function isOneName(map: Readonly<Record<string, unknown>>): boolean {
  const [name = '', second] = Object.keys(map);
  return second === undefined && name !== '__proto__' && !/^\d/.test(name);
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
