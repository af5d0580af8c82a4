/**
 * Records what a real dockerd answers whose disk is full. Give it a small one first:
 * mount -t tmpfs -o size=40m tmpfs /tmp/live-full/data && live-dockerd start /tmp/live-full, then
 * DOCKER_HOST=unix:///tmp/live-full/docker.sock node test/recording/disk-full/record.ts /tmp/live-full/data
 */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { live } from '../../../src/transport/live.ts';
import { askWithFullDisk } from './calls.ts';

const [, , dataRoot] = process.argv;
const host = process.env.DOCKER_HOST;
if (dataRoot === undefined || host === undefined) {
  console.error('Set DOCKER_HOST, and name the folder on the small disk.');
  process.exit(2);
}
const filler = `${dataRoot}/filler`;
const fill = () => {
  execFileSync('sh', ['-c', `dd if=/dev/zero of=${filler} bs=4k 2>/dev/null || true`]);
};
try {
  const answers = await askWithFullDisk(live(host), fill);
  writeFileSync(new URL('recorded.json', import.meta.url), `${JSON.stringify(answers, null, 2)}\n`);
} finally {
  rmSync(filler, { force: true });
}
