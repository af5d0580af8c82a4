import { expect, test } from 'vitest';
import { builtInPrograms } from '../../../../src/engine/world/programs/index-of-programs.ts';
import { settle, simulate } from '../process/kernel-fixture.ts';
import { ENVIRONMENT } from './run-script.ts';

/** What `docker run -t busybox sh -c SCRIPT` showed and exited with, on dockerd 28.5.2, after Ctrl-C was typed. */
test.each([
  ['cat; echo after', '^C', 130],
  ['sleep 100; echo after', '^C', 130],
  ['while true; do sleep 1; done', '^C', 130],
  ['trap "echo int" INT; sleep 100; echo after', '^Cint\r\nafter\r\n', 0],
  // The shell has become sleep, which as pid 1 takes no SIGINT.
  ['sleep 100', '^C', undefined],
])('%s', async (script, output, exitCode) => {
  const world = simulate({ programs: builtInPrograms });
  world.start('box', ['sh', '-c', script], { env: ENVIRONMENT, tty: true, openStdin: true });
  settle(world);
  await world.input('box', '\x03');
  settle(world);
  expect([world.stdout('box'), world.ends.get('box')]).toEqual([output, exitCode]);
});
