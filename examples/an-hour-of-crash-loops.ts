// A container that crashes at once, restarted for an hour: Docker doubles its pause up to a minute.
import assert from 'node:assert/strict';
import Docker from 'dockerode';
import { api, createEngine } from 'dockless';
import { intercept } from 'dockless/node';

const engine = createEngine({ clock: 'auto' });
using _ = intercept(api(engine));
const docker = new Docker({ socketPath: '/var/run/docker.sock' });
const progress = await docker.pull('busybox');
await new Promise(resolve => docker.modem.followProgress(progress, resolve));

const container = await docker.createContainer({
  Image: 'busybox',
  Cmd: ['false'],
  HostConfig: { RestartPolicy: { Name: 'always' } },
});
await container.start();
await engine.advance(3_600_000);

const { RestartCount, State } = await container.inspect();
assert.deepEqual([State.Status, State.ExitCode], ['restarting', 1]);
// Pauses of 100 ms, 200 ms, ... 51.2 s make ten restarts in two minutes; then one a minute; one more is due.
assert.equal(RestartCount, 69);
