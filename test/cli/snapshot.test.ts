import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import { parseSnapshot } from '../../src/engine/snapshot-json.ts';
import { live } from '../../src/transport/live.ts';
import { serveForTest } from '../clients/serve-for-test.ts';
import { Docker } from '../conformance/client.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
const scratch = mkdtempSync(join(tmpdir(), 'dockless-snapshot-'));
afterAll(() => rmSync(scratch, { recursive: true }));

let server: Awaited<ReturnType<typeof serveForTest>>;
beforeEach(async () => {
  server = await serveForTest();
}, 60_000);
afterEach(() => server.stop());

/** A daemon with something of everything. */
async function furnish(docker: Docker): Promise<void> {
  await docker.post('/images/create?fromImage=busybox&tag=latest');
  const range = { Subnet: '10.77.0.0/16', Gateway: '10.77.0.1' };
  await docker.post('/networks/create', {
    Name: 'lan',
    IPAM: { Config: [range] },
    Options: { 'com.docker.network.bridge.name': 'br77' },
    Labels: { a: 'b' },
  });
  await docker.post('/volumes/create', { Name: 'data', DriverOpts: { type: 'tmpfs', device: 'tmpfs' } });
  const create = async (name: string, body: object) => {
    const path = `/containers/create?name=${name}`;
    expect((await docker.post(path, { Image: 'busybox', ...body })).status).toBe(201);
    return docker.post(`/containers/${name}/start`);
  };
  await create('web', {
    Cmd: ['sleep', '999'],
    Env: ['A=b'],
    HostConfig: { NetworkMode: 'lan', Binds: ['data:/data'], RestartPolicy: { Name: 'unless-stopped' } },
    NetworkingConfig: { EndpointsConfig: { lan: { IPAMConfig: { IPv4Address: '10.77.0.9' } } } },
  });
  await create('job', { Cmd: ['sh', '-c', 'exit 3'] });
  await docker.post('/containers/job/wait');
}

const ASKED = [
  '/containers/json?all=1',
  '/containers/web/json',
  '/containers/job/json',
  '/networks/lan',
  '/volumes/data',
  '/images/busybox/json',
  '/images/busybox/history',
];

/** What no copy has: numbers of processes, sandboxes, endpoints and directories, and when an image was tagged. */
const OWN = /^(Pid|SandboxID|SandboxKey|EndpointID|(Lower|Merged|Upper|Work)Dir|LastTagTime)$/;

async function answers(docker: Docker): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const target of ASKED) {
    const text = (await docker.get(target)).text.replaceAll(/Up \d+ seconds?|Up Less than a second/g, 'Up');
    all.push(
      JSON.parse(text.replaceAll(/(\d+ seconds?|Less than a second) ago/g, 'ago'), (key, value) =>
        OWN.test(key) && typeof value !== 'object' ? 'its own' : value,
      ),
    );
  }
  return all;
}

for (const layers of [false, true]) {
  test(`a copy answers as the daemon it is of${layers ? ', files and all' : ''}`, {
    timeout: 60_000,
  }, async () => {
    const docker = new Docker(live(server.host));
    await furnish(docker);
    const file = join(scratch, `${layers}.json`);
    const args = ['snapshot', '--from', server.host, '--to', file, ...(layers ? ['--layers'] : [])];
    const ran = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
    expect(ran.stderr).toBe('');
    const images = layers ? '1 images' : '1 images (stand-ins for their files: --layers downloads these)';
    expect(ran.stdout).toBe(`${file}: ${images}, 2 containers, 1 networks, 1 volumes\n`);
    const engine = createEngine({ clock: 'manual' });
    engine.restore(parseSnapshot(readFileSync(file, 'utf8')));
    const copy = new Docker(api(engine));
    expect(await answers(copy)).toEqual(await answers(docker));
    // And it goes on from there.
    await copy.post('/containers/create?name=more', { Image: 'busybox', Cmd: ['echo', 'offline'] });
    await copy.post('/containers/more/start');
    await copy.post('/containers/more/wait');
    expect((await copy.get('/containers/more/logs?stdout=1')).text).toContain('offline\n');
  });
}

test('a daemon that is not there is told in a sentence', { timeout: 60_000 }, () => {
  const args = ['snapshot', '--from', 'unix:///nowhere.sock', '--to', join(scratch, 'none.json')];
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^dockless: [^\n]*\/nowhere\.sock[^\n]*\n$/);
});
