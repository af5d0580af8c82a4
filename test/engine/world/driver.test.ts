import { expect, test } from 'vitest';
import { sys } from '../../../src/engine/world/process/sys.ts';
import type { Running } from '../../../src/engine/world/process/system-call.ts';
import { simulate } from './process/kernel-fixture.ts';

const programs = {
  *loop(): Running {
    for (;;) yield* sys.ids();
  },
};

test('time passes beside a busy loop: manual', async () => {
  const world = simulate({ programs });
  world.start('busy', ['loop']);
  world.start('a', ['sleep', '1']);
  await world.engine.advance(999);
  expect(world.ends.size).toBe(0);
  await world.engine.advance(1);
  await world.engine.advance(1);
  expect([...world.ends]).toEqual([['a', 0]]);
});

test('time passes beside a busy loop: auto', async () => {
  const world = simulate({ programs, clock: 'auto' });
  world.start('busy', ['loop']);
  world.start('a', ['sleep', '0.2']);
  while (world.ends.size === 0) await new Promise(resolve => setTimeout(resolve, 5));
  expect([...world.ends]).toEqual([['a', 0]]);
  world.engine.driver.stop();
});

test('an auto clock jumps while somebody waits, and only then', async () => {
  const world = simulate({ clock: 'auto' });
  world.start('a', ['sleep', '3600']);
  const before = world.engine.clock.lastNs();
  await new Promise(resolve => setTimeout(resolve, 20));
  expect(world.ends.size).toBe(0);
  const ended = new Promise<void>(resolve => {
    const look = () => (world.ends.size > 0 ? resolve() : setTimeout(look, 1));
    look();
  });
  await world.engine.driver.wait(ended);
  expect(Number(world.engine.clock.lastNs() - before) / 1e9).toBeCloseTo(3600, 3);
});
