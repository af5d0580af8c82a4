import { expect, test } from 'vitest';
import { runningWorld } from '../../fixtures/running-world.ts';

/** CapEff, CapBnd, NoNewPrivs and Seccomp of /proc/self/status, as dockerd 28.5.2's containers had them. */
test.each([
  [{}, '', ['a80425fb', 'a80425fb', '0', '2']],
  [{ CapDrop: ['ALL'] }, '', ['00000000', '00000000', '0', '2']],
  [{ CapAdd: ['NET_ADMIN'], CapDrop: ['CHOWN'] }, '', ['a80435fa', 'a80435fa', '0', '2']],
  [{}, '1000', ['00000000', 'a80425fb', '0', '2']],
  [{ CapAdd: ['NET_ADMIN'] }, '1000', ['00000000', 'a80435fb', '0', '2']],
  [{ SecurityOpt: ['no-new-privileges'] }, '', ['a80425fb', 'a80425fb', '1', '2']],
  [{ SecurityOpt: ['seccomp=unconfined'] }, '', ['a80425fb', 'a80425fb', '0', '0']],
  [{ CapDrop: ['ALL'], CapAdd: ['SYS_TIME'] }, '5', ['00000000', '02000000', '0', '2']],
])('%o %s', async (hostConfig, user, expected) => {
  const world = runningWorld();
  await world.pull('busybox');
  const config = { Image: 'busybox', Cmd: ['cat', '/proc/self/status'], User: user, HostConfig: hostConfig };
  await world.start('box', config);
  await world.wait('box');
  const log = await world.logs('box');
  const field = (name: string) => new RegExp(`^${name}:\\t(\\w+)$`, 'm').exec(log)?.[1]?.slice(-8);
  expect(['CapEff', 'CapBnd', 'NoNewPrivs', 'Seccomp'].map(field)).toEqual(expected);
});
