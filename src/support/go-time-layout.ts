import { goQuote } from './go-strconv.ts';
import type { ParsedTime } from './go-time.ts';

/** A part of a layout as Go writes it, and how it reads the text from where it stands. */
interface Element {
  readonly text: string;
  readonly pattern: RegExp;
  readonly field?: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction' | 'zone';
  /** What Go says is out of range, where the number is not from `least` to `most`. */
  readonly range?: readonly [least: number, most: number];
}

const literal = (text: string): Element => ({ text, pattern: new RegExp(`^${text}`) });
const twoDigits = (
  text: string,
  field: 'month' | 'day' | 'hour' | 'minute' | 'second',
  range?: readonly [number, number],
) => ({
  text,
  pattern: /^\d\d/,
  field,
  ...(range && { range }),
});

const DATE_ELEMENTS: readonly Element[] = [
  { text: '2006', pattern: /^\d{4}/, field: 'year' },
  literal('-'),
  twoDigits('01', 'month', [1, 12]),
  literal('-'),
  // Whether the month has that day is only asked at the end.
  twoDigits('02', 'day'),
];
const HOUR_ELEMENTS = [literal('T'), twoDigits('15', 'hour', [0, 23])];
const MINUTE_ELEMENTS = [literal(':'), twoDigits('04', 'minute', [0, 59])];
const SECOND_ELEMENTS = [literal(':'), twoDigits('05', 'second', [0, 59])];
const FRACTION: Element = { text: '.999999999', pattern: /^(?:[.,]\d+)?/, field: 'fraction' };
const ZONE: Element = { text: 'Z07:00', pattern: /^(?:Z|[+-]\d\d:\d\d)/, field: 'zone' };

/** Which layout moby's GetTimestamp tries, told from the text's form (api/types/time/timestamp.go). */
function layoutOf(text: string): Element[] {
  const isLocal = !/[zZ+]/.test(text) && text.split('-').length - 1 !== 3;
  const zone = isLocal ? [] : [ZONE];
  const time = [...DATE_ELEMENTS, ...HOUR_ELEMENTS, ...MINUTE_ELEMENTS, ...SECOND_ELEMENTS];
  if (text.includes('.')) return [...time, FRACTION, ...zone];
  if (!text.includes('T')) return [...DATE_ELEMENTS, ...zone];
  let colons = text.split(':').length - 1;
  // One of them belongs to the zone's offset.
  if (!isLocal && !/[zZ]/.test(text) && colons > 0) colons -= 1;
  if (colons === 0) return [...DATE_ELEMENTS, ...HOUR_ELEMENTS, ...zone];
  if (colons === 1) return [...DATE_ELEMENTS, ...HOUR_ELEMENTS, ...MINUTE_ELEMENTS, ...zone];
  return [...time, ...zone];
}

/** A date, with or without a time and a zone (none: UTC), as Go's time.Parse reads it, or Go's sentence. */
export function parseGoDate(text: string): ParsedTime {
  const layout = layoutOf(text);
  const found: Partial<Record<NonNullable<Element['field']>, string>> = {};
  let rest = text;
  for (const { text: name, pattern, field, range } of layout) {
    const [value] = pattern.exec(rest) ?? [];
    if (value === undefined) {
      const form = layout.map(element => element.text).join('');
      return {
        problem: `parsing time ${goQuote(text)} as ${goQuote(form)}: cannot parse ${goQuote(rest)} as ${goQuote(name)}`,
      };
    }
    if (range && (Number(value) < range[0] || Number(value) > range[1])) return outOfRange(text, field ?? '');
    if (field !== undefined) found[field] = value;
    rest = rest.slice(value.length);
  }
  if (rest !== '') return { problem: `parsing time ${goQuote(text)}: extra text: ${goQuote(rest)}` };
  const { year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z' } = found;
  const midnight = new Date(`${year}-${month}-${day}T00:00:00Z`);
  // A day that the month does not have is no date, or is taken for one of the next month.
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== Number(day))
    return outOfRange(text, 'day');
  const seconds = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`) / 1000;
  if (Number.isNaN(seconds)) return outOfRange(text, 'time zone offset hour');
  return { ns: BigInt(seconds) * 1_000_000_000n + BigInt(fraction.slice(1, 10).padEnd(9, '0')) };
}

const outOfRange = (text: string, what: string): ParsedTime => ({
  problem: `parsing time ${goQuote(text)}: ${what} out of range`,
});
