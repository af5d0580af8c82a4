// Set a world up once, and give each test a copy of its own that costs next to nothing.
import assert from 'node:assert/strict';
import Docker from 'dockerode';
import { api, createEngine } from 'dockless';
import { intercept } from 'dockless/node';

const engine = createEngine({ seed: 'shop' });
const original = intercept(api(engine), { targets: ['unix:///original.sock'] });
const docker = new Docker({ socketPath: '/original.sock' });
const progress = await docker.pull('busybox');
await new Promise(resolve => docker.modem.followProgress(progress, resolve));
const db = await docker.createContainer({ name: 'db', Image: 'busybox', Cmd: ['sleep', 'infinity'] });
await db.start();

const copy = intercept(api(engine.fork()), { targets: ['unix:///copy.sock'] });
const other = new Docker({ socketPath: '/copy.sock' });
await other.getContainer('db').remove({ force: true });

assert.equal((await docker.listContainers()).length, 1);
assert.equal((await other.listContainers({ all: true })).length, 0);
original.dispose();
copy.dispose();
