import { expect, test } from 'vitest';
import { humanDuration } from '../../src/support/human-duration.ts';

const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;
const DAY = 24n * HOUR;

/** Worked out from go-units' duration.go, as moby 28.5.2 vendors it. */
const SAID: ReadonlyArray<readonly [ns: bigint, text: string]> = [
  [450n * 1_000_000n, 'Less than a second'],
  [1n * SECOND, '1 second'],
  [47n * SECOND, '47 seconds'],
  [1n * MINUTE, 'About a minute'],
  [3n * MINUTE + 40n * SECOND, '3 minutes'],
  [35n * MINUTE + 40n * SECOND, '35 minutes'],
  [1n * HOUR, 'About an hour'],
  [1n * HOUR + 45n * MINUTE, '2 hours'],
  [3n * HOUR, '3 hours'],
  [3n * HOUR + 59n * MINUTE, '4 hours'],
  [24n * HOUR, '24 hours'],
  [36n * HOUR, '36 hours'],
  [2n * DAY, '2 days'],
  [7n * DAY, '7 days'],
  [13n * DAY + 5n * HOUR, '13 days'],
  [2n * 7n * DAY, '2 weeks'],
  [31n * DAY, '4 weeks'],
  [59n * DAY, '8 weeks'],
  [60n * DAY, '2 months'],
  [365n * DAY, '12 months'],
  [24n * 30n * DAY, '24 months'],
  [730n * DAY, '2 years'],
  [3n * 365n * DAY + 2n * 30n * DAY, '3 years'],
];

test.each(SAID)('%d ns', (ns, text) => {
  expect(humanDuration(ns)).toBe(text);
});
