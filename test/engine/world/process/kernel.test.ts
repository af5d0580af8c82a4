import { expect, test } from 'vitest';
import { sys } from '../../../../src/engine/world/process/sys.ts';
import type { Running } from '../../../../src/engine/world/process/system-call.ts';
import { settle, simulate } from './kernel-fixture.ts';

test('a program writes to stdout and ends with its code', () => {
  const world = simulate({
    programs: {
      *fails(): Running {
        yield* sys.write(2, 'no\n');
        return 3;
      },
    },
  });
  world.start('a', ['echo', 'hello', 'world']);
  world.start('b', ['fails']);
  settle(world);
  expect(world.stdout('a')).toBe('hello world\n');
  expect(world.stderr('b')).toBe('no\n');
  expect([...world.ends]).toEqual([
    ['a', 0],
    ['b', 3],
  ]);
  expect(world.engine.state.machines.size).toBe(0);
});

test('stdin is read as it comes, to its end', async () => {
  const world = simulate();
  world.start('a', ['cat'], { openStdin: true });
  settle(world);
  await world.input('a', 'one\n');
  settle(world);
  expect(world.stdout('a')).toBe('one\n');
  await world.input('a', 'two');
  world.kernel.streams('a')?.closeInput();
  settle(world);
  expect(world.stdout('a')).toBe('one\ntwo');
  expect(world.ends.get('a')).toBe(0);
});

test('without anybody to write, stdin is /dev/null', () => {
  const world = simulate();
  world.start('a', ['cat']);
  settle(world);
  expect(world.ends.get('a')).toBe(0);
});

test('sleep takes as long as it says', async () => {
  const world = simulate();
  world.start('a', ['sleep', '2']);
  await world.engine.advance(1999);
  expect(world.ends.size).toBe(0);
  await world.engine.advance(1);
  expect(world.ends.get('a')).toBe(0);
});

test('yes | head: the writer gets SIGPIPE when nobody reads any more', () => {
  const world = simulate({
    programs: {
      *main({ env }): Running {
        const [readEnd, writeEnd] = yield* sys.pipe();
        const yes = yield* sys.spawn({
          image: { path: '/bin/yes' },
          argv: ['yes'],
          env,
          fds: { 1: writeEnd },
        });
        yield* sys.close(writeEnd);
        const lines = yield* sys.read(readEnd, 6);
        yield* sys.write(1, lines);
        yield* sys.close(readEnd);
        const waited = yield* sys.wait(yes);
        yield* sys.write(1, `${JSON.stringify(waited)}\n`);
        return 0;
      },
    },
  });
  world.start('a', ['main']);
  settle(world);
  expect(world.stdout('a')).toBe('y\ny\ny\n{"pid":2,"status":{"signal":13},"exitCode":141}\n');
});

test('a program with a fault ends with 139 and is counted; the engine goes on', () => {
  const world = simulate({
    programs: {
      *broken(): Running {
        yield* sys.now();
        throw new TypeError('not a function');
      },
    },
  });
  world.start('a', ['broken']);
  world.start('b', ['echo', 'fine']);
  settle(world);
  expect(world.ends.get('a')).toBe(139);
  expect(world.stderr('a')).toContain('dockless: broken failed inside dockless: TypeError: not a function');
  expect(world.engine.unsimulated()).toEqual({ 'fault in broken: TypeError: not a function': 1 });
  expect(world.stdout('b')).toBe('fine\n');
});

test('a busy container does not keep others from running', () => {
  const world = simulate();
  for (let index = 0; index < 5; index += 1) world.start(`busy${index}`, ['yes']);
  world.start('a', ['echo', 'hello']);
  world.kernel.run(1000);
  expect(world.ends.get('a')).toBe(0);
});
