import { expect, test } from 'vitest';
import { removeContainer } from '../../../src/engine/containers/remove.ts';
import { startContainer } from '../../../src/engine/containers/start.ts';
import { waitContainer } from '../../../src/engine/containers/wait.ts';
import { lifecycleWorld } from '../../fixtures/lifecycle.ts';

function waitingWorld(hostConfig: object = {}) {
  const world = lifecycleWorld();
  const id = world.create({ hostConfig });
  const client = new AbortController();
  const wait = (condition: string) => waitContainer(world.engine, id, condition, client.signal);
  return { ...world, id, client, wait };
}

test('each condition is met at its own time', async () => {
  const { engine, processes, id, wait } = waitingWorld();
  expect(await wait('')).toEqual({ exitCode: 0, error: '' });
  const next = wait('next-exit');
  const removed = wait('removed');
  startContainer(engine, id);
  const stopped = wait('not-running');
  processes.end(id, 3);
  const three = { exitCode: 3, error: '' };
  expect(await Promise.all([next, stopped])).toEqual([three, three]);
  await removeContainer(engine, id);
  expect(await removed).toEqual(three);
  expect(() => wait('not-running')).toThrow(`No such container: ${id}`);
});

test('a restart by policy meets them too', async () => {
  const { engine, processes, id, wait } = waitingWorld({
    RestartPolicy: { Name: 'always', MaximumRetryCount: 0 },
  });
  startContainer(engine, id);
  const waits = [wait('not-running'), wait('next-exit')];
  processes.end(id, 4);
  expect(await Promise.all(waits)).toEqual(Array(2).fill({ exitCode: 4, error: '' }));
});

test('nobody waits for ever: not when the client leaves, nor for a removed container, nor for a closed engine', async () => {
  const { engine, client, wait, create } = waitingWorld();
  const left = wait('removed');
  client.abort();
  expect(await left).toBeUndefined();
  const id = create({ name: 'other' });
  const next = waitContainer(engine, id, 'next-exit', new AbortController().signal);
  await removeContainer(engine, id);
  expect(await next).toEqual({ exitCode: 0, error: '' });
  const open = waitContainer(engine, 'web', 'removed', new AbortController().signal);
  engine.close();
  await expect(open).rejects.toThrow('the engine was closed');
});

test('an unknown condition', () => {
  expect(() => waitingWorld().wait('foo')).toThrow('invalid condition: "foo"');
});
