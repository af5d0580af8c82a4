const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

/** The CRC-32 of gzip and zip; `before`: of what came before. */
export function crc32(data: Uint8Array, before = 0): number {
  let crc = ~before;
  for (let at = 0; at < data.length; at += 1)
    crc = (TABLE[(crc ^ (data[at] as number)) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}
