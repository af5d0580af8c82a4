import { expect, test } from 'vitest';
import { Bindings } from '../../src/recording/compare/bindings.ts';

test("names and ids are put in each other's place, by whole words", () => {
  const bindings = new Bindings();
  bindings.bind('name', 'busy_wing', 'calm_bird2');
  bindings.bind('id', 'ab'.repeat(32), 'cd'.repeat(32));
  expect(bindings.translate(`/containers/busy_wing /abababababab xbusy_wing`)).toBe(
    '/containers/calm_bird2 /cdcdcdcdcdcd xbusy_wing',
  );
  expect(bindings.translateBack('calm_bird2 cdcdcdcdcdcd')).toBe('busy_wing abababababab');
});

test('a megabyte without a space takes no longer than any other', () => {
  const long = 'y'.repeat(1_000_000);
  const bindings = new Bindings();
  const before = performance.now();
  expect(bindings.translate(long).length + bindings.translateBack(long).length).toBe(2_000_000);
  expect(performance.now() - before).toBeLessThan(5_000);
});
