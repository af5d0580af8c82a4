import { expect, test } from 'vitest';
import { sys } from '../../../../src/engine/world/process/sys.ts';
import type { ProgramContext, Running, Sys } from '../../../../src/engine/world/process/system-call.ts';
import { codeOf, settle, simulate } from './kernel-fixture.ts';

const decoder = new TextDecoder();

function* readText(fd: number, max?: number): Sys<string> {
  return decoder.decode(yield* sys.read(fd, max));
}

/** Runs one program to its end, and gives what it wrote. */
function outputOf(main: (context: ProgramContext) => Sys<unknown>): unknown {
  const world = simulate({
    programs: {
      *main(context): Running {
        yield* sys.write(1, JSON.stringify((yield* main(context)) ?? null));
        return 0;
      },
    },
  });
  world.start('a', ['main']);
  settle(world);
  while (world.engine.clock.next() !== undefined) {
    world.engine.clock.fireNext();
    settle(world);
  }
  expect(world.stderr('a')).toBe('');
  return JSON.parse(world.stdout('a'));
}

test('descriptors from one open share a position; two opens do not', () => {
  const seen = outputOf(function* () {
    const first = yield* sys.open('/etc/group', { read: true });
    const copy = yield* sys.dup(first);
    const other = yield* sys.open('/etc/group', { read: true });
    return [
      yield* readText(first, 4),
      yield* readText(copy, 3),
      yield* readText(other, 4),
      [first, copy, other],
    ];
  });
  expect(seen).toEqual(['root', ':x:', 'root', [3, 4, 5]]);
});

test('a child shares its parent`s position; a file outlives its name', () => {
  const seen = outputOf(function* ({ env }) {
    const flags = { read: true, write: true, create: true };
    const fd = yield* sys.open('/tmp/shared', flags);
    yield* sys.unlink('/tmp/shared');
    const echo = { image: { path: '/bin/echo' }, env } as const;
    yield* sys.wait(yield* sys.spawn({ ...echo, argv: ['echo', 'one'], fds: { 1: fd } }));
    yield* sys.wait(yield* sys.spawn({ ...echo, argv: ['echo', 'two'], fds: { 1: fd } }));
    const { nlink, size } = yield* sys.fstat(fd);
    yield* sys.seek(fd, 0, 'set');
    return [nlink, size, yield* readText(fd), yield* codeOf(sys.stat('/tmp/shared'))];
  });
  expect(seen).toEqual([0, 8, 'one\ntwo\n', 'ENOENT']);
});

test('appending writes go to the end, wherever others are', () => {
  const seen = outputOf(function* () {
    const flags = { write: true, create: true, append: true };
    const [one, two] = [yield* sys.open('/tmp/log', flags), yield* sys.open('/tmp/log', flags)];
    yield* sys.write(one, 'a');
    yield* sys.write(two, 'b');
    yield* sys.write(one, 'c');
    return yield* readText(yield* sys.open('/tmp/log', { read: true }));
  });
  expect(seen).toBe('abc');
});

test('devices', () => {
  const seen = outputOf(function* () {
    const open = (name: string) => sys.open(`/dev/${name}`, { read: true, write: true });
    const [none, zero, full, random] = [
      yield* open('null'),
      yield* open('zero'),
      yield* open('full'),
      yield* open('urandom'),
    ];
    const zeros = yield* sys.read(zero, 3);
    const bytes = yield* sys.read(random, 8);
    return [
      (yield* sys.read(none)).length,
      yield* sys.write(none, 'gone'),
      [...zeros],
      yield* codeOf(sys.write(full, 'x')),
      new Set(bytes).size > 1,
      yield* codeOf(open('tty')),
    ];
  });
  expect(seen).toEqual([0, 4, [0, 0, 0], 'ENOSPC', true, 'ENXIO']);
});

test('a pipe holds 64 KiB; who ignores SIGPIPE gets EPIPE', () => {
  const seen = outputOf(function* () {
    const [readEnd, writeEnd] = yield* sys.pipe();
    yield* sys.write(writeEnd, new Uint8Array(65_536));
    const whole = (yield* sys.read(readEnd, 100_000)).length;
    yield* sys.write(writeEnd, 'a');
    yield* sys.write(writeEnd, 'b');
    const both = yield* readText(readEnd);
    yield* sys.close(readEnd);
    yield* sys.signalAction(13, 'ignore');
    return [whole, both, yield* codeOf(sys.write(writeEnd, 'x'))];
  });
  expect(seen).toEqual([65_536, 'ab', 'EPIPE']);
});

test('poll tells who can be read, or that the time is over', () => {
  const seen = outputOf(function* () {
    const [readEnd, writeEnd] = yield* sys.pipe();
    const [other] = yield* sys.pipe();
    const before = yield* sys.now();
    const none = yield* sys.poll([readEnd, other], 500_000_000n);
    const waited = Number((yield* sys.now()) - before) / 1e9;
    yield* sys.write(writeEnd, 'x');
    return [
      none,
      Math.round(waited * 10) / 10,
      yield* sys.poll([other, readEnd]),
      yield* sys.poll([other], 0n),
    ];
  });
  expect(seen).toEqual([[], 0.5, [5 - 2], []]);
});

