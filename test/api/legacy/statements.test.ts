import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** The numbered statements about the daemons of 2013 (shared/legacy-api.md, section 4). */
const STATEMENTS = 94;

/** Those that are not true here, and what is instead. */
const NOT_SIMULATED: Readonly<Record<number, string>> = {
  70: 'there is no host on the network that an insert could fetch from: it fails as one that cannot be reached',
};

/** The numbers in the titles of the tests beside this one: `26. and 27. at %s`, `18. to 22. and 25.`. */
function covered(): Set<number> {
  const numbers = new Set<number>();
  for (const file of readdirSync(import.meta.dirname).filter(name => name.endsWith('.test.ts'))) {
    const source = readFileSync(join(import.meta.dirname, file), 'utf8');
    for (const [, title = ''] of source.matchAll(/^(?:test.*?\(| +)'(\d+\..*?)'/gm)) {
      for (const [, from = '', to = from] of title.matchAll(/(\d+)\.(?: to (\d+)\.)?(?= |$)/g)) {
        for (let number = Number(from); number <= Number(to); number += 1) numbers.add(number);
      }
    }
  }
  return numbers;
}

test('each numbered statement is a test, or says why it is none', () => {
  const here = covered();
  const missing = Array.from({ length: STATEMENTS }, (_, index) => index + 1).filter(
    number => !here.has(number) && NOT_SIMULATED[number] === undefined,
  );
  expect(missing).toEqual([]);
  expect(Object.keys(NOT_SIMULATED).filter(number => here.has(Number(number)))).toEqual([]);
});
