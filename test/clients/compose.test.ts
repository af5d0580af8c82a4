import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCompose, playCompose, sessions } from './compose/sessions.ts';
import type { Outcome } from './docker-cli/drive.ts';
import { pullForTest } from './pull-for-test.ts';
import { serveForTest, type TestServer } from './serve-for-test.ts';

const recorded: Record<string, Outcome[]> = JSON.parse(
  readFileSync(new URL('compose/recorded.json', import.meta.url), 'utf8'),
);
const binary = findCompose();

describe.skipIf(binary === undefined)('docker compose (skipped where its plugin is not installed)', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await serveForTest();
    for (const image of ['busybox', 'alpine']) await pullForTest(server.socketPath, image);
  });
  afterAll(() => server.stop());

  for (const session of sessions) {
    test(session.name, { timeout: 90_000 }, async () => {
      expect(await playCompose(binary as string, server.host, session)).toEqual(recorded[session.name]);
    });
  }
});
