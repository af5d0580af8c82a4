import { expect, test } from 'vitest';
import { Errno } from '../../../../src/engine/world/process/errno.ts';
import { sys } from '../../../../src/engine/world/process/sys.ts';
import type { ProgramContext, Running } from '../../../../src/engine/world/process/system-call.ts';
import { type Simulated, settle, simulate, type TestPrograms } from './kernel-fixture.ts';

const programs: TestPrograms = {
  /** A little shell's work: a pipeline whose last part is waited for, with a trap and files on the way. */
  *main({ env }: ProgramContext): Running {
    yield* sys.signalAction(15, 'catch');
    const [readEnd, writeEnd] = yield* sys.pipe();
    yield* sys.spawn({
      image: { path: '/bin/lines' },
      argv: ['lines'],
      env,
      fds: { 0: 0, 1: writeEnd, 2: 2 },
    });
    const start = { prefix: '> ' };
    const last = yield* sys.spawn({
      image: { program: 'prefixed', start },
      argv: ['sh'],
      env,
      fds: { 0: readEnd, 1: 1, 2: 2 },
    });
    yield* sys.close(readEnd);
    yield* sys.close(writeEnd);
    const log = yield* sys.open('/tmp/log', { write: true, create: true, append: true });
    yield* sys.write(log, 'started\n');
    for (;;) {
      try {
        const waited = yield* sys.wait(last);
        yield* sys.write(1, `last: ${waited?.exitCode}\n`);
        break;
      } catch (error) {
        if (!(error instanceof Errno)) throw error;
        yield* sys.write(log, `${error.code} ${yield* sys.takeSignals()}\n`);
      }
    }
    yield* sys.close(log);
    const text = yield* sys.open('/tmp/log', { read: true });
    yield* sys.write(1, yield* sys.read(text));
    yield* sys.sleep(1_500_000_000n);
    yield* sys.write(1, `${yield* sys.now()} ${(yield* sys.random(4)).join(' ')}\n`);
    return 7;
  },
  /** Reads byte by byte, so that input is half read wherever one looks; a line costs it some sleep. */
  *lines(): Running {
    let line = '';
    for (;;) {
      const byte = yield* sys.read(0, 1);
      if (byte.length === 0) break;
      line += String.fromCharCode(byte[0] as number);
      if (!line.endsWith('\n')) continue;
      yield* sys.sleep(250_000_000n);
      yield* sys.write(1, line);
      line = '';
    }
    yield* sys.write(1, line);
    return 0;
  },
  /** Cuts its record at each line. */
  *prefixed({ start }: ProgramContext): Running {
    const { prefix, count = 0 } = start as { prefix: string; count?: number };
    for (let number = count; ; number += 1) {
      yield* sys.checkpoint({ prefix, count: number });
      const data = yield* sys.read(0);
      if (data.length === 0) return number;
      yield* sys.write(1, `${number}${prefix}${new TextDecoder().decode(data)}`);
    }
  },
};

const CALLS: ReadonlyArray<(world: Simulated) => unknown> = [
  world => world.start('a', ['main'], { openStdin: true }),
  world => world.input('a', 'one\ntw'),
  world => world.engine.advance(100),
  world => world.kernel.signal('a', 15),
  world => world.engine.advance(200),
  world => world.input('a', 'o\nthree\n'),
  world => world.exec('a', 'x', ['echo', 'from', 'exec']),
  world => world.engine.advance(300),
  world => world.kernel.streams('a')?.closeInput(),
  world => world.engine.advance(1000),
  world => world.engine.advance(2000),
];

async function play(world: Simulated, from = 0, to = CALLS.length): Promise<void> {
  for (const call of CALLS.slice(from, to)) await call(world);
}

function seen(world: Simulated) {
  return { output: [...world.output], ends: [...world.ends], unsimulated: world.engine.unsimulated() };
}

test('the history by itself', async () => {
  const world = simulate({ programs });
  await play(world);
  expect(world.stdout('a')).toMatch(
    /^0> one\n1> two\n2> three\nlast: 3\nstarted\nEINTR 15\n\d+ \d+ \d+ \d+ \d+\n$/,
  );
  expect(seen(world)).toMatchObject({ ends: expect.arrayContaining([['a', 7]]), unsimulated: {} });
});

test('a fork at any place gives the same bytes as its parent, and leaves it alone', async () => {
  const whole = simulate({ programs });
  await play(whole);
  for (let place = 0; place <= CALLS.length; place += 1) {
    const parent = simulate({ programs });
    await play(parent, 0, place);
    const copy = parent.fork();
    await play(copy, place);
    expect(seen(copy)).toEqual(seen(whole));
    await play(parent, place);
    expect(seen(parent)).toEqual(seen(whole));
  }
});

test('a fork between any two steps of the kernel goes on as its parent does', async () => {
  for (let steps = 0; steps < 100; steps += 1) {
    const parent = simulate({ programs });
    await play(parent, 0, 2);
    parent.kernel.run(steps);
    const copies = [parent.fork()];
    copies.push((copies[0] as Simulated).fork());
    for (const world of [parent, ...copies]) await play(world, 2);
    for (const copy of copies) expect(seen(copy)).toEqual(seen(parent));
  }
});

test('a copy from JSON goes on to the same bytes, at any place', async () => {
  const whole = simulate({ programs });
  await play(whole);
  for (let place = 0; place <= CALLS.length; place += 1) {
    const parent = simulate({ programs });
    await play(parent, 0, place);
    const copy = parent.viaJson();
    await play(copy, place);
    expect(seen(copy)).toEqual(seen(whole));
  }
});

test('a fork of a fork, long after', async () => {
  const whole = simulate({ programs });
  await play(whole);
  let world = simulate({ programs });
  for (let place = 0; place < CALLS.length; place += 1) {
    await play(world, place, place + 1);
    world = world.fork();
  }
  expect(seen(world)).toEqual(seen(whole));
});

test('a program that asks for something else when run again is a fault of its own', () => {
  let runs = 0;
  const world = simulate({
    programs: {
      *fickle(): Running {
        runs += 1;
        yield* sys.ids();
        if (runs === 1) yield* sys.sleep(1_000_000_000n);
        yield* sys.now();
        return 0;
      },
    },
  });
  world.start('a', ['fickle']);
  settle(world);
  const copy = world.fork();
  copy.engine.clock.fireNext();
  settle(copy);
  expect(copy.ends.get('a')).toBe(139);
  expect(Object.keys(copy.engine.unsimulated())).toEqual([
    'fault in fickle: Error: fickle run again asked for now where it had asked for sleep: ' +
      'a program may depend on nothing but its system calls and its start data',
  ]);
});
