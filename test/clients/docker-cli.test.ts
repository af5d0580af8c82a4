import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CliDriver, findDockerCli, type Outcome } from './docker-cli/drive.ts';
import { sessions } from './docker-cli/sessions.ts';
import { serveForTest, type TestServer } from './serve-for-test.ts';

const recorded: Record<string, Outcome[]> = JSON.parse(
  readFileSync(new URL('docker-cli/recorded.json', import.meta.url), 'utf8'),
);
const cli = findDockerCli();

/** The CLI sends several `-e` in the order of a Go map, which is any. */
function inOrder(outcome: Outcome): Outcome {
  if (!outcome.step.endsWith(' env')) return outcome;
  return { ...outcome, stdout: outcome.stdout.split('\n').sort().join('\n') };
}

describe.skipIf(cli === undefined)('the stock docker CLI (skipped where there is none on the PATH)', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await serveForTest();
    await new CliDriver(cli as string, server.host).play({
      name: '',
      steps: [{ run: ['pull', '-q', 'busybox'] }],
    });
  });
  afterAll(() => server.stop());

  for (const session of sessions) {
    test(session.name, { timeout: 60_000 }, async () => {
      const outcomes = await new CliDriver(cli as string, server.host).play(session);
      expect(outcomes.map(inOrder)).toEqual(recorded[session.name]?.map(inOrder));
    });
  }
});
