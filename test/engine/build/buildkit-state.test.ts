import { expect, test } from 'vitest';
import { createEngine } from '../../../src/create-engine.ts';
import type { BuildStatus } from '../../../src/engine/build/buildkit/solve-request.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { pullImage } from '../../../src/engine/images/pull.ts';
import { digestOf } from '../../../src/engine/images/store.ts';
import { parseSnapshot, serializeSnapshot } from '../../../src/engine/snapshot-json.ts';
import { solveFiles } from './buildkit/play.ts';

const files = {
  Dockerfile: 'FROM busybox\nCOPY a.txt /a\nRUN cat /a > /b && date > /c\nCMD ["cat", "/b"]\n',
  'a.txt': 'a\n',
};

function newEngine(seed?: string): Engine {
  const engine = createEngine(seed === undefined ? {} : { seed });
  pullImage(engine, 'busybox');
  return engine;
}

/** The image's id, and which of the Dockerfile's steps came out of the cache. */
async function build(engine: Engine): Promise<{ id: string; cached: string[] }> {
  const cached = new Set<string>();
  const tell = ({ vertexes = [] }: BuildStatus) => {
    for (const { name, cached: isCached } of vertexes)
      if (isCached && /COPY|RUN/.test(name)) cached.add(name);
  };
  const { image } = await solveFiles(engine, files, tell);
  return { id: digestOf(image?.configJson ?? ''), cached: [...cached] };
}

const steps = ['[2/3] COPY a.txt /a', '[3/3] RUN cat /a > /b && date > /c'];

test('the same files give the same image in every engine, whatever its seed', async () => {
  const { id } = await build(newEngine());
  expect((await build(newEngine())).id).toBe(id);
  expect((await build(newEngine('another'))).id).toBe(id);
});

test('a second build comes out of the cache, and is the same image', async () => {
  const engine = newEngine();
  const first = await build(engine);
  expect(first.cached).toEqual([]);
  await engine.advance(60_000);
  expect(await build(engine)).toEqual({ id: first.id, cached: steps });
});

test('the cache goes along with a fork and with a snapshot in JSON, and not back', async () => {
  const engine = newEngine();
  const fork = engine.fork();
  const { id } = await build(fork);
  expect((await build(fork.fork())).cached).toEqual(steps);
  const elsewhere = createEngine();
  elsewhere.restore(parseSnapshot(serializeSnapshot(fork.snapshot())));
  expect(await build(elsewhere)).toEqual({ id, cached: steps });
  expect((await build(engine)).cached).toEqual([]);
});

test('a build leaves no image, no container and no sandbox', async () => {
  const engine = newEngine();
  await build(engine);
  const { images, containers, sandboxes, machines } = engine.state;
  expect([images.images.size, containers.size, sandboxes.size, machines.size]).toEqual([1, 0, 0, 0]);
});

test('a build that is given up ends its command', async () => {
  const engine = newEngine();
  const controller = new AbortController();
  const endless = { Dockerfile: 'FROM busybox\nRUN echo begun && while :; do :; done\n' };
  const tell = ({ logs = [] }: BuildStatus) => {
    if (logs.length > 0) controller.abort();
  };
  await expect(solveFiles(engine, endless, tell, controller.signal)).rejects.toThrow('context canceled');
  expect([engine.state.sandboxes.size, engine.state.machines.size]).toEqual([0, 0]);
});
