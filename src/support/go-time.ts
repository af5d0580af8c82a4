/** Go's zero time, as nanoseconds since 1970: `0001-01-01T00:00:00Z`. */
export const ZERO_TIME_TEXT = '0001-01-01T00:00:00Z';

/** RFC3339Nano in UTC, as Go's encoder writes it: trailing zeros of the fraction are left out. */
export function formatRfc3339Nano(ns: bigint | undefined): string {
  if (ns === undefined) return ZERO_TIME_TEXT;
  const fraction = Number(ns % 1_000_000_000n);
  const seconds = new Date(Number(ns / 1_000_000n)).toISOString().slice(0, 19);
  if (fraction === 0) return `${seconds}Z`;
  return `${seconds}.${String(fraction).padStart(9, '0').replace(/0+$/, '')}Z`;
}

/** The `Date` header's form: `Mon, 23 Nov 2026 15:41:59 GMT`. */
export function formatHttpDate(ns: bigint): string {
  return new Date(Number(ns / 1_000_000n)).toUTCString();
}
