/** A protocol buffer whose definition nobody has: its fields by number, in their order. */
export interface Field {
  readonly number: number;
  /** A number, or the bytes of text, of a message or of anything else: which of these, its bytes only suggest. */
  readonly value: bigint | Uint8Array;
  readonly wireType: 0 | 1 | 2 | 5;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Undefined where the bytes are no message. */
export function fieldsOf(bytes: Uint8Array): Field[] | undefined {
  const fields: Field[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = (): bigint | undefined => {
    let value = 0n;
    for (let shift = 0n; shift < 70n && at < bytes.length; shift += 7n) {
      const byte = bytes[at] as number;
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return undefined;
  };
  while (at < bytes.length) {
    const tag = varint();
    if (tag === undefined || tag >> 3n === 0n || tag > 0xffffffffn) return undefined;
    const number = Number(tag >> 3n);
    const wireType = Number(tag & 7n);
    if (wireType === 0) {
      const value = varint();
      if (value === undefined) return undefined;
      fields.push({ number, wireType, value });
    } else if (wireType === 1 || wireType === 5) {
      const length = wireType === 1 ? 8 : 4;
      if (at + length > bytes.length) return undefined;
      const value = length === 8 ? view.getBigUint64(at, true) : BigInt(view.getUint32(at, true));
      fields.push({ number, wireType, value });
      at += length;
    } else if (wireType === 2) {
      const length = Number(varint() ?? bytes.length);
      if (at + length > bytes.length) return undefined;
      fields.push({ number, wireType, value: bytes.subarray(at, at + length) });
      at += length;
    } else return undefined;
  }
  return fields;
}

/** The text that bytes most likely are; undefined where they look like a message, or like neither. */
function textOf(bytes: Uint8Array): string | undefined {
  let text: string;
  try {
    text = strict.decode(bytes);
  } catch {
    return undefined;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a message's tags are control characters, as a rule
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)) return undefined;
  // A newline is the tag of a first field, too.
  return text.startsWith('\n') && fieldsOf(bytes) !== undefined ? undefined : text;
}

/**
 * A message as a person and a comparison read it: fields by number; an entry of a map by its key, since Go writes maps in
 * any order.
 */
export function readableMessage(bytes: Uint8Array): unknown {
  const fields = fieldsOf(bytes);
  if (fields === undefined) return Buffer.from(bytes).toString('base64');
  const found: Record<string, unknown> = {};
  for (const { number, value } of fields) {
    const entry = entryOf(value);
    const known = found[number];
    if (entry !== undefined)
      found[number] = Object.assign(isObject(known) ? known : {}, { [entry.key]: entry.value });
    else if (known === undefined) found[number] = readable(value);
    else if (Array.isArray(known)) known.push(readable(value));
    else found[number] = [known, readable(value)];
  }
  return found;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readable(value: Field['value']): unknown {
  if (typeof value !== 'bigint') return textOf(value) ?? readableMessage(value);
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value);
}

/** Of a map with keys of text. */
function entryOf(value: Field['value']): { key: string; value: unknown } | undefined {
  if (typeof value === 'bigint' || textOf(value) !== undefined) return undefined;
  const [key, content, ...others] = fieldsOf(value) ?? [];
  if (key?.number !== 1 || content?.number !== 2 || others.length > 0) return undefined;
  if (typeof key.value === 'bigint') return undefined;
  const name = textOf(key.value);
  return name === undefined ? undefined : { key: name, value: readable(content.value) };
}

/** The message with all its texts written anew; lengths follow. */
export function rewrittenMessage(bytes: Uint8Array, rewrite: (text: string) => string): Uint8Array {
  const fields = fieldsOf(bytes);
  if (fields === undefined) return bytes;
  const pieces: Uint8Array[] = [];
  let changed = false;
  for (const { number, value, wireType } of fields) {
    pieces.push(varintOf(BigInt(number * 8 + wireType)));
    if (typeof value === 'bigint') pieces.push(numberOf(value, wireType));
    else {
      const text = textOf(value);
      const content =
        text === undefined ? rewrittenMessage(value, rewrite) : rewrittenText(value, text, rewrite);
      changed ||= content !== value;
      pieces.push(varintOf(BigInt(content.length)), content);
    }
  }
  return changed ? Buffer.concat(pieces) : bytes;
}

function rewrittenText(bytes: Uint8Array, text: string, rewrite: (text: string) => string): Uint8Array {
  const rewritten = rewrite(text);
  return rewritten === text ? bytes : new TextEncoder().encode(rewritten);
}

function numberOf(value: bigint, wireType: Field['wireType']): Uint8Array {
  if (wireType === 0) return varintOf(value);
  const bytes = new Uint8Array(wireType === 1 ? 8 : 4);
  const view = new DataView(bytes.buffer);
  if (wireType === 1) view.setBigUint64(0, value, true);
  else view.setUint32(0, Number(value), true);
  return bytes;
}

function varintOf(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? byte | 0x80 : byte);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

/** The bytes in a message that has them as its first field, as BuildKit's `BytesMessage` does. */
export function carried(message: Uint8Array): Uint8Array {
  const data = fieldsOf(message)?.find(({ number }) => number === 1)?.value;
  return data instanceof Uint8Array ? data : new Uint8Array(0);
}

/** The message that carries them. */
export function carrying(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([varintOf(10n), varintOf(BigInt(bytes.length)), bytes]);
}
