import { expect, test } from 'vitest';
import { findContainer } from '../../../src/engine/containers/find.ts';
import { killContainer } from '../../../src/engine/containers/kill.ts';
import { removeContainer } from '../../../src/engine/containers/remove.ts';
import { startContainer } from '../../../src/engine/containers/start.ts';
import { stopContainer } from '../../../src/engine/containers/stop.ts';
import { invalidParameter } from '../../../src/engine/errors.ts';
import { lifecycleWorld } from '../../fixtures/lifecycle.ts';

// What dockerd 28.5.2 does; the back-off is moby's restartmanager.go.

function restarting(Name: string, MaximumRetryCount = 0) {
  const world = lifecycleWorld();
  const id = world.create({ hostConfig: { RestartPolicy: { Name, MaximumRetryCount } } });
  startContainer(world.engine, id);
  world.events();
  return { ...world, id, shown: () => findContainer(world.engine, id) };
}

const ended = (exitCode: number) => ['network disconnect', `die execDuration=0 exitCode=${exitCode}`];
const started = ['network connect', 'start'];

test('always: at once after 100 ms, then after twice as long each time', async () => {
  const { engine, processes, id, shown, events } = restarting('always');
  for (const delayMs of [100, 200, 400]) {
    processes.end(id, 4);
    expect(events()).toEqual(ended(4));
    expect(shown().lifecycle).toEqual({ status: 'restarting', exitCode: 4 });
    await engine.advance(delayMs - 1);
    expect(events()).toEqual([]);
    await engine.advance(1);
    expect(events()).toEqual(started);
  }
  expect(shown().restartCount).toBe(3);
  await engine.advance(10_000);
  processes.end(id, 0);
  events();
  await engine.advance(100);
  expect(events()).toEqual(started);
});

test('on-failure gives up after so many restarts, and at once after a success', async () => {
  const { engine, processes, id, shown } = restarting('on-failure', 2);
  for (const delayMs of [100, 200]) {
    processes.end(id, 1);
    await engine.advance(delayMs);
  }
  processes.end(id, 1);
  expect(shown()).toMatchObject({ lifecycle: { status: 'exited', exitCode: 1 }, restartCount: 2 });
  startContainer(engine, id);
  processes.end(id, 0);
  expect(shown()).toMatchObject({ lifecycle: { status: 'exited', exitCode: 0 }, restartCount: 0 });
});

test('a stop, a kill or a signal during the back-off ends it without a die', async () => {
  const { engine, processes, id, shown, events } = restarting('always');
  processes.end(id, 4);
  events();
  await stopContainer(engine, id, {});
  expect(events()).toEqual(['stop']);
  expect(shown().lifecycle).toEqual({ status: 'exited', exitCode: 4 });
  for (const signal of ['', 'HUP']) {
    startContainer(engine, id);
    processes.end(id, 4);
    events();
    await killContainer(engine, id, signal);
    expect(events()).toEqual([]);
    expect(shown().lifecycle).toEqual({ status: 'exited', exitCode: 4 });
  }
  await engine.advance(60_000);
  expect(events()).toEqual([]);
});

test('a killed container is not restarted, nor is a removed one', async () => {
  const { engine, processes, id, shown, events } = restarting('unless-stopped');
  await killContainer(engine, id, 'KILL');
  expect(events()).toEqual(['kill signal=9', ...ended(137)]);
  expect(shown().lifecycle.status).toBe('exited');
  startContainer(engine, id);
  processes.end(id, 1);
  events();
  await removeContainer(engine, id, { force: true });
  expect(events()).toEqual(['destroy']);
  await engine.advance(60_000);
});

test('a restart that cannot start is given up', async () => {
  const { engine, processes, id, shown, events } = restarting('always');
  processes.end(id, 4);
  events();
  const sentence =
    'failed to create task for container: failed to create shim task: OCI runtime create failed: ' +
    'runc create failed: unable to start container process: exec: "sh": executable file not found in $PATH';
  processes.refusal = invalidParameter(sentence);
  await engine.advance(100);
  expect(events()).toEqual(['network disconnect']);
  expect(shown()).toMatchObject({ lifecycle: { status: 'exited', exitCode: 127 }, error: sentence });
});
