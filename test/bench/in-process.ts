import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineNetwork } from 'msw/experimental';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import type { Daemon } from '../../src/exchange/exchange.ts';
import { dockerSource } from '../../src/msw.ts';
import { intercept } from '../../src/transport/intercept/intercept.ts';
import { listen } from '../../src/transport/listen.ts';
import { coreBundle } from './core-bundle.ts';
import { median, ms, report } from './measure.ts';
import { benchVersions } from './versions.ts';

const CALLS = 1_500;
const ROUNDS = 5;

/** A way to a daemon: opens it at a socket's path, and gives what closes it. */
type Way = (daemon: Daemon, socketPath: string) => Promise<() => unknown>;

const WAYS: Readonly<Record<string, Way>> = {
  'unix socket': async (daemon, socketPath) => {
    const listening = await listen(daemon, `unix://${socketPath}`);
    return () => listening.close();
  },
  intercept: async (daemon, socketPath) => {
    const interception = intercept(daemon, { targets: [`unix://${socketPath}`] });
    return () => interception.dispose();
  },
  'msw source': async (daemon, socketPath) => {
    const source = dockerSource(daemon, { targets: [`unix://${socketPath}`] });
    const network = defineNetwork({ sources: [source] });
    network.enable();
    return () => network.disable();
  },
};

/** CPU milliseconds a call, client and server together: GET /_ping over one kept connection. */
async function cpuOf(way: Way, daemon: Daemon): Promise<number> {
  const socketPath = join(tmpdir(), `dockless-bench-${process.pid}.sock`);
  const close = await way(daemon, socketPath);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const ping = () =>
    new Promise<void>((resolve, reject) => {
      const request = http.get({ socketPath, path: '/_ping', agent }, reply => {
        reply.resume().on('end', () => resolve());
      });
      request.on('error', reject);
    });
  for (let call = 0; call < CALLS / 5; call += 1) await ping();
  const before = process.cpuUsage();
  for (let call = 0; call < CALLS; call += 1) await ping();
  const { user, system } = process.cpuUsage(before);
  agent.destroy();
  await close();
  return (user + system) / 1_000 / CALLS;
}

async function benchTransports(): Promise<void> {
  const daemon = api(createEngine());
  const times: Record<string, number[]> = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, way] of Object.entries(WAYS)) {
      times[name] ??= [];
      times[name].push(await cpuOf(way, daemon));
    }
  }
  const cpu = (name: string) => median(times[name] ?? []);
  const unix = cpu('unix socket');
  const row = (name: string, most: number) => {
    const ratio = cpu(name) / unix;
    report(`CPU of a call, ${name} / unix`, [ms(cpu(name)), ms(unix), `${ratio.toFixed(2)}x`], {
      met: ratio <= most,
      text: `at most ${most} of a unix socket's`,
    });
  };
  row('intercept', 0.7);
  row('msw source', 2);
}

/** Copies of an engine with 1,000 running containers, each of the three ways. */
function benchCopies(): void {
  const containers = Array.from({ length: 1_000 }, (_, index) => ({
    name: `c${index}`,
    image: 'busybox',
    command: ['sleep', 'infinity'],
  }));
  const engine = createEngine({ containers });
  const other = createEngine();
  const saved = engine.snapshot();
  const ways = {
    fork: () => engine.fork(),
    snapshot: () => engine.snapshot(),
    restore: () => other.restore(saved),
  };
  for (const [name, copy] of Object.entries(ways)) {
    const times: number[] = [];
    for (let round = 0; round < 200; round += 1) {
      const start = performance.now();
      copy();
      times.push(performance.now() - start);
    }
    const taken = median(times);
    report(`${name}, 1000 running containers`, [ms(taken)], { met: taken < 1, text: 'under a millisecond' });
  }
}

/** What needs no server of its own: transports in this process, copies of an engine, what a browser loads. */
export async function benchInProcess(): Promise<void> {
  await benchTransports();
  benchCopies();
  await benchVersions();
  const { bytes, gzipped } = await coreBundle();
  report('core bundle, minified / gzipped', [
    `${(bytes / 1024).toFixed(0)} KB`,
    `${(gzipped / 1024).toFixed(0)} KB`,
  ]);
}
