import { expect, test } from 'vitest';
import { runningWorld } from '../../../fixtures/running-world.ts';

/** What dockerd 28.5.2 with cgroup v1 and runc 1.1.5 showed in `docker run busybox`, but for the id and the host's disk. */
test("cgroups, mounts in runc's order, and file systems of their own size", async () => {
  const world = runningWorld();
  await world.pull('busybox');
  const script = `cat /proc/1/cgroup; cut -d' ' -f1-3 /proc/mounts
head -c 1048576 /dev/zero > /dev/shm/x; df | grep -v "overlay\\|/etc/"`;
  const id = await world.start('box', { Image: 'busybox', Cmd: ['sh', '-c', script] });
  await world.wait('box');
  const hierarchies = 'name=systemd pids blkio freezer devices memory cpuset cpuacct cpu'.split(' ');
  expect(
    await world.logs('box'),
  ).toBe(`${hierarchies.map((name, at) => `${9 - at}:${name}:/docker/${id}\n`).join('')}0::/docker/${id}
overlay / overlay
proc /proc proc
tmpfs /dev tmpfs
devpts /dev/pts devpts
sysfs /sys sysfs
mqueue /dev/mqueue mqueue
shm /dev/shm tmpfs
/dev/sda1 /etc/resolv.conf ext4
/dev/sda1 /etc/hostname ext4
/dev/sda1 /etc/hosts ext4
proc /proc/sys proc
Filesystem           1K-blocks      Used Available Use% Mounted on
tmpfs                    65536         0     65536   0% /dev
shm                      65536      1024     64512   2% /dev/shm
`);
});
