import { expect, test } from 'vitest';
import { builtInPrograms } from '../../../../src/engine/world/programs/index-of-programs.ts';
import { settle, simulate } from '../process/kernel-fixture.ts';
import { ENVIRONMENT } from './run-script.ts';

const SCRIPT = `i=0
while [ $i -lt 100 ]; do i=$((i+1)); echo $i; sleep 1; done
echo after $i
exit 7`;

test('a copy of an engine goes on with a loop where the original stands', () => {
  const world = simulate({ programs: builtInPrograms });
  world.start('box', ['sh', '-c', SCRIPT], { env: ENVIRONMENT });
  for (let second = 0; second < 50; second++) {
    settle(world);
    world.engine.clock.fireNext();
  }
  settle(world);
  const copy = world.fork();
  expect(copy.stdout('box')).toBe(world.stdout('box'));
  for (const each of [copy, world]) {
    for (let second = 0; second < 60; second++) {
      each.engine.clock.fireNext();
      settle(each);
    }
    expect(each.stdout('box').split('\n').slice(-4)).toEqual(['99', '100', 'after 100', '']);
    expect(each.ends.get('box')).toBe(7);
  }
});

test.each([
  ['top', '-b', '-d', '1'],
  ['ping', '127.0.0.1'],
  ['tail', '-f', '/etc/passwd'],
  ['watch', '-n', '1', 'echo', 'x'],
  ['sh', '-c', 'yes | while read x; do sleep 1; done'],
])('%s goes on in a copy of its engine', (...argv) => {
  const world = simulate({ programs: builtInPrograms });
  world.start('box', argv, { env: ENVIRONMENT });
  const run = (each: typeof world, rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      settle(each);
      each.engine.clock.fireNext();
    }
    settle(each);
  };
  run(world, 40);
  const copy = world.fork();
  run(copy, 40);
  run(world, 40);
  expect(copy.stdout('box')).toBe(world.stdout('box'));
  expect(copy.stderr('box')).toBe(world.stderr('box'));
  expect(copy.ends).toEqual(world.ends);
});
