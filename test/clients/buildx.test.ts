import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBuildx, type Outcome, playBuild, scenarios } from './buildx/scenarios.ts';
import { pullForTest } from './pull-for-test.ts';
import { serveForTest, type TestServer } from './serve-for-test.ts';

const recorded: Record<string, Outcome[]> = JSON.parse(
  readFileSync(new URL('buildx/recorded.json', import.meta.url), 'utf8'),
);
const buildx = findBuildx();

describe.skipIf(buildx === undefined)('docker build with BuildKit (skipped where there is no buildx)', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await serveForTest();
    // The recording's daemon had it, and a build's own pull is no image of the daemon.
    await pullForTest(server.host.replace('unix://', ''), 'busybox');
  });
  afterAll(() => server.stop());

  for (const [name, scenario] of Object.entries(scenarios)) {
    test(name, { timeout: 60_000 }, async context => {
      if (buildx === undefined) return;
      context.skip(name === 'compose' && !buildx.hasCompose, 'there is no docker compose');
      expect(await playBuild(buildx, server.host, scenario)).toEqual(recorded[name]);
    });
  }
});
