import { parseGoDuration } from './go-duration.ts';
import { goQuote, parseGoInt } from './go-strconv.ts';
import { parseGoDate } from './go-time-layout.ts';

/** Go's zero time, as encoding/json writes it. */
const ZERO_TIME_TEXT = '0001-01-01T00:00:00Z';

const SECOND_NS = 1_000_000_000n;

/** RFC3339Nano in UTC, as Go's encoder writes it: trailing zeros of the fraction are left out. */
export function formatRfc3339Nano(ns: bigint | undefined): string {
  if (ns === undefined) return ZERO_TIME_TEXT;
  const { seconds, nanoseconds } = splitNs(ns);
  if (nanoseconds === 0) return `${secondsText(seconds)}Z`;
  return `${secondsText(seconds)}.${String(nanoseconds).padStart(9, '0').replace(/0+$/, '')}Z`;
}

/** As `formatRfc3339Nano` with all nine digits: the timestamps of container logs. */
export function formatRfc3339NanoFixed(ns: bigint): string {
  const { seconds, nanoseconds } = splitNs(ns);
  return `${secondsText(seconds)}.${String(nanoseconds).padStart(9, '0')}Z`;
}

/** The `Date` header's form: `Mon, 23 Nov 2026 15:41:59 GMT`. */
export function formatHttpDate(ns: bigint): string {
  return new Date(Number(ns / 1_000_000n)).toUTCString();
}

/** Whole seconds since 1970, rounded down, and what is left. */
export function splitNs(ns: bigint): { readonly seconds: number; readonly nanoseconds: number } {
  const rest = ((ns % SECOND_NS) + SECOND_NS) % SECOND_NS;
  return { seconds: Number((ns - rest) / SECOND_NS), nanoseconds: Number(rest) };
}

const secondsText = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19);

/** Nanoseconds since 1970, or Go's sentence for what is no time. */
export type ParsedTime = { readonly ns: bigint } | { readonly problem: string };

/**
 * `since` and `until` as a request carries them: seconds, optionally with a fraction
 * (moby api/types/time/timestamp.go, ParseTimestamps). A fraction beyond nine digits is cut.
 */
export function parseUnixTime(text: string): ParsedTime {
  const dot = text.indexOf('.');
  const seconds = parseGoInt(dot < 0 ? text : text.slice(0, dot), 'ParseInt');
  if ('problem' in seconds) return seconds;
  if (dot < 0) return { ns: seconds.value * SECOND_NS };
  const digits = text.slice(dot + 1);
  const fraction = parseGoInt(digits, 'ParseInt');
  if ('problem' in fraction) return fraction;
  const nanoseconds = BigInt(Math.trunc(Number(fraction.value) * 10 ** (9 - digits.length)));
  return { ns: seconds.value * SECOND_NS + nanoseconds };
}

/**
 * The `until` filter of prune: a Go duration back from `nowNs`, a date or time in RFC 3339's form (without a zone:
 * UTC), or seconds since 1970 (moby api/types/time/timestamp.go, GetTimestamp).
 */
export function parseTimestamp(text: string, nowNs: bigint): ParsedTime {
  const duration = text === '0' ? undefined : parseGoDuration(text);
  // Go drops the fraction here: reference.Add(-d).Unix().
  if (duration !== undefined) return { ns: BigInt(splitNs(nowNs - duration).seconds) * SECOND_NS };
  const date = parseGoDate(text);
  if ('ns' in date) return date;
  // With a dash it was meant to be a date.
  if (text.includes('-')) return date;
  const unix = parseUnixTime(text);
  if ('problem' in unix) return { problem: `failed to parse value as time or duration: ${goQuote(text)}` };
  return unix;
}
