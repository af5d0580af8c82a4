/**
 * `npm run bench`: the engine over a unix socket through dockerode, beside a bare node:http server that answers the
 * same bytes in the same run, and beside a real dockerd where DOCKER_HOST names one. Read the ratios, not the times.
 */
import { spawn, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { benchBuilding } from './building.ts';
import { benchInProcess } from './in-process.ts';
import { contest, median, ms, report } from './measure.ts';
import { benchRecording } from './recording.ts';
import { benchRunning } from './running.ts';
import { COMMAND, liveTarget, startBare, startDockless, type Target, teach } from './targets.ts';

const SIZES = [1, 1_000, 10_000];
const CONTAINER = { Image: 'busybox', Cmd: ['echo', 'hello'] };

/** Creates, starts, waits for, reads and removes one container. */
async function lifecycle(docker: Docker): Promise<void> {
  const container = await docker.createContainer(CONTAINER);
  await container.start();
  await container.wait();
  await container.logs({ stdout: true, stderr: true });
  await container.inspect();
  await container.remove();
}

async function pullBusybox({ docker }: Target): Promise<void> {
  const progress = await docker.pull('busybox:latest');
  await new Promise((resolve, reject) => {
    docker.modem.followProgress(progress, error => (error ? reject(error) : resolve(undefined)));
  });
}

/** The bytes of each step of a lifecycle, as the engine answers it. */
async function teachLifecycle(bare: Target, dockless: Target): Promise<void> {
  const step = (method: string, path: string, body?: string) => teach(bare, dockless, method, path, body);
  const created = await step('POST', '/v1.51/containers/create', JSON.stringify(CONTAINER));
  const path = `/v1.51/containers/${JSON.parse(String(created.body)).Id}`;
  await step('POST', `${path}/start`);
  await step('POST', `${path}/wait`);
  await step('GET', `${path}/logs?stdout=1&stderr=1`);
  await step('GET', `${path}/json`);
  await step('DELETE', path);
}

async function benchLifecycle(dockless: Target, bare: Target, live: Target | undefined): Promise<void> {
  await teachLifecycle(bare, dockless);
  const times = await contest(
    { dockless: () => lifecycle(dockless.docker), bare: () => lifecycle(bare.docker) },
    200,
  );
  const { dockless: own = 0, bare: least = 0 } = times;
  report('lifecycle of one container', [ms(own), ms(least), `${(own / least).toFixed(2)}x`]);
  if (live === undefined) return;
  const { dockerd = 0 } = await contest({ dockerd: () => lifecycle(live.docker) }, 10);
  const faster = dockerd / own;
  report('the same with dockerd', ['', '', `${faster.toFixed(0)}x`, ms(dockerd)], {
    met: faster >= 200,
    text: 'at least 200 times faster than dockerd',
  });
}

/** Fills the engine with containers that were created and never started. */
async function fill({ docker }: Target, from: number, to: number): Promise<void> {
  let next = from;
  const worker = async () => {
    while (next < to) {
      next += 1;
      await docker.createContainer({ ...CONTAINER, name: `c${next}` });
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

/** Milliseconds of one call each, at the size the engine has now. */
async function benchReads(
  dockless: Target,
  bare: Target,
  live: Target | undefined,
  size: number,
): Promise<void> {
  const read = async (what: string, path: string, call: (docker: Docker) => Promise<unknown>) => {
    await teach(bare, dockless, 'GET', `/v1.51${path}`);
    const rounds = size >= 10_000 && path.includes('all=1') ? 15 : size >= 1_000 ? 60 : 200;
    const {
      dockless: own = 0,
      bare: least = 0,
      dockerd,
    } = await contest(
      {
        dockless: () => call(dockless.docker),
        bare: () => call(bare.docker),
        ...(live !== undefined && { dockerd: () => call(live.docker) }),
      },
      rounds,
    );
    const values = [ms(own), ms(least), `${(own / least).toFixed(2)}x`];
    report(`${what}, ${size} containers`, dockerd === undefined ? values : [...values, ms(dockerd)], {
      met: own <= 2 * least,
      text: 'within 2x of the bare server',
    });
  };
  await read('list of all', '/containers/json?all=1', docker => docker.listContainers({ all: true }));
  await read('list of running (none)', '/containers/json', docker => docker.listContainers());
  await read('inspect', '/containers/c1/json', docker => docker.getContainer('c1').inspect());
}

async function benchCalls({ docker }: Target, size: number): Promise<Record<string, number>> {
  const names: string[] = [];
  let at = 0;
  const each = async (work: (name: string) => Promise<unknown>) => work(names[at++ % names.length] as string);
  const results: Record<string, number> = {};
  const measure = async (name: string, work: () => Promise<unknown>) => {
    const times: number[] = [];
    for (let round = 0; round < 60; round += 1) {
      const start = performance.now();
      await work();
      times.push(performance.now() - start);
    }
    results[name] = median(times);
    at = 0;
  };
  await measure('create', async () => {
    const name = `x${size}-${names.length}`;
    names.push(name);
    await docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '1000000'], name });
  });
  await measure('start', () => each(name => docker.getContainer(name).start()));
  await measure('inspect', () => each(name => docker.getContainer(name).inspect()));
  await measure('kill', () => each(name => docker.getContainer(name).kill()));
  await measure('remove', () => each(name => docker.getContainer(name).remove({ force: true })));
  return results;
}

function reportGrowth(bySize: ReadonlyMap<number, Record<string, number>>): void {
  const [first, ...rest] = SIZES;
  for (const [call, base] of Object.entries(bySize.get(first as number) ?? {})) {
    const values = rest.map(size => bySize.get(size)?.[call] ?? 0);
    const growth = (values.at(-1) ?? 0) / base;
    report(`${call}, at 1 / 1000 / 10000`, [base, ...values].map(ms), {
      met: growth <= 1.5,
      text: `the same at every size (${growth.toFixed(2)}x)`,
    });
  }
}

/** From the start of `node` to the line that says the socket listens, against a Node that does nothing. */
async function benchReady(): Promise<void> {
  const ready: number[] = [];
  const node: number[] = [];
  for (let round = 0; round < 11; round += 1) {
    const start = performance.now();
    const socket = join(tmpdir(), `dockless-bench-${process.pid}-${round}.sock`);
    const child = spawn(process.execPath, [COMMAND, 'serve', '--host', `unix://${socket}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise(resolve => child.stdout.once('data', resolve));
    ready.push(performance.now() - start);
    const ended = new Promise(resolve => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    const bare = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    node.push(performance.now() - bare);
  }
  const over = median(ready) - median(node);
  report('serve is ready; node -e 0', [ms(median(ready)), ms(median(node)), `+${over.toFixed(0)} ms`], {
    met: over <= 300,
    text: 'within 300 ms of a bare node',
  });
}

const live = liveTarget();
await benchReady();
const dockless = await startDockless();
const bare = await startBare();
await pullBusybox(dockless);
report('', ['dockless', 'bare', 'ratio', ...(live === undefined ? [] : ['dockerd'])]);
await benchLifecycle(dockless, bare, live);
await benchBuilding(dockless, live);
const bySize = new Map<number, Record<string, number>>();
let filled = 0;
await live?.docker.createContainer({ ...CONTAINER, name: 'c1' });
for (const size of SIZES) {
  await fill(dockless, filled, size);
  filled = size;
  // A real daemon takes minutes for its first thousand containers: it is read with one.
  await benchReads(dockless, bare, size === 1 ? live : undefined, size);
  bySize.set(size, await benchCalls(dockless, size));
}
reportGrowth(bySize);
await live?.docker.getContainer('c1').remove();
await Promise.all([dockless.stop(), bare.stop()]);
await benchInProcess();
await benchRunning();
await benchRecording();
process.exit(0);
