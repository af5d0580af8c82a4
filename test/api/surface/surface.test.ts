import { expect, test } from 'vitest';
import { allRoutes } from '../../../src/api/routes/all.ts';
import { unlistedRoutes } from '../../../src/api/routes/unlisted.ts';
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

test('a row says since when an operation exists if that is after 1.51', () => {
  const late = newest.filter(({ since }) => Number(since.slice(2)) > 51);
  expect(listed.filter(route => route.since).map(({ operation, since }) => [operation, since])).toEqual(
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
