import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import { intercept } from '../../src/transport/intercept/intercept.ts';
import { nodeSdkFlow } from './node-sdk/flow.ts';
import { pullForTest } from './pull-for-test.ts';
import { serveForTest, type TestServer } from './serve-for-test.ts';

const recorded = JSON.parse(readFileSync(new URL('node-sdk/recorded.json', import.meta.url), 'utf8'));
let server: TestServer;

beforeAll(async () => {
  server = await serveForTest();
});
afterAll(() => server.stop());

test('@docker/node-sdk over a socket', async () => {
  await pullForTest(server.socketPath, 'busybox');
  expect(await nodeSdkFlow(server.host)).toEqual(recorded);
});

test('@docker/node-sdk in memory', async () => {
  using _ = intercept(api(createEngine()), { targets: ['unix:///nowhere/node-sdk.sock'] });
  await pullForTest('/nowhere/node-sdk.sock', 'busybox');
  expect(await nodeSdkFlow('unix:///nowhere/node-sdk.sock')).toEqual(recorded);
});
