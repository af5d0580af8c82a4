import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { accepted, pending } from './accepted.ts';
import { describeDifference, play, RECORDINGS } from './play.ts';
import { allScenarios } from './scenarios/all.ts';

const recorded = readdirSync(RECORDINGS, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);

/** Which entries of the list of accepted differences were met: an entry that no longer is gets removed. */
const met = new Set<number>();

describe('the engine answers what a real dockerd answered', () => {
  for (const scenario of recorded) {
    test.skipIf(pending.includes(scenario))(scenario, { timeout: 30_000 }, async () => {
      const differences = (await play(scenario)).filter(({ operation, where }) => {
        const index = accepted.findIndex(
          entry =>
            entry.scenario.test(scenario) && entry.operation.test(operation) && entry.where.test(where),
        );
        met.add(index);
        return index < 0;
      });
      expect(differences.map(describeDifference).join('\n')).toBe('');
    });
  }
});

test('every scenario is recorded', () => {
  expect(Object.keys(allScenarios).sort()).toEqual(recorded.sort());
});

test('every accepted difference is still there', ({ skip }) => {
  if (met.size === 0) skip('only meaningful when the scenarios ran');
  expect(accepted.filter((_, index) => !met.has(index)).map(({ reason }) => reason)).toEqual([]);
});
