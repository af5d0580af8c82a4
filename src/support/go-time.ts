import { parseGoDuration } from './go-duration.ts';
import { goQuote, parseGoInt } from './go-strconv.ts';

/** Go's zero time, as encoding/json writes it. */
export const ZERO_TIME_TEXT = '0001-01-01T00:00:00Z';

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
  const ns = parseDate(text);
  if (ns !== undefined) return { ns };
  if (text.includes('-')) return { problem: parseTimeProblem(text) };
  const unix = parseUnixTime(text);
  if ('problem' in unix) return { problem: `failed to parse value as time or duration: ${goQuote(text)}` };
  return unix;
}

const DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,9})\d*)?)?)?)?(Z|[+-]\d\d:\d\d)?$/;

function parseDate(text: string): bigint | undefined {
  const found = DATE.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = found;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  // Date.parse lets 31 February be 3 March; Go does not.
  if (
    Number.isNaN(ms) ||
    new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day)
  )
    return undefined;
  return BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** Go's sentence names the layout that its text's form suggested, and where reading stopped; the day where all else fits. */
function parseTimeProblem(text: string): string {
  const layout = layoutOf(text);
  const shape = DATE.exec(text);
  if (shape !== null) {
    const month = Number(shape[2]);
    const part = month < 1 || month > 12 ? 'month' : Number(shape[4] ?? 0) > 23 ? 'hour' : 'day';
    return `parsing time ${goQuote(text)}: ${part} out of range`;
  }
  return `parsing time ${goQuote(text)} as ${goQuote(layout)}: cannot parse ${goQuote(text)} as "2006"`;
}

function layoutOf(text: string): string {
  const local = !/[zZ+]/.test(text) && text.split('-').length - 1 !== 3;
  const zone = local ? '' : 'Z07:00';
  if (text.includes('.')) return `2006-01-02T15:04:05.999999999${zone}`;
  if (!text.includes('T')) return `2006-01-02${zone}`;
  let colons = text.split(':').length - 1;
  if (!local && !/[zZ]/.test(text) && colons > 0) colons -= 1;
  return `2006-01-02T15${colons === 0 ? '' : colons === 1 ? ':04' : ':04:05'}${zone}`;
}
