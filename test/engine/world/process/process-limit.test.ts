import { expect, test } from 'vitest';
import { runningWorld } from '../../../fixtures/running-world.ts';

const NO_MORE = "sh: can't fork: Resource temporarily unavailable\n";

/** What `docker run --pids-limit N busybox sh -c SCRIPT` showed and exited with on dockerd 28.5.2. */
test.each([
  [5, 'for i in 1 2 3 4 5 6; do sleep 1 & done; wait; echo done', NO_MORE, 2],
  [3, 'echo a | cat | cat | cat; echo $?', NO_MORE, 2],
  [1, 'ls /; echo $?', NO_MORE, 2],
  [2, 'x=$(ls /etc | head -1); echo $? $x', `${NO_MORE}2\n`, 0],
  [2, 'true; sh -c "ls | cat"; echo $?', `${NO_MORE}2\n`, 0],
])('--pids-limit %i: %s', async (limit, script, output, exitCode) => {
  const world = runningWorld();
  await world.pull('busybox');
  const config = { Image: 'busybox', Cmd: ['sh', '-c', script], HostConfig: { PidsLimit: limit } };
  await world.start('box', config);
  expect([await world.wait('box'), await world.logs('box')]).toEqual([exitCode, output]);
});
