import { afterAll, beforeAll } from 'vitest';
import { serveForTest, type TestServer } from '../serve-for-test.ts';
import { testFlows } from './drive.ts';

let server: TestServer;

beforeAll(async () => {
  server = await serveForTest();
  process.env.DOCKER_HOST = server.host;
  // Where the tests run in a container themselves, Testcontainers would look for ports at the bridge's gateway.
  process.env.TESTCONTAINERS_HOST_OVERRIDE = '127.0.0.1';
});
afterAll(() => server.stop());

testFlows('over a socket, with its reaper');
