import { expect, test } from 'vitest';
import type { Errno } from '../../../../src/engine/world/process/errno.ts';
import { sys } from '../../../../src/engine/world/process/sys.ts';
import type { Running } from '../../../../src/engine/world/process/system-call.ts';
import { codeOf, settle, simulate, type TestPrograms } from './kernel-fixture.ts';

const OUTPUT = { 0: 0, 1: 1, 2: 2 };

const programs: TestPrograms = {
  *traps(): Running {
    yield* sys.signalAction(15, 'catch');
    try {
      yield* sys.sleep(10_000_000_000n);
    } catch (error) {
      yield* sys.write(1, `${(error as Errno).code} ${yield* sys.takeSignals()}\n`);
    }
    return 5;
  },
  /** Leaves a child behind, which leaves a grandchild behind. */
  *orphans({ env }): Running {
    const child = yield* sys.spawn({ image: { path: '/bin/middle' }, argv: ['middle'], env, fds: OUTPUT });
    yield* sys.wait(child);
    const next = yield* sys.wait();
    yield* sys.write(1, `reaped ${next?.pid} ${next?.exitCode}, then ${yield* codeOf(sys.wait())}\n`);
    return 0;
  },
  *middle({ env }): Running {
    yield* sys.spawn({ image: { path: '/bin/sleep' }, argv: ['sleep', '1'], env, fds: OUTPUT });
    return 0;
  },
  *forgetful({ env }): Running {
    yield* sys.spawn({ image: { path: '/bin/echo' }, argv: ['echo', 'x'], env, fds: {} });
    yield* sys.sleep(1_000_000_000n);
    for (const { pid, state } of yield* sys.processes()) yield* sys.write(1, `${pid} ${state}\n`);
    return 0;
  },
  *stopper({ env }): Running {
    const child = yield* sys.spawn({ image: { path: '/bin/sleep' }, argv: ['sleep', '5'], env, fds: OUTPUT });
    yield* sys.kill(child, 19);
    const stopped = yield* sys.wait(child, { untraced: true });
    yield* sys.kill(child, 15);
    yield* sys.sleep(1n);
    const still = yield* sys.wait(child, { noHang: true });
    yield* sys.kill(child, 18);
    const ended = yield* sys.wait(child);
    yield* sys.write(1, `${JSON.stringify([stopped?.status, still ?? null, ended?.status])}\n`);
    return 0;
  },
  *inside(): Running {
    yield* sys.kill(1, 9);
    yield* sys.kill(1, 15);
    yield* sys.write(1, `${yield* codeOf(sys.kill(77, 15))} ${yield* codeOf(sys.kill(1, 0))}\n`);
    return 0;
  },
  *groups({ env }): Running {
    const spawn = (pgid: number) =>
      sys.spawn({ image: { path: '/bin/sleep' }, argv: ['sleep', '9'], env, fds: OUTPUT, pgid });
    const first = yield* spawn(0);
    const second = yield* spawn(first);
    yield* sys.kill(-first, 10);
    const ends = [yield* sys.wait(first), yield* sys.wait(second)];
    yield* sys.write(1, `${JSON.stringify(ends.map(end => end?.exitCode))}\n`);
    return 0;
  },
  *becomes({ env }): Running {
    yield* sys.signalAction(2, 'ignore');
    yield* sys.exec('/bin/shows', ['shows', 'me'], { ...env, NEW: '1' });
    return 1;
  },
  *shows({ argv, env }): Running {
    const before = yield* sys.signalAction(2, 'default');
    const { pid } = yield* sys.ids();
    yield* sys.write(1, `${pid} ${argv} ${env.NEW} ${before}\n`);
    return 0;
  },
};

function run(program: string, ms = 0): string {
  const world = simulate({ programs });
  world.start('a', [program]);
  settle(world);
  for (let left = ms; left > 0; left -= 1000) {
    while (world.engine.clock.next() !== undefined) {
      world.engine.clock.fireNext();
      settle(world);
    }
  }
  return world.stdout('a');
}

test('pid 1 ignores what it has no handler for; KILL from outside ends it', () => {
  const world = simulate();
  world.start('a', ['sleep', '100']);
  settle(world);
  for (const signal of [1, 2, 15]) world.kernel.signal('a', signal);
  settle(world);
  expect(world.ends.size).toBe(0);
  world.kernel.signal('a', 9);
  expect(world.ends.get('a')).toBe(137);
});

test('pid 1 cannot be killed from inside', () => {
  const world = simulate({ programs });
  world.start('a', ['sleep', '100']);
  world.exec('a', 'x', ['inside']);
  settle(world);
  expect(world.stdout('x')).toBe('ESRCH ok\n');
  expect([...world.ends]).toEqual([['x', 0]]);
});

test('a caught signal ends a call with EINTR', () => {
  const world = simulate({ programs });
  world.start('a', ['traps']);
  settle(world);
  world.kernel.signal('a', 15);
  settle(world);
  expect(world.stdout('a')).toBe('EINTR 15\n');
  expect(world.ends.get('a')).toBe(5);
  expect(world.engine.clock.next()).toBeUndefined();
});

test('with --init, signals reach the program and orphans are reaped', () => {
  const world = simulate({ programs });
  world.start('a', ['sleep', '100'], {}, { init: true });
  settle(world);
  expect(world.kernel.list('a').map(({ argv }) => argv.join(' '))).toEqual([
    '/sbin/docker-init -- sleep 100',
    'sleep 100',
  ]);
  world.kernel.signal('a', 15);
  settle(world);
  expect(world.ends.get('a')).toBe(143);
});

test('with --init, a program that is not there is told on stderr, and is 127', () => {
  const world = simulate();
  world.start('a', ['nosuch'], {}, { init: true });
  settle(world);
  expect(world.stderr('a')).toBe('[FATAL tini (7)] exec nosuch failed: No such file or directory\n');
  expect(world.ends.get('a')).toBe(127);
});

test('orphans get pid 1 for a parent', () => {
  expect(run('orphans', 1000)).toBe('reaped 3 0, then ECHILD\n');
});

test('an ended child that nobody waits for is a zombie', () => {
  expect(run('forgetful', 1000)).toBe('1 R\n2 Z\n');
});

test('a stopped process takes TERM when it goes on', () => {
  expect(run('stopper', 1000)).toBe('[{"stopped":19},null,{"signal":15}]\n');
});

test('a signal to a process group', () => {
  expect(run('groups')).toBe('[138,138]\n');
});

test('exec keeps the pid and what is ignored', () => {
  expect(run('becomes')).toBe('1 shows,me 1 ignore\n');
});

test('a frozen machine takes signals when it is thawed; KILL at once', () => {
  const world = simulate({ programs });
  world.start('a', ['traps']);
  world.start('b', ['traps']);
  settle(world);
  for (const id of ['a', 'b']) world.kernel.pause(id);
  world.kernel.signal('a', 15);
  world.kernel.signal('b', 9);
  settle(world);
  expect([...world.ends]).toEqual([['b', 137]]);
  world.kernel.unpause('a');
  settle(world);
  expect(world.ends.get('a')).toBe(5);
});

test('the end of pid 1 takes all others with it, execs included', () => {
  const world = simulate();
  world.start('a', ['sleep', '100']);
  world.exec('a', 'x', ['sleep', '100']);
  settle(world);
  world.kernel.signal('a', 9);
  expect([...world.ends]).toEqual([
    ['x', 137],
    ['a', 137],
  ]);
});
