/** A time as Docker writes it, RFC 3339 with up to nine digits, in nanoseconds since 1970. */
export function nanoseconds(time: string): bigint {
  const [, whole = '', fraction = '', zone = 'Z'] = /^(.*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(time) ?? [];
  return BigInt(Date.parse(`${whole}${zone}`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9));
}
