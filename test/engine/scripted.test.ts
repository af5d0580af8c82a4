import { setTimeout as hostDelay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type AsyncProgram, type Program, type ScriptedImage, sys } from '../../src/index.ts';
import { runningWorld } from '../fixtures/running-world.ts';

/** A world in which the image `app` was made, and a container of it, `box`, was started. */
async function worldWith(script: ScriptedImage, config: object = {}) {
  const world = runningWorld();
  world.engine.image('app', script);
  await world.start('box', { Image: 'app', ...config });
  return world;
}

test('an image of logs and ports lives until it is stopped, and ends with 0', async () => {
  const world = await worldWith({ logs: ['one', 'ready'], ports: [8080, '53/udp'], env: { MODE: 'test' } });
  expect(await world.logs('box')).toBe('one\nready\n');
  expect(await world.exec('box', ['nc', '-z', 'localhost', '8080'])).toEqual({ exitCode: 0, output: '' });
  expect(await world.exec('box', ['nc', '-z', 'localhost', '8081'])).toMatchObject({ exitCode: 1 });
  const { Config } = await world.call<{ Config: object }>('GET', '/containers/box/json');
  expect(Config).toMatchObject({
    Cmd: ['app'],
    Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'MODE=test'],
    ExposedPorts: { '8080/tcp': {}, '53/udp': {} },
  });
  await world.call('POST', '/containers/box/stop');
  expect(await world.state('box')).toMatchObject({ Status: 'exited', ExitCode: 0 });
});

test('an image named as one of the catalogue stands on it', async () => {
  const world = runningWorld();
  world.engine.image('postgres:16', { logs: ['ready'], health: 'pg_isready', commands: { pg_isready: {} } });
  await world.start('db', { Image: 'postgres:16' });
  const { Config } = await world.call<{ Config: object }>('GET', '/containers/db/json');
  expect(Config).toMatchObject({
    Entrypoint: null,
    Cmd: ['postgres'],
    ExposedPorts: { '5432/tcp': {} },
    Healthcheck: { Test: ['CMD-SHELL', 'pg_isready'] },
  });
  await world.engine.advance(31_000);
  expect(await world.state('db')).toMatchObject({ Health: { Status: 'healthy' } });
});

test('generators and files', async () => {
  const program: Program = function* ({ argv, env }) {
    const text = new TextDecoder().decode(yield* sys.read(yield* sys.open('/etc/greeting', { read: true })));
    yield* sys.write(1, `${text} ${env.NAME} ${argv.slice(1).join(',')}\n`);
    return 3;
  };
  const world = await worldWith(
    { program, files: { '/etc/greeting': 'hello' } },
    { Env: ['NAME=you'], Cmd: ['app', 'a', 'b'] },
  );
  expect(await world.wait('box')).toBe(3);
  expect(await world.logs('box')).toBe('hello you a,b\n');
});

test('virtual time stands still while an async program waits for the host', async () => {
  const program: AsyncProgram = async process => {
    const before = await process.run(sys.now());
    await hostDelay(30);
    const after = await process.run(sys.now());
    await process.print(`${after - before < 1_000_000n ? 'no time' : 'time'} passed\n`);
    await process.sleep(3_600_000);
    await process.printError('an hour later\n');
    return 7;
  };
  const world = await worldWith({ program });
  const sleeper = await world.start('sleeper', { Image: 'app', Cmd: ['sleep', '5'] });
  expect(await world.wait(sleeper)).toBe(0);
  expect(await world.wait('box')).toBe(7);
  expect(await world.logs('box')).toBe('no time passed\nan hour later\n');
});

test('an async program goes on in a copy of its engine', async () => {
  const program: AsyncProgram = async process => {
    for (let round = 1; round <= 4; round += 1) {
      await process.print(`${round}\n`);
      await process.sleep(10_000);
    }
  };
  const world = await worldWith({ program });
  await world.engine.advance(15_000);
  const copy = runningWorld({}, world.engine.fork());
  expect(await copy.logs('box')).toBe('1\n2\n');
  await copy.engine.advance(60_000);
  expect(await copy.logs('box')).toBe('1\n2\n3\n4\n');
  expect(await copy.state('box')).toMatchObject({ Status: 'exited', ExitCode: 0 });
  expect(await world.logs('box')).toBe('1\n2\n');
});

test('lines of input, and an end that aborts', async () => {
  let aborted = false;
  const program: AsyncProgram = async process => {
    process.signal.addEventListener('abort', () => {
      aborted = true;
    });
    for (;;) if ((await process.readLine()) === undefined) await new Promise(() => {});
  };
  const world = await worldWith({ program });
  world.engine.container('box').exit(5);
  expect(await world.state('box')).toMatchObject({ Status: 'exited', ExitCode: 5 });
  expect(aborted).toBe(true);
});

test('exit, crash and out of memory as Docker shows them', async () => {
  const world = await worldWith({ logs: [] });
  const box = world.engine.container('box');
  const outcomes: unknown[] = [];
  for (const end of [() => box.exit(3), () => box.crash(), () => box.crash('SIGABRT'), () => box.oomKill()]) {
    end();
    const { ExitCode, OOMKilled, Running } = await world.state('box');
    outcomes.push([ExitCode, OOMKilled, Running]);
    await world.call('POST', '/containers/box/start');
  }
  expect(outcomes).toEqual([
    [3, false, false],
    [139, false, false],
    [134, false, false],
    [137, true, false],
  ]);
});

test('a program that uses more than its container may is killed', async () => {
  const program: Program = function* () {
    for (let mebibytes = 1; ; mebibytes += 1) {
      yield* sys.memory(mebibytes * 2 ** 20);
      yield* sys.sleep(1_000_000n);
    }
  };
  const world = await worldWith({ program }, { HostConfig: { Memory: 16 * 2 ** 20 } });
  expect(await world.wait('box')).toBe(137);
  expect(await world.state('box')).toMatchObject({ OOMKilled: true });
});

test('a stop that hangs takes its timeout, and health is what the test says', async () => {
  const world = await worldWith({ logs: [], health: { test: 'true', intervalMs: 1000 } });
  const box = world.engine.container('box');
  await world.engine.advance(1500);
  expect(await world.state('box')).toMatchObject({ Health: { Status: 'healthy' } });
  box.health('unhealthy');
  await world.engine.advance(1500);
  expect(await world.state('box')).toMatchObject({ Health: { Status: 'unhealthy' } });
  box.log('from outside\n', 'stderr');
  expect(await world.logs('box')).toBe('from outside\n');
  box.hangOnStop();
  const before = world.engine.clock.lastNs();
  await world.call('POST', '/containers/box/stop?t=7');
  expect(Number(world.engine.clock.lastNs() - before) / 1e9).toBeCloseTo(7, 1);
  expect(await world.state('box')).toMatchObject({ ExitCode: 137 });
  expect(() => box.exit(0)).toThrow(`container ${box.id} is not running`);
});
