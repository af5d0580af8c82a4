import { globSync, readFileSync } from 'node:fs';
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

/**
 * The entries before 1.50. `recorded`: a scenario that asks dockerd 28.5.2 (or 20.10) at each version, before the change and after it,
 * and in which `shows` comes up; the engine's answers are held against it in test/conformance. `named`: nothing looks at it in an old version; it is in the newest form, which is recorded
 * elsewhere, and all that is checked here is that src knows the name. `statement`: of legacy-api.md;
 * ../legacy/statements.test.ts says where.
 */
interface OldEntry {
  readonly entry: string;
  readonly test?: readonly [file: string, title: string];
  readonly statement?: number;
  readonly recorded?: string;
  readonly shows?: string;
  readonly named?: string;
  readonly unseen?: string;
}
const oldEntries: Record<string, readonly OldEntry[]> = JSON.parse(
  readFileSync(new URL('changelog-before-1-50.json', import.meta.url), 'utf8'),
);

/** How many entries the same document has for each of them; 1.0 and 1.14 to 1.17 have none of their own. */
const OLD_ENTRIES =
  '1.1 1, 1.2 5, 1.3 5, 1.4 3, 1.5 3, 1.6 1, 1.7 2, 1.8 3, 1.9 1, 1.10 3, 1.11 3, 1.12 4, 1.13 1, 1.18 26, 1.19 6, ' +
  '1.20 4, 1.21 20, 1.22 22, 1.23 17, 1.24 22, 1.25 62, 1.26 1, 1.27 1, 1.28 13, 1.29 8, 1.30 14, 1.31 13, 1.32 3, ' +
  '1.33 1, 1.34 1, 1.35 5, 1.36 1, 1.37 5, 1.38 1, 1.39 6, 1.40 31, 1.41 38, 1.42 26, 1.43 4, 1.44 20, 1.45 4, ' +
  '1.46 20, 1.47 2, 1.48 20, 1.49 4';

/** All of src. */
const source = globSync('src/**/*.ts')
  .map(file => readFileSync(file, 'utf8'))
  .join('\n');

test('every entry of the changelog before 1.50 is here', () => {
  const counts = Object.entries(oldEntries).map(([version, entries]) => `${version} ${entries.length}`);
  expect(counts.sort()).toEqual(OLD_ENTRIES.split(', ').sort());
});

test.for(Object.entries(oldEntries))('each entry of %s says where it is looked at', ([version, entries]) => {
  for (const { entry, test: where, statement, recorded, shows, named, unseen } of entries) {
    const told = [where, statement, recorded, named, unseen].filter(value => value !== undefined);
    expect([entry, told.length]).toEqual([entry, 1]);
    if (where) expect(readTest(`${where[0]}.test.ts`)).toContain(`'${where[1]}'`);
    if (recorded) expect([entry, recordingOf(recorded).includes(shows ?? '')]).toEqual([entry, true]);
    if (recorded) expect([entry, asksAround(recorded, version)]).toEqual([entry, true]);
    if (named) expect([entry, named, source.includes(named)]).toEqual([entry, named, true]);
  }
});

const recordingOf = (scenario: string) =>
  readFileSync(new URL(`../../../recordings/${scenario}/recording.ndjson`, import.meta.url), 'utf8');

/** At that version, and at the one before it where the recorded daemon speaks that. */
function asksAround(scenario: string, version: string): boolean {
  const minor = Number(version.split('.')[1]);
  const asked = (of: number) => recordingOf(scenario).includes(`/v1.${of}/`);
  const oldest = scenario.startsWith('20.10/') ? 12 : 24;
  return asked(minor) && (minor === oldest || asked(minor - 1));
}

const readTest = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

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
  expect(readTest(files[file])).toContain(`'${title}'`);
});
