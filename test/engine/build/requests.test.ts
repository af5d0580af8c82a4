import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { createEngine } from '../../../src/create-engine.ts';
import { pullImage } from '../../../src/engine/images/pull.ts';
import { joinChunks } from '../../../src/support/join-chunks.ts';

async function contextOf(dockerfile: string): Promise<Uint8Array> {
  const archive = pack();
  archive.entry({ name: 'Dockerfile', mtime: new Date(0) }, dockerfile);
  archive.finalize();
  return joinChunks(archive as AsyncIterable<Uint8Array>);
}

const engineWithBusybox = (options: Parameters<typeof createEngine>[0] = {}) => {
  const engine = createEngine(options);
  pullImage(engine, 'busybox');
  return engine;
};

async function build(
  engine: ReturnType<typeof createEngine>,
  context: Uint8Array,
  query = '',
  signal = new AbortController().signal,
) {
  const reply = await api(engine)({
    method: 'POST',
    target: `/v1.51/build?${query}`,
    headers: [['Content-Type', 'application/x-tar']],
    body: (async function* () {
      yield context;
    })(),
    signal,
  });
  if ('hijack' in reply) throw new Error('a build is no hijack');
  const body = reply.body instanceof Uint8Array ? reply.body : await joinChunks(reply.body);
  return { status: reply.status, text: new TextDecoder().decode(body) };
}

test('each message ends as dockerd ends it, and is escaped as Go escapes it', async () => {
  const { text } = await build(engineWithBusybox(), await contextOf('FROM busybox\n'));
  const [, , arrow] = text.split('\r\n');
  expect(arrow).toMatch(/^\{"stream":" ---\\u003e [0-9a-f]{12}\\n"\}$/);
});

test('the context may be compressed', async () => {
  const context = gzipSync(await contextOf('FROM busybox\nLABEL z=1\n'));
  const { status, text } = await build(engineWithBusybox(), context, 't=zipped');
  expect(status).toBe(200);
  expect(text).toContain('Successfully tagged zipped:latest');
});

test('same seed and same calls: the same image', async () => {
  const ids = await Promise.all(
    [1, 2].map(async () => {
      const engine = engineWithBusybox();
      const { text } = await build(engine, await contextOf('FROM busybox\nRUN date > /d\n'), 'q=1');
      return text;
    }),
  );
  expect(ids[0]).toMatch(/sha256:[0-9a-f]{64}/);
  expect(ids[1]).toBe(ids[0]);
});

test('a client that goes away takes the running step with it', async () => {
  const engine = engineWithBusybox({ clock: 'manual' });
  const gone = new AbortController();
  const answer = build(engine, await contextOf('FROM busybox\nRUN sleep 1000\n'), '', gone.signal);
  while (engine.state.started.size === 0) await new Promise(resolve => setTimeout(resolve, 5));
  gone.abort();
  expect((await answer).text).toContain('build cancelled');
  expect(engine.state.containers.size).toBe(0);
});

test('BuildKit and remote contexts are refused loudly', async () => {
  const engine = engineWithBusybox();
  const context = await contextOf('FROM busybox\n');
  expect(await build(engine, context, 'version=2')).toEqual({
    status: 501,
    text: '{"message":"dockless does not simulate building with BuildKit: set DOCKER_BUILDKIT=0"}\n',
  });
  expect((await build(engine, context, 'remote=https://x.org/c.tar')).status).toBe(501);
  expect(Object.keys(engine.unsimulated())).toEqual([
    'building with BuildKit: set DOCKER_BUILDKIT=0',
    'building from a remote context',
  ]);
});

test('a missing base is looked for at Docker Hub', async () => {
  const { status, text } = await build(engineWithBusybox(), await contextOf('FROM nobody/nothing\n'));
  expect(status).toBe(200);
  expect(text).toContain('pull access denied for nobody/nothing');
});
