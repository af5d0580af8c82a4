import { readFileSync } from 'node:fs';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flows } from './dockerode/flows.ts';
import { serveForTest, type TestServer } from './serve-for-test.ts';

const recorded = JSON.parse(readFileSync(new URL('dockerode/recorded.json', import.meta.url), 'utf8'));
let server: TestServer;
let docker: Docker;

beforeAll(async () => {
  server = await serveForTest();
  docker = new Docker({ socketPath: server.socketPath });
  const progress = await docker.pull('busybox');
  await new Promise(resolve => docker.modem.followProgress(progress, resolve));
});
afterAll(() => server.stop());

for (const [name, flow] of Object.entries(flows)) {
  test(`dockerode: ${name}`, { timeout: 30_000 }, async () => {
    expect(JSON.parse(JSON.stringify(await flow(docker)))).toEqual(recorded[name]);
  });
}
