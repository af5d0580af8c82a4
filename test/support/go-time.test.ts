import { expect, test } from 'vitest';
import {
  formatHttpDate,
  formatRfc3339Nano,
  formatRfc3339NanoFixed,
  parseTimestamp,
  parseUnixTime,
} from '../../src/support/go-time.ts';

const NOW = 1_767_225_600_500_000_000n; // 2026-01-01T00:00:00.5Z
const at = (text: string) => BigInt(Date.parse(text)) * 1_000_000n;

test('RFC 3339 with nanoseconds, as Go writes it', () => {
  expect(formatRfc3339Nano(undefined)).toBe('0001-01-01T00:00:00Z');
  expect(formatRfc3339Nano(NOW)).toBe('2026-01-01T00:00:00.5Z');
  expect(formatRfc3339Nano(NOW - 500_000_000n)).toBe('2026-01-01T00:00:00Z');
  expect(formatRfc3339Nano(NOW + 1n)).toBe('2026-01-01T00:00:00.500000001Z');
  expect(formatRfc3339Nano(-1n)).toBe('1969-12-31T23:59:59.999999999Z');
  expect(formatRfc3339NanoFixed(NOW)).toBe('2026-01-01T00:00:00.500000000Z');
  expect(formatHttpDate(NOW)).toBe('Thu, 01 Jan 2026 00:00:00 GMT');
});

// Which of them dockerd 28.5.2 took as the `until` of POST /networks/prune, and its sentences for the rest.
test.each<[string, bigint | string]>([
  ['10m', at('2025-12-31T23:50:00Z')],
  ['1h30m', at('2025-12-31T22:30:00Z')],
  ['-5m', at('2026-01-01T00:05:00Z')],
  ['1.5h', at('2025-12-31T22:30:00Z')],
  ['100ms', at('2026-01-01T00:00:00Z')],
  ['0', 0n],
  ['5', 5_000_000_000n],
  ['1.5', 1_500_000_000n],
  ['2020-01-01', at('2020-01-01T00:00:00Z')],
  ['2020-01-01T10', at('2020-01-01T10:00:00Z')],
  ['2020-01-01T10:00:00Z', at('2020-01-01T10:00:00Z')],
  ['2020-01-01T10:00:00+02:00', at('2020-01-01T08:00:00Z')],
  ['2020-01-01T10:00:00-07:00', at('2020-01-01T17:00:00Z')],
  ['2020-01-01T10:00:00.5', at('2020-01-01T10:00:00.5Z')],
  ['2020-01-01T10:00:00.123456789Z', at('2020-01-01T10:00:00Z') + 123_456_789n],
  ['2020-01-01Z', at('2020-01-01T00:00:00Z')],
  ['2020-01-01-07:00', at('2020-01-01T07:00:00Z')],
  ['x', 'failed to parse value as time or duration: "x"'],
  ['', 'failed to parse value as time or duration: ""'],
  ['1e3', 'failed to parse value as time or duration: "1e3"'],
  ['1d', 'failed to parse value as time or duration: "1d"'],
  ['99999999999999999999', 'failed to parse value as time or duration: "99999999999999999999"'],
  ['2020-13-01', 'parsing time "2020-13-01": month out of range'],
  ['2020-00-10', 'parsing time "2020-00-10": month out of range'],
  ['2020-02-30', 'parsing time "2020-02-30": day out of range'],
  ['2020-01-00', 'parsing time "2020-01-00": day out of range'],
  ['2020-01-32', 'parsing time "2020-01-32": day out of range'],
  ['2020-01-01T25', 'parsing time "2020-01-01T25": hour out of range'],
  ['2020-01-01T10:70', 'parsing time "2020-01-01T10:70": minute out of range'],
  ['2020-01-01T10:00:61', 'parsing time "2020-01-01T10:00:61": second out of range'],
  ['2020-1-1', 'parsing time "2020-1-1" as "2006-01-02": cannot parse "1-1" as "01"'],
  ['20-01-01', 'parsing time "20-01-01" as "2006-01-02": cannot parse "20-01-01" as "2006"'],
  ['2020-01-01T', 'parsing time "2020-01-01T" as "2006-01-02T15": cannot parse "" as "15"'],
  ['2020-01-01x', 'parsing time "2020-01-01x": extra text: "x"'],
  ['abc-def', 'parsing time "abc-def" as "2006-01-02": cannot parse "abc-def" as "2006"'],
  ['1-2', 'parsing time "1-2" as "2006-01-02": cannot parse "1-2" as "2006"'],
  [
    '2020-01-01T10:00:00z',
    'parsing time "2020-01-01T10:00:00z" as "2006-01-02T15:04:05Z07:00": cannot parse "z" as "Z07:00"',
  ],
  ['2020-01-01T10:00:00Zx', 'parsing time "2020-01-01T10:00:00Zx": extra text: "x"'],
])('until %j', (text, expected) => {
  const parsed = parseTimestamp(text, NOW);
  expect('ns' in parsed ? parsed.ns : parsed.problem).toBe(expected);
});

test('seconds with a fraction', () => {
  expect(parseUnixTime('1136073600.000000001')).toEqual({ ns: 1_136_073_600_000_000_001n });
  expect(parseUnixTime('1.5')).toEqual({ ns: 1_500_000_000n });
  expect(parseUnixTime('1.0000000009')).toEqual({ ns: 1_000_000_000n });
  expect(parseUnixTime('-2')).toEqual({ ns: -2_000_000_000n });
  expect(parseUnixTime('1.')).toEqual({ problem: 'strconv.ParseInt: parsing "": invalid syntax' });
});
