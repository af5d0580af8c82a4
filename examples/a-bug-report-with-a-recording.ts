// A user's program misreads an exit code. The user records what crossed; the recording becomes the test.
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { api, createEngine, type Daemon } from 'dockless';
import { createRecording, intercept, readRecording, record, replay } from 'dockless/node';

/** The code under test. */
async function check(daemon: Daemon): Promise<string> {
  using _ = intercept(daemon);
  const docker = new Docker({ socketPath: '/var/run/docker.sock' });
  const container = await docker.createContainer({
    Image: 'busybox',
    Cmd: ['sh', '-c', 'echo broken; exit 3'],
  });
  await container.start();
  const { StatusCode } = await container.wait();
  const logs = await container.logs({ stdout: true });
  await container.remove();
  return `exit code ${StatusCode}, ${logs.length} bytes of logs`;
}

// At the user's: `dockless record --to my-bug -- my-program`, before a real daemon. Here an engine stands for it.
const folder = join(mkdtempSync(join(tmpdir(), 'dockless-example-')), 'my-bug');
const theirs = createEngine({ seed: 'their machine', images: ['busybox'] });
const seen = await check(record(api(theirs), createRecording(folder)));

// In the test, with no daemon: the same bytes, so the same outcome.
const docker = replay(readRecording(folder), { mode: 'strict', name: 'my-bug' });
assert.equal(await check(docker), seen);
assert.equal(seen, 'exit code 3, 15 bytes of logs');
assert.deepEqual(docker.neverAsked(), []);
assert.deepEqual(docker.misses(), []);
