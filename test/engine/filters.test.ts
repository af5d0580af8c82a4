import { expect, test } from 'vitest';
import {
  checkFilterNames,
  type Filters,
  flagFilter,
  matchesExactly,
  matchesPairs,
  matchesPattern,
  matchesPrefix,
} from '../../src/engine/filters.ts';

const filters = (name: string, ...values: string[]): Filters =>
  new Map([[name, new Map(values.map(value => [value, true] as const))]]);

// The cases follow moby api/types/filters/parse_test.go.
test('no filter lets everything through', () => {
  for (const match of [matchesExactly, matchesPrefix, matchesPattern]) {
    expect(match(new Map(), 'name', 'x')).toBe(true);
    expect(match(filters('name'), 'name', 'x')).toBe(true);
  }
  expect(matchesPairs(new Map(), 'label', {})).toBe(true);
});

test('exactly, by prefix, by pattern', () => {
  expect(matchesExactly(filters('name', 'web', 'db'), 'name', 'db')).toBe(true);
  expect(matchesExactly(filters('name', 'we'), 'name', 'web')).toBe(false);
  expect(matchesExactly(new Map([['name', new Map([['web', false]])]]), 'name', 'web')).toBe(false);
  expect(matchesPrefix(filters('name', 'we'), 'name', 'web')).toBe(true);
  expect(matchesPrefix(filters('name', 'eb'), 'name', 'web')).toBe(false);
  expect(matchesPattern(filters('name', 'e'), 'name', 'web')).toBe(true);
  expect(matchesPattern(filters('name', '^w.b$'), 'name', 'web')).toBe(true);
  expect(matchesPattern(filters('name', '(?i)WEB'), 'name', 'web')).toBe(true);
  expect(matchesPattern(filters('name', '['), 'name', '[')).toBe(true);
  expect(matchesPattern(filters('name', '['), 'name', 'web')).toBe(false);
});

test('pairs: each one has to be there', () => {
  const labels = { a: '1', b: '', 'c=d': '' };
  expect(matchesPairs(filters('label', 'a'), 'label', labels)).toBe(true);
  expect(matchesPairs(filters('label', 'a=1', 'b'), 'label', labels)).toBe(true);
  expect(matchesPairs(filters('label', 'a=2'), 'label', labels)).toBe(false);
  expect(matchesPairs(filters('label', 'b='), 'label', labels)).toBe(true);
  expect(matchesPairs(filters('label', 'toString'), 'label', labels)).toBe(false);
  expect(matchesPairs(filters('label', 'a'), 'label', null)).toBe(false);
});

test('flags and names', () => {
  expect(flagFilter(new Map(), 'dangling', true)).toBe(true);
  expect(flagFilter(filters('dangling', '0'), 'dangling', true)).toBe(false);
  expect(flagFilter(filters('dangling', 'true', '1'), 'dangling', false)).toBe(true);
  expect(() => flagFilter(filters('dangling', 'x'), 'dangling', true)).toThrow(
    "invalid filter 'dangling=[x]'",
  );
  expect(() => flagFilter(filters('dangling'), 'dangling', true)).toThrow("invalid filter 'dangling'");
  expect(() => checkFilterNames(filters('nope', 'x'), new Set(['name']))).toThrow("invalid filter 'nope'");
});
