import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type RecordedScript, runScript } from './run-script.ts';

const SCRIPTS = join(import.meta.dirname, 'scripts');

for (const name of readdirSync(SCRIPTS).filter(each => each.endsWith('.json'))) {
  const recorded = JSON.parse(readFileSync(join(SCRIPTS, name), 'utf8')) as RecordedScript[];
  describe(`as the real busybox: ${name.slice(0, -5)}`, () => {
    for (const expected of recorded) {
      test(expected.script, async () => {
        expect(await runScript(expected.script)).toEqual(expected);
      });
    }
  });
}
