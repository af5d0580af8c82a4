export const DEFAULT_PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Nanoseconds since 1970 of an RFC 3339 time. */
export function timeOf(text: string): bigint {
  return BigInt(Date.parse(text)) * 1_000_000n;
}
