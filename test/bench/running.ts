/** What containers that run cost, in this process and without a socket. */
import { createContainer } from '../../src/engine/containers/create.ts';
import { startContainer } from '../../src/engine/containers/start.ts';
import { waitContainer } from '../../src/engine/containers/wait.ts';
import { imageTree } from '../../src/engine/images/image.ts';
import { pruneImages } from '../../src/engine/images/prune.ts';
import { pullImage } from '../../src/engine/images/pull.ts';
import { resolveImage } from '../../src/engine/images/resolve-image.ts';
import { ROOT_INO } from '../../src/engine/world/files/file-tree.ts';
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

/** Processor time of this process: other work on the machine does not count, the collector's threads do. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
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
  const before = cpuMs();
  await round(LIFECYCLES);
  const rate = (LIFECYCLES / (cpuMs() - before)) * 1000;
  report('create, start, echo, wait', [`${rate.toFixed(0)} /s`], {
    met: rate >= 2_000,
    text: 'at least 2,000 a second of processor time in this process',
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

/** Containers that are busy in ways of their own. */
const BUSY = [
  'while :; do :; done',
  'yes > /dev/null',
  'while :; do head -c 10000000 /dev/zero | sha256sum; done',
  'while :; do x=$(ls /bin | sort | wc -l); done',
  "awk 'BEGIN { while (1) i++ }'",
  'dd if=/dev/urandom of=/dev/null bs=1M',
];

/** The longest that the host's event loop had to wait while containers were busy. */
async function benchBusyLoops(): Promise<void> {
  const engine = createEngine({ clock: 'real' });
  pullImage(engine, 'busybox');
  for (const script of BUSY) launch(engine, ['sh', '-c', script]);
  engine.driver.settle();
  const turns: number[] = [];
  let last = cpuMs();
  const until = last + 3_000;
  while (last < until) {
    await new Promise(resolve => setImmediate(resolve));
    const now = cpuMs();
    turns.push(now - last);
    last = now;
  }
  engine.close();
  const longest = Math.max(...turns.slice(20));
  report('longest stall by busy containers', [`${longest.toFixed(1)} ms`], {
    met: longest <= 50,
    text: 'at most 50 ms of processor time',
  });
}

const TREES = 20_000;

/** A container's file system: a layer over its image's, and the first change in it. */
function benchTrees(): void {
  const engine = newEngine();
  pullImage(engine, 'postgres');
  const tree = imageTree(engine, resolveImage(engine, 'postgres'));
  if (tree === undefined) throw new Error('postgres has no layers');
  const each = (change: boolean): number => {
    const round = () => {
      for (let index = 0; index < TREES; index += 1) {
        const root = tree.newLayer();
        if (change) root.change(ROOT_INO, { mode: 0o40700 }, 1n);
      }
    };
    round();
    const before = cpuMs();
    round();
    return ((cpuMs() - before) / TREES) * 1000;
  };
  const [fork, changed] = [each(false), each(true)];
  report("a container's files, untouched", [`${fork.toFixed(2)} us`], {
    met: fork <= 10,
    text: 'at most 10 us',
  });
  report('and with a first change', [`${changed.toFixed(2)} us`], {
    met: changed <= 20,
    text: 'at most 20 us',
  });
}

/** What one image costs to prune among few and among many. */
async function benchPrune(): Promise<void> {
  const costOf = (count: number): number => {
    const engine = createEngine();
    for (let index = 0; index < count; index += 1)
      engine.image(`mine:${index}`, { labels: { at: String(index) } });
    const before = cpuMs();
    pruneImages(engine, new Map([['dangling', new Map([['false', true]])]]));
    return (cpuMs() - before) / count;
  };
  costOf(500);
  const growth = costOf(4_000) / costOf(500);
  report('pruning 500 and 4,000 images', [`${growth.toFixed(2)}x`], {
    met: growth <= 2,
    text: 'the same for each',
  });
}

export async function benchRunning(): Promise<void> {
  benchTrees();
  await benchPrune();
  await benchEchoes();
  await benchBusyLoops();
  await benchIdle();
}
