import { expect, test } from 'vitest';
import { compileGoRegexp } from '../../src/support/go-regexp.ts';

test.each([
  ['^web', 'web-1', true],
  ['(?i)^WEB', 'web-1', true],
  ['(?P<name>web)\\-\\d\\z', 'web-1', true],
  ['[\\_\\-]', 'web-1', true],
  ['\\\\-', 'web-1', false],
  ['\\$', 'a$b', true],
  ['[[:alpha:]]', '1a', true],
  ['^(a+)+$', `${'a'.repeat(1000)}b`, false],
  ['(?=a)', 'a', undefined],
  ['(', '(', undefined],
  ['a**', 'a', undefined],
])('%s in %s', (pattern, text, expected) => {
  expect(compileGoRegexp(pattern)?.test(text)).toBe(expected);
});
