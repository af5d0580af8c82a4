import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { serveForTest } from '../clients/serve-for-test.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
const scratch = mkdtempSync(join(tmpdir(), 'dockless-verify-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const recordingOf = (scenario: string) => join(import.meta.dirname, '../../recordings', scenario);

function verify(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'verify', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** The recording with one thing said otherwise. */
function doctored(scenario: string, said: string, otherwise: string): string {
  const folder = mkdtempSync(join(scratch, 'recording-'));
  cpSync(recordingOf(scenario), folder, { recursive: true });
  const file = join(folder, 'recording.ndjson');
  const lines = readFileSync(file, 'utf8');
  expect(lines).toContain(said);
  writeFileSync(file, lines.replace(said, otherwise));
  return folder;
}

function listOf(...entries: unknown[]): string {
  const file = join(mkdtempSync(join(scratch, 'accepted-')), 'accepted.json');
  writeFileSync(file, JSON.stringify(entries));
  return file;
}

test('exits with 0 where the engine agrees, on several connections and with a stream in both directions', () => {
  expect(verify(recordingOf('attach-stdin'))).toEqual({
    status: 0,
    stdout: '5 exchanges, 0 differences, 0 accepted\n',
    stderr: '',
  });
});

test('exits with 1 and tells what differs: in a body, a hijacked stream, an event', () => {
  const body = verify(doctored('actions-on-created', 'is not running', 'is walking'));
  expect(body.stdout).toMatch(
    /^#\d+ POST \/containers\/[^:]+: body message\n {4}recorded: ".*is walking.*"\n {4}now: {6}".*is not running"$/m,
  );
  expect(body).toMatchObject({ status: 1, stderr: '' });
  const stream = verify(doctored('attach-stdin', 'hello\\n"', 'hallo\\n"'));
  expect(stream.status).toBe(1);
  const events = verify(doctored('events-life', '\\"Action\\":\\"pause\\"', '\\"Action\\":\\"rest\\"'));
  expect(events.stdout).toMatch(
    /GET \/events: body \[\d+\]\.Action\n {4}recorded: "rest"\n {4}now: {6}"pause"/,
  );
  expect(events.status).toBe(1);
});

test('--json has the differences, and --accept those that may stay, with their reasons', () => {
  const recording = doctored('volume-life', 'no such volume', 'no volume');
  const json = verify(recording, '--json');
  expect(json.status).toBe(1);
  const { exchanges, differences, accepted } = JSON.parse(json.stdout);
  expect({ exchanges, accepted }).toEqual({ exchanges: 13, accepted: [] });
  expect(differences).toHaveLength(1);
  expect(differences[0]).toMatchObject({
    where: 'body message',
    operation: expect.stringMatching(/^\w+ .*\/volumes\//),
  });
  const file = listOf({ operation: '/volumes/', where: '^body message$', reason: 'said shorter' });
  const excused = verify(recording, '--accept', file);
  expect(excused.stdout).toMatch(
    /^accepted: #\d+ \w+ .*\/volumes\/.*: body message: said shorter\n13 exchanges, 0 differences, 1 accepted\n$/,
  );
  expect(excused.status).toBe(0);
  const unmet = verify(recordingOf('volume-life'), '--accept', file);
  expect(unmet).toMatchObject({
    status: 0,
    stderr: 'dockless: nothing differed where [0] /volumes/: ^body message$ accepts it\n',
  });
});

test('an --accept file that cannot be used says why', () => {
  const refusal = (file: string) => {
    const { status, stderr } = verify(recordingOf('kill'), '--accept', file);
    expect(status).toBe(1);
    return stderr.replace(file, 'FILE');
  };
  expect(refusal(listOf({ operation: 'x', where: 'y' }))).toBe(
    'dockless: FILE: [0] needs reason, a string that is not empty\n',
  );
  expect(refusal(listOf({ operation: '(', where: 'y', reason: 'z' }))).toMatch(
    /^dockless: FILE: \[0\]\.operation is no regular expression: /,
  );
  expect(refusal(join(scratch, 'nosuch.json'))).toMatch(
    /^dockless: cannot read the accepted differences in FILE: /,
  );
});

test('--against asks another daemon', { timeout: 60_000 }, async () => {
  const server = await serveForTest();
  try {
    expect(verify(recordingOf('volume-life'), '--against', server.host)).toEqual({
      status: 0,
      stdout: '13 exchanges, 0 differences, 0 accepted\n',
      stderr: '',
    });
  } finally {
    await server.stop();
  }
});
