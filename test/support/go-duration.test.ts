import { expect, test } from 'vitest';
import { parseGoDuration } from '../../src/support/go-duration.ts';

test.each([
  ['0', 0n],
  ['1h30m', 5_400_000_000_000n],
  ['-1.5s', -1_500_000_000n],
  ['.5ms', 500_000n],
  ['1.s', 1_000_000_000n],
  ['2us3ns', 2_003n],
  ['', undefined],
  ['.s', undefined],
  ['1', undefined],
  ['1.2.3s', undefined],
])('%s', (text, ns) => {
  expect(parseGoDuration(text)).toBe(ns);
});

test('a long text takes no longer than others', () => {
  const before = performance.now();
  for (const part of ['1', '0.', '9h', '.5'])
    expect(parseGoDuration(`${part.repeat(100_000)}x`)).toBe(undefined);
  expect(performance.now() - before).toBeLessThan(5_000);
});
