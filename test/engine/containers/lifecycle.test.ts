import { expect, test } from 'vitest';
import { findContainer } from '../../../src/engine/containers/find.ts';
import { killContainer } from '../../../src/engine/containers/kill.ts';
import { pauseContainer } from '../../../src/engine/containers/pause.ts';
import { removeContainer } from '../../../src/engine/containers/remove.ts';
import { restartContainer } from '../../../src/engine/containers/restart.ts';
import { startContainer } from '../../../src/engine/containers/start.ts';
import { stopContainer } from '../../../src/engine/containers/stop.ts';
import { unpauseContainer } from '../../../src/engine/containers/unpause.ts';
import { lifecycleWorld } from '../../fixtures/lifecycle.ts';

// Every order of events and every sentence is what dockerd 28.5.2 answered to the same calls.

test('a start, and a stop that has to kill', async () => {
  const { engine, processes, create, events } = lifecycleWorld();
  const id = create();
  processes.deadly.delete(15);
  startContainer(engine, 'web');
  expect(events()).toEqual(['network connect', 'start']);
  const stopped = stopContainer(engine, 'web', { timeoutSeconds: 1 });
  await engine.advance(999);
  expect(events()).toEqual(['kill signal=15']);
  await engine.advance(1);
  await stopped;
  expect(events()).toEqual([
    'kill signal=9',
    'network disconnect',
    'stop',
    'die execDuration=1 exitCode=137',
  ]);
  expect(findContainer(engine, id).lifecycle).toEqual({ status: 'exited', exitCode: 137 });
});

test('a restart, of a running and of a stopped container', async () => {
  const { engine, create, events } = lifecycleWorld();
  create({ hostConfig: { AutoRemove: true } });
  startContainer(engine, 'web');
  events();
  await restartContainer(engine, 'web', {});
  const restarted = ['network connect', 'start', 'restart'];
  const ended = ['kill signal=15', 'network disconnect', 'stop', 'die execDuration=0 exitCode=143'];
  expect(events()).toEqual([...ended, ...restarted]);
  create({ name: 'db' });
  await restartContainer(engine, 'db', {});
  expect(events()).toEqual(restarted);
});

test('the sentences of a container that does not run', async () => {
  const { engine, create } = lifecycleWorld();
  const id = create();
  await expect(stopContainer(engine, 'web', {})).rejects.toMatchObject({ kind: 'notModified' });
  await expect(killContainer(engine, 'web', '')).rejects.toThrow(`container ${id} is not running`);
  expect(() => pauseContainer(engine, 'web')).toThrow(`container ${id} is not running`);
  expect(() => unpauseContainer(engine, 'web')).toThrow(`Container ${id} is not paused`);
});

test('the sentences of a paused container', () => {
  const { engine, create, events } = lifecycleWorld();
  const id = create();
  startContainer(engine, 'web');
  pauseContainer(engine, 'web');
  expect(() => pauseContainer(engine, 'web')).toThrow(`Container ${id} is already paused`);
  expect(() => startContainer(engine, 'web')).toThrow('cannot start a paused container, try unpause instead');
  unpauseContainer(engine, 'web');
  expect(events()).toEqual(['network connect', 'start', 'pause', 'unpause']);
});

test('a signal to a paused container wakes it, if it means a stop', async () => {
  const { engine, create, events } = lifecycleWorld();
  create();
  startContainer(engine, 'web');
  pauseContainer(engine, 'web');
  events();
  await killContainer(engine, 'web', 'HUP');
  expect(events()).toEqual(['kill signal=1', 'unpause']);
  pauseContainer(engine, 'web');
  events();
  await killContainer(engine, 'web', '');
  expect(events()).toEqual(['kill signal=9', 'network disconnect', 'die execDuration=0 exitCode=137']);
});

test('signals', async () => {
  const { engine, create, events } = lifecycleWorld();
  create();
  startContainer(engine, 'web');
  events();
  for (const wrong of ['FOO', '0']) {
    await expect(killContainer(engine, 'web', wrong)).rejects.toThrow(`invalid signal: ${wrong}`);
  }
  for (const unknown of ['65', '-1', '33']) {
    const sentence = `the linux daemon does not support signal ${unknown}`;
    await expect(killContainer(engine, 'web', unknown)).rejects.toThrow(sentence);
  }
  await killContainer(engine, 'web', 'SIGRTMIN+3');
  await killContainer(engine, 'web', 'cld');
  expect(events()).toEqual(['kill signal=37', 'kill signal=17']);
  await expect(stopContainer(engine, 'web', { signal: 'FOO' })).rejects.toThrow(
    'cannot stop container: web: invalid signal: FOO',
  );
});

test('two stops at once, and a removal while they wait, all come to their end', async () => {
  const { engine, processes, create, events } = lifecycleWorld();
  processes.deadly.delete(15);
  create();
  startContainer(engine, 'web');
  events();
  const calls = [stopContainer(engine, 'web', {}), stopContainer(engine, 'web', { timeoutSeconds: -1 })];
  calls.push(removeContainer(engine, 'web', { force: true }));
  await Promise.all(calls);
  expect(events()).toEqual([
    'kill signal=15',
    'kill signal=15',
    'kill signal=9',
    'network disconnect',
    'stop',
    'stop',
    'die execDuration=0 exitCode=137',
    'destroy',
  ]);
});

test('--rm takes the container away when it ends', () => {
  const { engine, processes, create, events } = lifecycleWorld();
  const id = create({ hostConfig: { AutoRemove: true } });
  startContainer(engine, 'web');
  processes.end(id, 1);
  expect(events()).toEqual([
    'network connect',
    'start',
    'network disconnect',
    'die execDuration=0 exitCode=1',
    'destroy',
  ]);
});

test('closing the engine ends every call that waits', async () => {
  const { engine, processes, create } = lifecycleWorld();
  processes.deadly.clear();
  create();
  startContainer(engine, 'web');
  const calls = [
    stopContainer(engine, 'web', { timeoutSeconds: 1 }),
    stopContainer(engine, 'web', { timeoutSeconds: -1 }),
    killContainer(engine, 'web', ''),
    removeContainer(engine, 'web', { force: true }),
  ];
  const refused = Promise.allSettled(calls);
  await engine.advance(1000);
  engine.close();
  const outcomes = (await refused).map(outcome => outcome.status === 'rejected' && outcome.reason.message);
  expect(outcomes).toEqual([
    'cannot stop container: web: the engine was closed',
    'cannot stop container: web: the engine was closed',
    'the engine was closed',
    expect.stringMatching(/the engine was closed$/),
  ]);
});

test('a restart that meets a removal: the container is gone, and nothing of it comes back', async () => {
  const { engine, create } = lifecycleWorld();
  const sentence = 'Cannot restart container web: container is marked for removal and cannot be started';
  const remove = () => removeContainer(engine, 'web', { force: true });
  const restart = () => restartContainer(engine, 'web', {});
  for (const order of ['restart first', 'removal first']) {
    create({ hostConfig: { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } } });
    startContainer(engine, 'web');
    const calls = order === 'restart first' ? [restart(), remove()] : [remove(), restart()];
    const outcomes = await Promise.allSettled(calls);
    const refused = outcomes.flatMap(outcome =>
      outcome.status === 'rejected' ? [outcome.reason.message] : [],
    );
    expect(refused).toEqual([sentence]);
  }
  expect(engine.state.containers.size).toBe(0);
  await engine.advance(60_000);
});
