import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pullForTest } from './pull-for-test.ts';
import { isInstalled, playFlows, recordedFlows, type Seen, scriptClients } from './script-client.ts';
import { serveForTest, type TestServer } from './serve-for-test.ts';

const client = scriptClients.dockerPy;
const installed = await isInstalled(client);

describe.skipIf(!installed)('docker-py (skipped where Debian’s python3-docker is not installed)', () => {
  let server: TestServer;
  let seen: Seen;

  beforeAll(async () => {
    server = await serveForTest();
    await pullForTest(server.socketPath, 'busybox');
    seen = await playFlows(client, server.host);
  }, 100_000);
  afterAll(() => server.stop());

  for (const [name, recorded] of Object.entries(recordedFlows(client))) {
    test(name, () => {
      expect(seen[name]).toEqual(recorded);
    });
  }
});
