import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { accepted, pending } from './accepted.ts';
import { describeDifference, play, RECORDINGS } from './play.ts';
import { allScenarios } from './scenarios/all.ts';

const recorded = readdirSync(RECORDINGS, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);

/** The accepted differences that were met. */
const met = new Set<object>();

async function unexpected(scenario: string): Promise<string[]> {
  const differences = (await play(scenario)).filter(({ operation, where }) => {
    const entry = accepted.find(
      ({ scenario: name, operation: of, where: at }) =>
        name.test(scenario) && of.test(operation) && at.test(where),
    );
    if (entry !== undefined) met.add(entry);
    return entry === undefined;
  });
  return differences.map(describeDifference);
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
