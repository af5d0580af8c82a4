import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { changelog } from './changelog.ts';

/** How many entries moby's api/docs/CHANGELOG.md has for each version, in November 2026; 1.56 has none yet. */
const ENTRIES = { '1.50': 4, '1.51': 6, '1.52': 22, '1.53': 4, '1.54': 2, '1.55': 2 };

const files = {
  newer: 'newer.test.ts',
  versions: 'versions.test.ts',
  api: '../api.test.ts',
  surface: '../surface/surface.test.ts',
} as const;

test('every entry of the changelog since 1.50 is here', () => {
  const counts: Record<string, number> = {};
  for (const { version } of changelog) counts[version] = (counts[version] ?? 0) + 1;
  expect(counts).toEqual(ENTRIES);
  expect(new Set(changelog.map(({ version, entry }) => `${version} ${entry}`)).size).toBe(changelog.length);
});

test.for(changelog)('$version: $entry', ({ test: where, unseen }) => {
  expect([where === undefined, unseen === undefined]).toContain(false);
  if (where === undefined) return;
  const [file, title] = where;
  const source = readFileSync(new URL(files[file], import.meta.url), 'utf8');
  expect(source).toContain(`'${title}'`);
});
