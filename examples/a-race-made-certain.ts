// A container that goes away between a client's list and its inspect: once in a thousand runs, or in each one.
import assert from 'node:assert/strict';
import Docker from 'dockerode';
import { api, barrier, createEngine, faults } from 'dockless';
import { intercept } from 'dockless/node';

/** The code under test: it inspects what it listed, and forgets that containers may be gone by then. */
async function statuses(docker: Docker): Promise<string[]> {
  const listed = await docker.listContainers({ all: true });
  const inspected = await Promise.all(listed.map(({ Id }) => docker.getContainer(Id).inspect()));
  return inspected.map(({ State }) => State.Status);
}

const gate = barrier();
const plan = [{ on: 'GET /containers/*/json', fault: { kind: 'hold', barrier: gate } }] as const;
using _ = intercept(faults(plan, api(createEngine())));
const docker = new Docker({ socketPath: '/var/run/docker.sock' });
const progress = await docker.pull('busybox');
await new Promise(resolve => docker.modem.followProgress(progress, resolve));
const container = await docker.createContainer({ Image: 'busybox' });

const outcome = statuses(docker).catch((error: { statusCode: number }) => error.statusCode);
await gate.reached;
await container.remove();
gate.release();
assert.equal(await outcome, 404);
