// A pull whose connection breaks in the middle, twice, before it works: does the code under test try again?
import assert from 'node:assert/strict';
import Docker from 'dockerode';
import { api, createEngine, type FaultPlan, faults } from 'dockless';
import { intercept } from 'dockless/node';

/** The code under test. */
async function pullWithPatience(docker: Docker, image: string): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const error = await new Promise<Error | null>((resolve, reject) => {
      docker.pull(image).then(progress => docker.modem.followProgress(progress, resolve), reject);
    }).catch((failed: Error) => failed);
    if (error === null) return attempt;
    if (attempt === 5) throw error;
  }
}

const cut = { kind: 'cut', afterBytes: 120 } as const;
const plan: FaultPlan = [
  { on: 'POST /images/create', nth: 1, fault: { kind: 'error', status: 500, message: 'registry is down' } },
  { on: 'POST /images/create', nth: 2, fault: cut },
];
const daemon = faults(plan, api(createEngine()));
using _ = intercept(daemon);
const docker = new Docker({ socketPath: '/var/run/docker.sock' });

assert.equal(await pullWithPatience(docker, 'busybox'), 3);
assert.equal(daemon.applied.length, 2);
assert.equal((await docker.getImage('busybox').inspect()).Os, 'linux');
