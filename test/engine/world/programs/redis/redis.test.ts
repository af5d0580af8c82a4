import { expect, test } from 'vitest';
import { execute } from '../../../../../src/engine/world/programs/redis/commands.ts';
import type { Redis, Session } from '../../../../../src/engine/world/programs/redis/database.ts';
import { runningWorld } from '../../../../fixtures/running-world.ts';
import recorded from './recorded.json' with { type: 'json' };

function newServer(): { redis: Redis; session: Session } {
  const settings = new Map([
    ['databases', '16'],
    ['maxmemory', '0'],
    ['maxmemory-policy', 'noeviction'],
  ]);
  const times = { nowMs: 1_750_000_000_000, startedMs: 1_750_000_000_000 };
  const counts = { changes: 0, commands: 0, nextId: 2 };
  return {
    redis: { databases: new Map(), sessions: new Map(), settings, version: '7.0.15', ...times, ...counts },
    session: {
      ...{ fd: 5, id: 1, input: '', database: 0, queue: undefined, refused: false, watched: new Map() },
      ...{ name: '', authenticated: false, closing: false },
    },
  };
}

test('what the real redis-server answers', () => {
  const { redis, session } = newServer();
  const answers = recorded.replies.map(({ request }) => ({
    request,
    reply: execute(redis, session, request).reply,
  }));
  expect(answers).toEqual(recorded.replies);
});

test('what the real redis-cli prints', async () => {
  const world = runningWorld();
  await world.pull('redis:7');
  await world.start('cache', { Image: 'redis:7' });
  const calls = [];
  for (const { args } of recorded.calls)
    calls.push({ args, stdout: (await world.exec('cache', ['redis-cli', ...args])).output });
  expect(calls).toEqual(recorded.calls);
});

test("keys expire on the engine's clock, other containers reach it, and a copy goes on", async () => {
  const world = runningWorld();
  await world.pull('redis:8');
  await world.call('POST', '/networks/create', { Name: 'net' });
  await world.start('cache', { Image: 'redis:8', HostConfig: { NetworkMode: 'net' } });
  await world.start('app', {
    Image: 'redis:8',
    Entrypoint: ['sleep', '99999'],
    HostConfig: { NetworkMode: 'net' },
  });
  const ask = async (at: typeof world, ...words: string[]) =>
    (await at.exec('app', ['redis-cli', '-h', 'cache', ...words])).output;
  expect(await ask(world, 'SET', 'k', 'v', 'EX', '60')).toBe('OK\n');
  await world.engine.driver.advance(59_000);
  expect(await ask(world, 'GET', 'k')).toBe('v\n');
  const copy = runningWorld({}, world.engine.fork());
  await world.engine.driver.advance(2_000);
  expect(await ask(world, 'GET', 'k')).toBe('\n');
  expect(await ask(copy, 'GET', 'k')).toBe('v\n');
  expect(await ask(copy, 'ZADD', 'z', '1', 'a')).toBe(
    "ERR dockless does not simulate the command 'zadd'\n\n",
  );
  expect(await world.logs('cache')).toContain('Ready to accept connections tcp\n');
  await world.call('POST', '/containers/cache/stop');
  expect(await world.state('cache')).toMatchObject({ ExitCode: 0 });
});

test('a server goes on from its checkpoints after many requests', async () => {
  const world = runningWorld();
  await world.pull('redis:8');
  await world.start('cache', { Image: 'redis:8' });
  const loop =
    'i=0; while [ $i -lt 300 ]; do for j in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do echo INCR n; done; i=$((i+1)); done | redis-cli > /dev/null';
  expect(await world.exec('cache', ['sh', '-c', loop])).toEqual({ exitCode: 0, output: '' });
  const copy = runningWorld({}, world.engine.fork());
  expect(await copy.exec('cache', ['redis-cli', 'GET', 'n'])).toEqual({ exitCode: 0, output: '6000\n' });
});
