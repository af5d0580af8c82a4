import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { serveForTest, type TestServer } from './serve-for-test.ts';

let server: TestServer;
beforeAll(async () => {
  server = await serveForTest();
  vi.stubEnv('DOCKER_HOST', server.host);
  vi.stubEnv('TESTCONTAINERS_RYUK_DISABLED', 'true');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

test('testcontainers: GenericContainer.fromDockerfile builds with the classic builder', {
  timeout: 60_000,
}, async () => {
  const { GenericContainer, Wait } = await import('testcontainers');
  const context = mkdtempSync(join(tmpdir(), 'dockless-context-'));
  writeFileSync(join(context, 'greeting'), 'hello from the context\n');
  writeFileSync(join(context, 'left-out'), 'x');
  writeFileSync(join(context, '.dockerignore'), 'left-out\n');
  writeFileSync(
    join(context, 'Dockerfile'),
    [
      'FROM alpine AS base',
      'ARG WHO',
      'COPY . /c/',
      'RUN echo "$WHO" > /who',
      'FROM base AS more',
      'RUN false',
    ].join('\n'),
  );
  const image = await GenericContainer.fromDockerfile(context)
    .withBuildArgs({ WHO: 'me' })
    .withTarget('base')
    .withCache(false)
    .build('from-dockerfile:test');
  const container = await image
    .withCommand(['sh', '-c', 'cat /c/greeting /who; ls -A /c; echo ready; sleep 1000'])
    .withWaitStrategy(Wait.forLogMessage('ready'))
    .start();
  const { output, exitCode } = await container.exec(['sh', '-c', 'cat /c/greeting /who; ls -A /c']);
  expect({ output, exitCode }).toEqual({
    output: 'hello from the context\nme\n.dockerignore\nDockerfile\ngreeting\n',
    exitCode: 0,
  });
  await container.stop();
});
