/** JSON as Go's encoder writes it with HTML escaping off; a bigint becomes a plain number. */
export function encodeJson(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value);
  } catch {
    // Rare: views give bigints only where 2^53 may be exceeded.
    text = JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? rawJson(String(item)) : item));
  }
  return text.replace(/[\u2028\u2029]/g, separator => (separator === '\u2028' ? '\\u2028' : '\\u2029'));
}

const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;
