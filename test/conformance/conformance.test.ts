import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Difference } from '../../src/recording/compare/compare.ts';
import { readRecording } from '../../src/recording/recording-folder.ts';
import { accepted, pending } from './accepted.ts';
import { Fidelity } from './fidelity.ts';
import { describeDifference, play, RECORDINGS } from './play.ts';
import { allScenarios } from './scenarios/all.ts';

const recorded = readdirSync(RECORDINGS, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);

/** The accepted differences that were met. */
const met = new Set<object>();
const fidelity = new Fidelity();
let played = 0;

async function unexpected(scenario: string): Promise<string[]> {
  const entryFor = ({ operation, where }: Difference) =>
    accepted.find(
      ({ scenario: name, operation: of, where: at }) =>
        name.test(scenario) && of.test(operation) && at.test(where),
    );
  const differences = await play(scenario);
  for (const difference of differences) {
    const entry = entryFor(difference);
    if (entry !== undefined) met.add(entry);
  }
  const isAccepted = (difference: Difference) => entryFor(difference) !== undefined;
  fidelity.add(readRecording(join(RECORDINGS, scenario)), differences, isAccepted);
  played += 1;
  return differences.filter(difference => !isAccepted(difference)).map(describeDifference);
}

describe('the engine answers what a real dockerd answered', () => {
  for (const scenario of recorded) {
    if (pending.includes(scenario)) {
      test(`${scenario} is still pending`, { timeout: 30_000 }, async () => {
        const differences = await unexpected(scenario);
        expect(differences, 'it agrees now: take it from the list').not.toEqual([]);
      });
    } else {
      test(scenario, { timeout: 30_000 }, async () => {
        expect((await unexpected(scenario)).join('\n')).toBe('');
      });
    }
  }
});

test('every scenario is recorded', () => {
  expect(Object.keys(allScenarios).sort()).toEqual(recorded.sort());
});

test('every accepted difference is still there', ({ skip }) => {
  if (met.size === 0) skip('only meaningful when the scenarios ran');
  expect(accepted.filter(entry => !met.has(entry)).map(({ reason }) => reason)).toEqual([]);
});

test("the README's table of fidelity is right: `npm run fidelity` makes it", ({ skip }) => {
  if (played < recorded.length) skip('only meaningful when all scenarios ran');
  const file = new URL('../../README.md', import.meta.url);
  const readme = readFileSync(file, 'utf8');
  const made = readme.replace(
    /(<!-- fidelity -->\n)[\s\S]*?(<!-- \/fidelity -->)/,
    (_, before, after) => `${before}${fidelity.table()}\n${after}`,
  );
  if (process.env.UPDATE_README) writeFileSync(file, made);
  else expect(readme).toBe(made);
});
