// A recording shows a server being started. What if it is killed then? The engine goes on where the recording stops.
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { api, createEngine, type Daemon } from 'dockless';
import { createRecording, intercept, readRecording, record, resume } from 'dockless/node';

async function start(docker: Docker): Promise<Docker.Container> {
  const container = await docker.createContainer({
    name: 'server',
    Image: 'busybox',
    Cmd: ['sleep', '1000'],
  });
  await container.start();
  return container;
}

async function withDocker<T>(daemon: Daemon, work: (docker: Docker) => Promise<T>): Promise<T> {
  using _ = intercept(daemon);
  return await work(new Docker({ socketPath: '/var/run/docker.sock' }));
}

const folder = join(mkdtempSync(join(tmpdir(), 'dockless-example-')), 'started');
const theirs = createEngine({ seed: 'their machine', images: ['busybox'] });
const recordedId = await withDocker(record(api(theirs), createRecording(folder)), async docker => {
  const container = await start(docker);
  await container.stop();
  return container.id;
});

const ours = createEngine({ seed: 'our machine', clock: 'manual', images: ['busybox'] });
const daemon = await resume(readRecording(folder), api(ours), {
  at: 2,
  advance: ms => ours.driver.advance(ms),
});
await withDocker(daemon, async docker => {
  const container = await start(docker); // exchanges 1 and 2, from the recording
  assert.equal(container.id, recordedId);
  await container.kill({ signal: 'SIGKILL' }); // the recording never saw this
  await ours.driver.advance(1000);
  const { State } = await container.inspect();
  assert.deepEqual([State.Status, State.ExitCode], ['exited', 137]);
});
