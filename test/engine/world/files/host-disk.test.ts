import * as nodeFiles from 'node:fs';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Volume } from 'memfs';
import { expect, test } from 'vitest';
import type { HostFiles } from '../../../../src/engine/world/files/host-file-system.ts';
import { runningWorld } from '../../../fixtures/running-world.ts';

const SCRIPT = `
cat /data/in.txt; ls /data
echo out > /data/out.txt; mkdir /data/d; echo deep > /data/d/f; chmod 600 /data/d/f
mv /data/d/f /data/d/g; ln -s g /data/d/l; cat /data/d/l; readlink /data/d/l
stat -c '%a %s %F' /data/d/g; rm /data/in.txt; echo more >> /data/out.txt
cat /data/nosuch; rmdir /data/d; echo $?; find /data | sort; echo x > /data/ro/x
`;

const OUTPUT = `in
in.txt
ro
deep
g
600 5 regular file
cat: can't open '/data/nosuch': No such file or directory
rmdir: '/data/d': Directory not empty
1
/data
/data/d
/data/d/g
/data/d/l
/data/out.txt
/data/ro
sh: can't create /data/ro/x: Read-only file system
`;

async function runOver(hostFiles: HostFiles, directory: string) {
  const world = runningWorld({ hostFiles });
  await world.pull('busybox');
  const Binds = [`${directory}:/data`, `${directory}/ro:/data/ro:ro`];
  await world.start('box', { Image: 'busybox', Cmd: ['sh', '-c', SCRIPT], HostConfig: { Binds } });
  await world.wait('box');
  return await world.logs('box');
}

test('bind mounts on a disk in memory, by memfs', async () => {
  const volume = Volume.fromJSON({ '/host/in.txt': 'in\n', '/host/ro/.keep': '' });
  expect(await runOver(volume as unknown as HostFiles, '/host')).toBe(
    OUTPUT.replace('/data/ro\n', '/data/ro\n/data/ro/.keep\n'),
  );
  expect(volume.toJSON()).toMatchObject({ '/host/out.txt': 'out\nmore\n', '/host/d/g': 'deep\n' });
});

test("bind mounts on this machine's disk, by node:fs", async () => {
  const directory = mkdtempSync(join(tmpdir(), 'dockless-disk-'));
  try {
    writeFileSync(join(directory, 'in.txt'), 'in\n');
    nodeFiles.mkdirSync(join(directory, 'ro'));
    expect(await runOver(nodeFiles as unknown as HostFiles, directory)).toBe(OUTPUT);
    expect(readFileSync(join(directory, 'out.txt'), 'utf8')).toBe('out\nmore\n');
    expect(statSync(join(directory, 'd/g')).mode & 0o777).toBe(0o600);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
