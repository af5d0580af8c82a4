import { describe, expect, test } from 'vitest';
import { sys } from '../../../../src/engine/world/process/sys.ts';
import type { Running } from '../../../../src/engine/world/process/system-call.ts';
import { codeOf, type Simulated, settle, simulate, type TestPrograms } from './kernel-fixture.ts';

const programs: TestPrograms = {
  /** Shows each size it is told of, until SIGINT. */
  *sizes(): Running {
    yield* sys.signalAction(28, 'catch');
    for (;;) {
      const { rows, columns } = yield* sys.winsize(0);
      yield* sys.write(1, `${rows} ${columns}\n`);
      yield* sys.pause();
      yield* sys.takeSignals();
    }
  },
  *raw(): Running {
    const before = yield* sys.tcgetattr(0);
    yield* sys.tcsetattr(0, {
      ...before,
      canonical: false,
      echo: false,
      signals: false,
      newlineOut: false,
      returnIn: false,
    });
    for (let count = 0; count < 4; count += 1) {
      const bytes = yield* sys.read(0, 1);
      yield* sys.write(1, `<${bytes[0]}>\n`);
    }
    yield* sys.tcsetattr(0, before);
    yield* sys.write(1, 'sane\n');
    return 0;
  },
  *facts(): Running {
    const tty = yield* sys.open('/dev/tty', { read: true, write: true });
    yield* sys.write(tty, `${yield* sys.isatty(tty)} ${yield* sys.tcgetpgrp(0)}\n`);
    yield* sys.write(1, `${yield* codeOf(sys.tcsetpgrp(0, 99))}\n`);
    return 0;
  },
  /** pid 1 in the foreground, and a child in the background that wants to read. */
  *background({ env }): Running {
    const child = yield* sys.spawn({
      image: { path: '/bin/cat' },
      argv: ['cat'],
      env,
      fds: { 0: 0, 1: 1 },
      pgid: 0,
    });
    const stopped = yield* sys.wait(child, { untraced: true });
    yield* sys.write(1, `${JSON.stringify(stopped?.status)}\n`);
    yield* sys.tcsetpgrp(0, child);
    yield* sys.kill(-child, 18);
    const ended = yield* sys.wait(child);
    yield* sys.write(1, `${JSON.stringify(ended?.status)}\n`);
    return 0;
  },
  /** pid 1 without a handler, and a child in the same group. */
  *parent({ env }): Running {
    const child = yield* sys.spawn({ image: { path: '/bin/cat' }, argv: ['cat'], env, fds: { 0: 0, 1: 1 } });
    const ended = yield* sys.wait(child);
    yield* sys.write(1, `${ended?.exitCode}\n`);
    return 0;
  },
};

async function typed(world: Simulated, ...pieces: string[]): Promise<void> {
  for (const piece of pieces) {
    await world.input('a', piece);
    settle(world);
  }
}

function atTerminal(argv: readonly string[]): Simulated {
  const world = simulate({ programs });
  world.start('a', argv, { tty: true, openStdin: true, consoleSize: { rows: 24, columns: 80 } });
  settle(world);
  return world;
}

// What dockerd 28.5.2 sent to `docker run -it busybox cat` for the same keys, each in a write of its own.
describe('the line discipline', () => {
  const cases: ReadonlyArray<readonly [name: string, keys: readonly string[], screen: string]> = [
    ['a line', ['hello\r'], 'hello\r\nhello\r\n'],
    ['erase', ['ab\x7fc\r'], 'ab\b \bc\r\nac\r\n'],
    ['word erase', ['one two\x17x\r'], 'one two\b \b\b \b\b \bx\r\none x\r\n'],
    ['kill', ['abc\x15d\r'], 'abc\b \b\b \b\b \bd\r\nd\r\n'],
    ['literal next', ['x\x16\x03y\r'], 'x^\b^Cy\r\nx\x03y\r\n'],
    ['erasing a tab', ['\ta\x7f\x7fb\r'], '\ta\b \b\b\b\b\b\b\b\b\bb\r\nb\r\n'],
    ['end of file after a part, then on an empty line', ['part\x04', '\r', '\x04'], 'partpart\r\n\r\n'],
    ['a signal drops what was typed with it', ['hello\r', 'typed\x03'], 'hello\r\nhello\r\n^C'],
  ];
  test.each(cases)('%s', async (_name, keys, screen) => {
    const world = atTerminal(['cat']);
    await typed(world, ...keys);
    expect(world.stdout('a')).toBe(screen);
  });
});

test('Ctrl-C ends the foreground group, but not pid 1 without a handler', async () => {
  const world = atTerminal(['parent']);
  await typed(world, 'hello\r', '\x03');
  expect(world.stdout('a')).toBe('hello\r\nhello\r\n^C130\r\n');
  expect(world.ends.get('a')).toBe(0);
});

test('a new window size is told to the foreground group', async () => {
  const world = atTerminal(['sizes']);
  world.kernel.resize('a', { rows: 30, columns: 100 });
  settle(world);
  world.kernel.resize('a', { rows: 30, columns: 100 });
  settle(world);
  expect(world.stdout('a')).toBe('24 80\r\n30 100\r\n');
});

test('raw mode hands on each byte as it is', async () => {
  const world = atTerminal(['raw']);
  await typed(world, 'a', '\x03', '\r\x04');
  expect(world.stdout('a')).toBe('<97>\n<3>\n<13>\n<4>\nsane\r\n');
});

test('/dev/tty is the session`s terminal; the foreground must be a group of the session', () => {
  const world = atTerminal(['facts']);
  expect(world.stdout('a')).toBe('true 1\r\nEPERM\r\n');
});

test('a background reader is stopped by SIGTTIN and goes on in the foreground', async () => {
  const world = atTerminal(['background']);
  expect(world.stdout('a')).toBe('{"stopped":21}\r\n');
  await typed(world, 'now\r', '\x04');
  expect(world.stdout('a')).toBe('{"stopped":21}\r\nnow\r\nnow\r\n{"exitCode":0}\r\n');
});

test('an exec has a terminal of its own, and hangs up when its leader ends', async () => {
  const world = atTerminal(['cat']);
  world.exec('a', 'x', ['facts'], { tty: true });
  settle(world);
  expect(world.stdout('x')).toBe('true 2\r\nEPERM\r\n');
  expect(
    [...(world.engine.state.machines.get('a')?.terminals.values() ?? [])].map(({ index }) => index),
  ).toEqual([0]);
  expect(world.kernel.list('a').map(({ argv, tty }) => [argv, tty])).toEqual([[['cat'], true]]);
});
