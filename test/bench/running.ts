/** What containers that run cost, in this process and without a socket. */
import { createContainer } from '../../src/engine/containers/create.ts';
import { startContainer } from '../../src/engine/containers/start.ts';
import { waitContainer } from '../../src/engine/containers/wait.ts';
import { pullImage } from '../../src/engine/images/pull.ts';
import { createEngine, type Engine } from '../../src/index.ts';
import { report } from './measure.ts';

const LIFECYCLES = 3_000;
const IDLE = 10_000;

function newEngine(): Engine {
  const engine = createEngine();
  pullImage(engine, 'busybox');
  return engine;
}

function launch(engine: Engine, cmd: readonly string[]): string {
  const { id } = createContainer(engine, { name: '', config: { Image: 'busybox', Cmd: [...cmd] } });
  startContainer(engine, id);
  return id;
}

/** Create, start, echo and wait, one after the other. */
async function benchEchoes(): Promise<void> {
  const engine = newEngine();
  const { signal } = new AbortController();
  const round = async (count: number) => {
    for (let index = 0; index < count; index += 1) {
      const id = launch(engine, ['echo', 'hello']);
      await engine.driver.wait(waitContainer(engine, id, '', signal));
    }
  };
  await round(500);
  const before = performance.now();
  await round(LIFECYCLES);
  const rate = (LIFECYCLES / (performance.now() - before)) * 1000;
  report('create, start, echo, wait', [`${rate.toFixed(0)} /s`], {
    met: rate >= 2_000,
    text: 'at least 2,000 a second in this process',
  });
}

async function benchIdle(): Promise<void> {
  const engine = newEngine();
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  for (let index = 0; index < IDLE; index += 1) {
    launch(engine, ['sleep', '1000000']);
    if (index % 100 === 0) engine.driver.settle();
  }
  engine.driver.settle();
  globalThis.gc?.();
  const mebibytes = (process.memoryUsage().rss - before) / 2 ** 20;
  report('10,000 idle containers', [`${mebibytes.toFixed(0)} MB`], {
    met: mebibytes < 500,
    text: 'under 500 MB',
  });
  engine.close();
}

/** The longest that the host's event loop had to wait while a container was busy. */
async function benchBusyLoop(): Promise<void> {
  const engine = createEngine({ clock: 'real' });
  pullImage(engine, 'busybox');
  launch(engine, ['sh', '-c', 'while :; do :; done']);
  launch(engine, ['sh', '-c', 'yes > /dev/null']);
  engine.driver.settle();
  let longest = 0;
  let last = performance.now();
  const until = last + 2_000;
  while (last < until) {
    await new Promise(resolve => setImmediate(resolve));
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  engine.close();
  report('longest stall by busy loops', [`${longest.toFixed(1)} ms`], {
    met: longest <= 50,
    text: 'at most 50 ms',
  });
}

export async function benchRunning(): Promise<void> {
  await benchEchoes();
  await benchBusyLoop();
  await benchIdle();
}