test('what is wrong with a descriptor', () => {
  const seen = outputOf(function* () {
    const [readEnd, writeEnd] = yield* sys.pipe();
    const directory = yield* sys.open('/etc', { read: true });
    return [
      yield* codeOf(sys.read(99)),
      yield* codeOf(sys.write(readEnd, 'x')),
      yield* codeOf(sys.read(writeEnd)),
      yield* codeOf(sys.seek(readEnd, 0, 'set')),
      yield* codeOf(sys.read(directory)),
      yield* codeOf(sys.tcgetattr(1)),
      yield* codeOf(sys.open('/etc', { write: true })),
      yield* codeOf(sys.open('/nosuch', { read: true })),
    ];
  });
  expect(seen).toEqual(['EBADF', 'EBADF', 'EBADF', 'ESPIPE', 'EISDIR', 'ENOTTY', 'EISDIR', 'ENOENT']);
});

test('/proc shows the process as it is', () => {
  const seen = outputOf(function* () {
    const file = function* (path: string): Sys<string> {
      return yield* readText(yield* sys.open(path, { read: true }));
    };
    const status = yield* file('/proc/self/status');
    return {
      self: yield* sys.readlink('/proc/self'),
      cmdline: yield* file('/proc/1/cmdline'),
      comm: yield* file('/proc/self/comm'),
      environ: yield* file('/proc/self/environ'),
      exe: yield* sys.readlink('/proc/self/exe'),
      stat: (yield* file('/proc/self/stat')).split(' ').slice(0, 8).join(' '),
      state: /^State:.*$/m.exec(status)?.[0],
      hostname: yield* file('/proc/sys/kernel/hostname'),
      fds: (yield* sys.readdir('/proc/self/fd')).map(({ name }) => name),
      mounts: yield* file('/proc/mounts'),
      missing: yield* codeOf(sys.open('/proc/77/stat', { read: true })),
      closed: yield* codeOf(sys.write(yield* sys.open('/proc/uptime', { write: true }), 'x')),
      sealed: yield* codeOf(sys.open('/proc/sys/kernel/hostname', { write: true })),
      odd: yield* codeOf(sys.open('/proc/self/constructor', { read: true })),
      interfaces: (yield* sys.readdir('/sys/class/net')).map(({ name }) => name),
      nothing: yield* codeOf(sys.open('/proc/nosuch', { write: true, create: true })),
    };
  });
  expect(seen).toEqual({
    self: '1',
    cmdline: 'main\0',
    comm: 'main\n',
    environ: 'PATH=/bin\0HOME=/root\0',
    exe: '/bin/main',
    stat: '1 (main) R 0 1 1 0 -1',
    state: 'State:\tR (running)',
    hostname: 'box\n',
    fds: ['0', '1', '2', '3', '4', '5', '6', '7', '8'].slice(0, 9),
    mounts:
      'overlay / overlay rw,relatime 0 0\nproc /proc proc rw,nosuid,nodev,noexec,relatime 0 0\n' +
      'sysfs /sys sysfs ro,nosuid,nodev,noexec,relatime 0 0\n' +
      'proc /proc/sys proc ro,nosuid,nodev,noexec,relatime 0 0\n',
    missing: 'ENOENT',
    closed: 'EIO',
    sealed: 'EROFS',
    odd: 'ENOENT',
    interfaces: ['lo'],
    nothing: 'ENOENT',
  });
});

test('/proc/self/fd/N is the descriptor itself, pipes included', () => {
  const world = simulate({
    programs: {
      *main(): Running {
        const out = yield* sys.open('/proc/self/fd/1', { write: true, create: true, truncate: true });
        yield* sys.write(out, 'through a link\n');
        const { mode } = yield* sys.stat('/proc/self/fd/1');
        yield* sys.write(1, `${((mode & 0o170000) >> 12).toString(8)}\n`);
        return 0;
      },
    },
  });
  world.start('a', ['main']);
  settle(world);
  expect(world.stdout('a')).toBe('through a link\n1\n');
});

test('output waits where the host takes none, and goes on when it does', () => {
  const world = simulate();
  world.accepts = false;
  world.start('a', ['yes']);
  settle(world);
  expect(world.stdout('a')).toBe('y\n');
  world.kernel.streams('a')?.resumeOutput();
  settle(world);
  expect(world.stdout('a')).toBe('y\ny\n');
});

test('input waits where nobody reads, and is let go at the end', async () => {
  const world = simulate();
  world.start('a', ['sleep', '1'], { openStdin: true });
  settle(world);
  let taken = 0;
  const write = async () => {
    await world.input('a', 'x'.repeat(50_000));
    taken += 1;
  };
  const writes = [write(), write(), write()];
  await writes[0];
  expect(taken).toBe(1);
  await world.engine.advance(1000);
  await Promise.all(writes);
  expect(taken).toBe(3);
});
