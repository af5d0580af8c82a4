import { expect, test } from 'vitest';
import { runningWorld } from '../../../fixtures/running-world.ts';

/** What `docker run -m 20m busybox sh -c SCRIPT` showed on dockerd 28.5.2 (without swap): output, exit code, OOMKilled. */
test.each([
  ['tail /dev/zero', '', 137, true],
  ['tail /dev/zero; echo after $?', 'Killed\nafter 137\n', 0, true],
  ['dd if=/dev/zero of=/dev/null bs=100M count=1; echo $?', 'Killed\n137\n', 0, true],
  ['dd if=/dev/zero of=/dev/null bs=10M count=1 2>/dev/null; echo $?', '0\n', 0, false],
  ['x=a; while :; do x=$x$x; done', '', 137, true],
  [`awk 'BEGIN { x = "a"; while (1) x = x x }'; echo $?`, 'Killed\n137\n', 0, true],
  ['yes | sort; echo $?', 'Killed\n137\n', 0, true],
  ['head -c 100m /dev/zero | tail -c 90m | wc -c; echo $?', '0\nKilled\n0\n', 0, true],
  [`yes | tr -d '\\n' | head -c 50m | grep -c y; echo $?`, 'Killed\n137\n', 0, true],
  ['sh -c "tail /dev/zero" & wait; echo $?', '0\n', 0, true],
  ['head -c 50m /dev/zero | md5sum', '25e317773f308e446cc84c503a6d1f85  -\n', 0, false],
  ['yes | head -c 30m | sort -u; echo $?', 'Killed\n137\n', 0, true],
  ['head -c 60m /dev/zero | tac | wc -c; echo $?', '0\nKilled\n0\n', 0, true],
  ['yes | head -c 30m | tail -n 1', 'y\n', 0, false],
])('%s', { timeout: 30_000 }, async (script, output, exitCode, oomKilled) => {
  const world = runningWorld();
  await world.pull('busybox');
  const config = { Image: 'busybox', Cmd: ['sh', '-c', script], HostConfig: { Memory: 20 * 2 ** 20 } };
  await world.start('box', config);
  await world.wait('box');
  const { ExitCode, OOMKilled } = await world.state('box');
  expect([await world.logs('box'), ExitCode, OOMKilled]).toEqual([output, exitCode, oomKilled]);
});

test('a container that runs out of memory is restarted, and events say why it died', async () => {
  const world = runningWorld();
  const actions: string[] = [];
  world.engine.events.subscribe(({ type, action }) => {
    if (type === 'container') actions.push(action);
  });
  await world.pull('busybox');
  await world.start('box', {
    Image: 'busybox',
    Cmd: ['tail', '/dev/zero'],
    HostConfig: { Memory: 20 * 2 ** 20, RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 } },
  });
  await world.engine.idle();
  const once = ['start', 'oom', 'die'];
  expect(actions).toEqual(['create', ...once, ...once, ...once]);
});

test('without a limit the stand-ins still hold only so much', { timeout: 30_000 }, async () => {
  const world = runningWorld();
  await world.pull('busybox');
  await world.start('box', { Image: 'busybox', Cmd: ['tail', '/dev/zero'] });
  expect(await world.wait('box')).toBe(137);
  expect(await world.state('box')).toMatchObject({ OOMKilled: false });
  expect(world.engine.unsimulated()).toEqual({ 'a process with more than 255 MiB of memory (killed)': 1 });
});
