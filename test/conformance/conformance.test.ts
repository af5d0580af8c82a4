import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Difference } from '../../src/recording/compare/compare.ts';
import { describeDifference } from '../../src/recording/compare/describe-difference.ts';
import { readRecording } from '../../src/recording/recording-folder.ts';
import { type Accepted, accepted } from './accepted.ts';
import { Fidelity } from './fidelity.ts';
import { pending } from './pending.ts';
import { play } from './play.ts';
import { type RecordedDaemon, recordedDaemons, recordedScenarios } from './recorded-daemons.ts';
import { allScenarios } from './scenarios/all.ts';

/** The accepted differences that were met. */
const met = new Set<Accepted>();
const fidelity = new Fidelity();
let missing = recordedDaemons.reduce((sum, daemon) => sum + recordedScenarios(daemon).length, 0);

async function unexpected(daemon: RecordedDaemon, scenario: string): Promise<string[]> {
  const entryFor = ({ operation, where }: Difference) =>
    accepted.find(
      entry =>
        (entry.release === undefined || entry.release === daemon.release) &&
        entry.scenario.test(scenario) &&
        entry.operation.test(operation) &&
        entry.where.test(where),
    );
  const differences = await play(daemon, scenario);
  for (const difference of differences) {
    const entry = entryFor(difference);
    if (entry !== undefined) met.add(entry);
  }
  const isAccepted = (difference: Difference) => entryFor(difference) !== undefined;
  fidelity.add(daemon.release, readRecording(join(daemon.folder, scenario)), differences, isAccepted);
  missing -= 1;
  return differences.filter(difference => !isAccepted(difference)).map(describeDifference);
}

describe.each(recordedDaemons)('the engine answers what dockerd $release answered', daemon => {
  const isPending = (scenario: string) => pending[daemon.release]?.includes(scenario) === true;
  const scenarios = recordedScenarios(daemon);
  test.each(scenarios.filter(name => !isPending(name)))('%s', { timeout: 30_000 }, async scenario => {
    expect((await unexpected(daemon, scenario)).join('\n')).toBe('');
  });
  test.each(scenarios.filter(isPending))('%s is still pending', { timeout: 30_000 }, async scenario => {
    expect(await unexpected(daemon, scenario), 'it agrees now: take it from the list').not.toEqual([]);
  });
  test('every scenario is recorded', () => {
    expect(scenarios).toEqual(Object.keys(allScenarios).sort());
  });
});

test('every accepted difference is still there', ({ skip }) => {
  if (met.size === 0) skip('only meaningful when the scenarios ran');
  expect(accepted.filter(entry => !met.has(entry)).map(({ reason }) => reason)).toEqual([]);
});

test("the README's table of fidelity is right: `npm run fidelity` makes it", ({ skip }) => {
  if (missing > 0) skip('only meaningful when all scenarios ran');
  const file = new URL('../../README.md', import.meta.url);
  const readme = readFileSync(file, 'utf8');
  const made = readme.replace(
    /(<!-- fidelity -->\n)[\s\S]*?(<!-- \/fidelity -->)/,
    (_, before, after) => `${before}${fidelity.table()}\n${after}`,
  );
  if (process.env.UPDATE_README) writeFileSync(file, made);
  else expect(readme).toBe(made);
});
