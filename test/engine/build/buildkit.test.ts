import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { BuildOutcome } from './buildkit/build-case.ts';
import { cases } from './buildkit/cases.ts';
import { playCase } from './buildkit/play.ts';

const recorded: Record<string, BuildOutcome[]> = JSON.parse(
  readFileSync(new URL('buildkit/recorded.json', import.meta.url), 'utf8'),
);

describe('BuildKit builds what dockerd 28.5.2 builds', () => {
  for (const each of cases) {
    test(each.name, async () => {
      expect(await playCase(each)).toEqual(recorded[each.name]);
    });
  }
});
