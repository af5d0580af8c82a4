const REPLACEMENT = [0xef, 0xbf, 0xbd] as const;

/** Bytes with U+FFFD for each byte that is no part of valid UTF-8, as Go's JSON writes them; the same array if none. */
export function replaceInvalidUtf8(bytes: Uint8Array): Uint8Array {
  let position = 0;
  while (position < bytes.length) {
    const length = runeLength(bytes, position);
    if (length === 0) return replaced(bytes, position);
    position += length;
  }
  return bytes;
}

function replaced(bytes: Uint8Array, from: number): Uint8Array {
  const result: number[] = Array.from(bytes.subarray(0, from));
  let position = from;
  while (position < bytes.length) {
    const length = runeLength(bytes, position);
    if (length === 0) result.push(...REPLACEMENT);
    else result.push(...bytes.subarray(position, position + length));
    position += length || 1;
  }
  return Uint8Array.from(result);
}

/** The length of the valid encoding that begins here; 0 where there is none. */
function runeLength(bytes: Uint8Array, position: number): number {
  const first = bytes[position] as number;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const second = bytes[position + 1] ?? 0;
  const [least, most] = secondByte[first] ?? [0x80, 0xbf];
  if (second < least || second > most) return 0;
  if (first < 0xe0) return 2;
  if (!continues(bytes[position + 2])) return 0;
  if (first < 0xf0) return 3;
  return continues(bytes[position + 3]) ? 4 : 0;
}

/** No overlong forms, no surrogates, nothing beyond U+10FFFF. */
const secondByte: Record<number, readonly [number, number]> = {
  224: [0xa0, 0xbf],
  237: [0x80, 0x9f],
  240: [0x90, 0xbf],
  244: [0x80, 0x8f],
};

const continues = (byte: number | undefined) => byte !== undefined && byte >= 0x80 && byte <= 0xbf;
