// Containers in a state of the test's choosing, whatever it would take to get there.
import assert from 'node:assert/strict';
import Docker from 'dockerode';
import { api, createEngine } from 'dockless';
import { intercept } from 'dockless/node';

/** The code under test: restarts what is ill, and removes what has crashed. */
async function tidy(docker: Docker): Promise<void> {
  for (const { Id, State, Status } of await docker.listContainers({ all: true })) {
    if (State === 'exited') await docker.getContainer(Id).remove();
    else if (Status.includes('unhealthy')) await docker.getContainer(Id).restart({ t: 0 });
  }
}

const command = ['sleep', 'infinity'];
const engine = createEngine({
  networks: [{ name: 'back', subnet: '10.9.0.0/24' }],
  volumes: ['data'],
  containers: [
    { name: 'web', image: 'busybox', command, ports: ['8080:80'], networks: ['back'] },
    { name: 'ill', image: 'busybox', command, health: 'unhealthy', volumes: ['data:/data'] },
    { name: 'crashed', image: 'busybox', state: 'exited', exitCode: 137 },
  ],
});
using _ = intercept(api(engine));
await tidy(new Docker({ socketPath: '/var/run/docker.sock' }));

const changes = engine.calls.filter(({ method }) => method !== 'GET').map(({ operation }) => operation);
assert.deepEqual(changes.sort(), ['ContainerDelete', 'ContainerRestart']);
