import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pullForTest } from './pull-for-test.ts';
import { isInstalled, playFlows, recordedFlows, type ScriptClient, type Seen } from './script-client.ts';
import { serveForTest, type TestServer } from './serve-for-test.ts';

/** One test a flow of `client`: what its script saw of the engine is what it saw of dockerd. */
export async function testFlows(title: string, client: ScriptClient): Promise<void> {
  const installed = await isInstalled(client);

  describe.skipIf(!installed)(title, () => {
    let server: TestServer;
    let seen: Seen;

    beforeAll(async () => {
      server = await serveForTest();
      await pullForTest(server.socketPath, 'busybox');
      seen = await playFlows(client, server.host);
    }, 300_000);
    afterAll(() => server.stop());

    for (const [name, recorded] of Object.entries(recordedFlows(client))) {
      test(name, () => {
        expect(seen[name]).toEqual(recorded);
      });
    }
  });
}
