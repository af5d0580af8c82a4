// A database of your own making: healthy at first, then out of memory, restarted, unhealthy, and slow to stop.
import assert from 'node:assert/strict';
import Docker from 'dockerode';
import { api, createEngine } from 'dockless';
import { intercept } from 'dockless/node';

const engine = createEngine();
engine.image('postgres:16', {
  logs: ['database system is ready to accept connections'],
  health: { test: ['pg_isready'], intervalMs: 1000 },
  commands: { pg_isready: { stdout: '/var/run/postgresql:5432 - accepting connections\n' } },
});
using _ = intercept(api(engine));
const docker = new Docker({ socketPath: '/var/run/docker.sock' });

const container = await docker.createContainer({
  Image: 'postgres:16',
  name: 'db',
  HostConfig: { RestartPolicy: { Name: 'always' } },
});
await container.start();
const state = async () => (await container.inspect()).State;
await engine.advance(1500);
assert.equal((await state()).Health?.Status, 'healthy');

engine.container('db').oomKill();
assert.deepEqual([(await state()).Status, (await state()).ExitCode], ['restarting', 137]);
await engine.advance(1500);
assert.equal((await state()).Status, 'running');

engine.container('db').health('unhealthy');
assert.equal((await state()).Health?.Status, 'unhealthy');

engine.container('db').hangOnStop();
await container.stop({ t: 3 });
assert.equal((await state()).ExitCode, 137);
