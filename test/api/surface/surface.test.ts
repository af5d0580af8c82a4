import { expect, test } from 'vitest';
import { allRoutes } from '../../../src/api/routes/all.ts';
import { unlistedRoutes } from '../../../src/api/routes/unlisted.ts';
import { sinceOf } from '../../../src/api/versions/operations-since.ts';
import { surface } from './surface.generated.ts';

/** The specification says `{id}` where dockerd's router says `{name:.*}`. */
const shape = (path: string) => path.replace(/\{[^}]*\}/g, '{}');

const newest = surface.filter(operation => operation.until === '1.56');
const listed = allRoutes.filter(route => !unlistedRoutes.includes(route));

test('every operation of API 1.56 has exactly one row, and no row is unknown', () => {
  const rows = listed.map(({ operation, method, path }) => `${operation} ${method} ${shape(path)}`);
  const specified = newest.map(({ operation, method, path }) => `${operation} ${method} ${shape(path)}`);
  expect(specified).toHaveLength(108);
  expect(rows.toSorted()).toEqual(specified.toSorted());
});

test('operations are there since the version that the specifications say', () => {
  // 1.25 is the first that has one, and 1.28 renamed three.
  const late = newest.filter(({ since }) => !['1.25', '1.28'].includes(since));
  expect(late.map(({ operation }) => [operation, sinceOf(operation)])).toEqual(
    late.map(({ operation, since }) => [operation, since]),
  );
});

test('what no specification lists is not in one', () => {
  const specified = new Set(surface.map(({ method, path }) => `${method} ${shape(path)}`));
  expect(unlistedRoutes.filter(({ method, path }) => specified.has(`${method} ${shape(path)}`))).toEqual([]);
});

test('operations are named once', () => {
  const names = allRoutes.map(route => route.operation);
  expect(new Set(names).size).toBe(names.length);
});
