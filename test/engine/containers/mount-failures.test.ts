import { expect, test } from 'vitest';
import { runningWorld } from '../../fixtures/running-world.ts';

const START =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ';
const HINT =
  ': Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type';

/** How the start of a busybox with these mounts fails; the expected values are what dockerd 28.5.2 answered. */
async function failure(hostConfig: object, before?: (start: () => Promise<unknown>) => Promise<unknown>) {
  const world = runningWorld();
  await world.pull('busybox');
  // A file on the simulated host's disk, made by a container.
  await world.start('maker', {
    Image: 'busybox',
    Cmd: ['touch', '/host/file'],
    HostConfig: { Binds: ['/srv/rb:/host'] },
  });
  await world.wait('maker');
  await world.call('POST', '/containers/create?name=box', {
    Image: 'busybox',
    Cmd: ['true'],
    HostConfig: hostConfig,
  });
  await before?.(() =>
    world.start('remover', {
      Image: 'busybox',
      Cmd: ['rm', '-r', '/host/rb'],
      HostConfig: { Binds: ['/srv:/host'] },
    }),
  );
  const message = await world.call('POST', '/containers/box/start').then(
    () => 'started',
    error => (error as Error).message,
  );
  return [message, (await world.state('box')).ExitCode];
}

test('a directory over a file, and a file over a directory', async () => {
  expect(await failure({ Binds: ['/srv/rb:/etc/passwd'] })).toEqual([
    `400 ${START}error mounting "/srv/rb" to rootfs at "/etc/passwd": mount /srv/rb:/etc/passwd (via /proc/self/fd/6), flags: 0x5000: not a directory${HINT}`,
    127,
  ]);
  expect(await failure({ Binds: ['/srv/rb/file:/tmp'] })).toEqual([
    `400 ${START}error mounting "/srv/rb/file" to rootfs at "/tmp": mount /srv/rb/file:/tmp (via /proc/self/fd/6), flags: 0x5000: not a directory${HINT}`,
    127,
  ]);
  expect(await failure({ Tmpfs: { '/etc/group': '' } })).toEqual([
    `400 ${START}error mounting "tmpfs" to rootfs at "/etc/group": mount tmpfs:/etc/group (via /proc/self/fd/6), flags: 0xe: not a directory${HINT}`,
    127,
  ]);
});

test('a source that is not there', async () => {
  expect(await failure({ Binds: ['/srv/rb/file/sub:/data'] })).toEqual([
    `400 ${START}error mounting "/srv/rb/file/sub" to rootfs at "/data": stat /srv/rb/file/sub: not a directory${HINT}`,
    127,
  ]);
  const mount = { Type: 'bind', Source: '/srv/rb', Target: '/data' };
  expect(await failure({ Mounts: [mount] }, remove => remove())).toEqual([
    '400 invalid mount config for type "bind": bind source path does not exist: /srv/rb',
    0,
  ]);
});
