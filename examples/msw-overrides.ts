// Docker among the handlers of msw: the engine answers, and a test overrides one call.
import assert from 'node:assert/strict';
import Docker from 'dockerode';
import { createEngine } from 'dockless';
import { dockerSource } from 'dockless/msw';
import { HttpResponse, http } from 'msw';
import { defineNetwork } from 'msw/experimental';

const engine = createEngine({
  containers: [{ name: 'db', image: 'busybox', command: ['sleep', 'infinity'] }],
});
const network = defineNetwork({ sources: [dockerSource(engine)], context: { quiet: true } });
network.enable();
const docker = new Docker({ socketPath: '/var/run/docker.sock' });

network.use(
  http.post('*/containers/db/stop', () => HttpResponse.json({ message: 'device is busy' }, { status: 500 })),
);
await assert.rejects(docker.getContainer('db').stop(), /device is busy/);

network.resetHandlers();
await docker.getContainer('db').stop();
assert.equal((await docker.getContainer('db').inspect()).State.Status, 'exited');
network.disable();
