import { expect, test } from 'vitest';
import { compareVersions } from '../../../../src/engine/world/programs/version-order.ts';

test("the order of busybox's sort -V", () => {
  const sorted = ' 9 10 A Z _x a a-b a001 a010 a09 a1 a1.2 a1.10 a1b a9 a10 b'.split(' ');
  expect(sorted.toReversed().sort(compareVersions)).toEqual(sorted);
  expect(sorted.toSorted().sort(compareVersions)).toEqual(sorted);
});
