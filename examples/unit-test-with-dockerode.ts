// A unit test of code that talks to Docker: no socket, no set-up, the same result every time.
import assert from 'node:assert/strict';
import Docker from 'dockerode';
import { api, createEngine } from 'dockless';
import { intercept } from 'dockless/node';

/** The code under test: an ordinary user of dockerode. */
async function runJob(docker: Docker, script: string): Promise<{ exitCode: number; output: string }> {
  const job = await docker.createContainer({ Image: 'busybox', Cmd: ['sh', '-c', script], Tty: true });
  await job.start();
  const { StatusCode } = await job.wait();
  const output = await job.logs({ stdout: true });
  await job.remove();
  return { exitCode: StatusCode, output: String(output) };
}

using _ = intercept(api(createEngine({ seed: 'jobs' })));
const docker = new Docker({ socketPath: '/var/run/docker.sock' });
const progress = await docker.pull('busybox');
await new Promise(resolve => docker.modem.followProgress(progress, resolve));

// The engine's clock jumps over the hour: nobody waits for it.
const result = await runJob(docker, 'sleep 3600; echo backed up; exit 3');
assert.deepEqual(result, { exitCode: 3, output: 'backed up\r\n' });
