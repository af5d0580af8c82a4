import { expect, test } from 'vitest';
import { findContainer } from '../../../src/engine/containers/find.ts';
import { pauseContainer } from '../../../src/engine/containers/pause.ts';
import { startContainer } from '../../../src/engine/containers/start.ts';
import { unpauseContainer } from '../../../src/engine/containers/unpause.ts';
import { invalidParameter } from '../../../src/engine/errors.ts';
import { lifecycleWorld } from '../../fixtures/lifecycle.ts';

const SECOND = 1_000_000_000;

function checkedWorld(healthcheck: object) {
  const world = lifecycleWorld();
  const { engine, processes } = world;
  const id = world.create({ config: { Healthcheck: { Interval: SECOND, ...healthcheck } } });
  startContainer(engine, id);
  world.events();
  const probe = () => findContainer(engine, id).execIds[0] as string;
  return {
    ...world,
    id,
    health: () => findContainer(engine, id).health,
    /** Waits for the next check, and ends it. */
    async check(exitCode: number, output = '', afterMs = 1000) {
      await engine.advance(afterMs);
      const execId = probe();
      if (output !== '') processes.write(execId, 'stdout', output);
      processes.end(execId, exitCode);
      return execId;
    },
    probe,
  };
}

// Events and states as dockerd 28.5.2 showed them.

test('healthy at the first success; the checks go on without further events', async () => {
  const { check, events, health, processes, id } = checkedWorld({ Test: ['CMD-SHELL', 'echo ok; exit 0'] });
  expect(health()).toEqual({ status: 'starting', failingStreak: 0, log: [] });
  const first = await check(0, 'ok\n');
  const second = await check(0, 'ok\n');
  const run = (execId: string) => [
    `exec_create: /bin/sh -c echo ok; exit 0 execID=${execId}`,
    `exec_start: /bin/sh -c echo ok; exit 0 execID=${execId}`,
    `exec_die execID=${execId} exitCode=0`,
  ];
  expect(events()).toEqual([...run(first), 'health_status: healthy', ...run(second)]);
  expect(health()?.log.map(({ exitCode, output }) => [exitCode, output])).toEqual([
    [0, 'ok\n'],
    [0, 'ok\n'],
  ]);
  processes.end(id, 0);
  expect(health()?.status).toBe('unhealthy');
});

test('unhealthy after so many failures in a row; five results are kept', async () => {
  const { check, events, health } = checkedWorld({ Test: ['CMD', 'false'], Retries: 2 });
  for (let count = 1; count <= 7; count += 1) {
    await check(1);
    const changed = events().includes('health_status: unhealthy');
    expect([changed, health()?.failingStreak]).toEqual([count === 2, count]);
  }
  expect(health()?.log).toHaveLength(5);
  await check(0);
  expect(health()).toMatchObject({ status: 'healthy', failingStreak: 0 });
});

test('a check that takes too long', async () => {
  const { engine, events, health, probe, processes } = checkedWorld({
    Test: ['CMD', 'sleep'],
    Timeout: 1.5 * SECOND,
    Retries: 1,
  });
  await engine.advance(1000);
  const execId = probe();
  processes.write(execId, 'stderr', 'part\n');
  events();
  await engine.advance(1500);
  expect(events()).toEqual(['health_status: unhealthy', `exec_die execID=${execId} exitCode=127`]);
  expect(health()?.log[0]).toMatchObject({
    exitCode: -1,
    output: 'Health check exceeded timeout (1.5s): part\n',
  });
});

test('a check that cannot be started', async () => {
  const { engine, health, processes } = checkedWorld({ Test: ['CMD', 'nope'], Retries: 1 });
  processes.refusal = invalidParameter('OCI runtime exec failed: ... executable file not found in $PATH');
  await engine.advance(1000);
  expect(health()).toMatchObject({
    status: 'unhealthy',
    log: [{ exitCode: -1, output: processes.refusal.message }],
  });
});

test('the start period: its own interval, and failures that do not count', async () => {
  const { check, health } = checkedWorld({
    Test: ['CMD', 'false'],
    StartPeriod: 2 * SECOND,
    StartInterval: SECOND / 2,
    Retries: 1,
  });
  const long = 'x'.repeat(5000);
  for (let count = 1; count <= 3; count += 1) await check(1, long, 500);
  expect(health()).toMatchObject({ status: 'starting', failingStreak: 0 });
  expect(health()?.log[0]?.output).toBe(`${long.slice(0, 4096)}...`);
  await check(1, '', 500);
  expect(health()).toMatchObject({ status: 'unhealthy', failingStreak: 1 });
});

test('paused: no checks, and unhealthy until one succeeds again', async () => {
  const { engine, id, check, events, health } = checkedWorld({ Test: ['CMD', 'true'] });
  await check(0);
  pauseContainer(engine, id);
  events();
  await engine.advance(10_000);
  expect([events(), health()?.status]).toEqual([[], 'unhealthy']);
  unpauseContainer(engine, id);
  expect(health()?.status).toBe('unhealthy');
  await check(0);
  expect(events().at(-1)).toBe('health_status: healthy');
});

test.each([[['NONE']], [['FOO', 'x']], [[]]])('no checks for %j', Test => {
  expect(checkedWorld({ Test }).health()).toBeUndefined();
});
