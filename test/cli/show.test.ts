import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
const recording = join(import.meta.dirname, '../../recordings/attach-stdin');
const scratch = mkdtempSync(join(tmpdir(), 'dockless-show-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function show(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'show', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('a line an exchange, as the recording has them', () => {
  const { status, stdout, stderr } = show(recording);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const requests = readFileSync(join(recording, 'recording.ndjson'), 'utf8')
    .split('\n')
    .filter(line => line.includes('"kind":"request"'))
    .map(line => JSON.parse(line) as { x: number; method: string; target: string });
  const lines = stdout.split('\n').filter(line => /^ +\d+\.\d{3} +#/.test(line));
  expect(lines.map(line => Number(/#(\d+)/.exec(line)?.[1]))).toEqual(requests.map(({ x }) => x));
  expect(lines.map(line => / (GET|POST|HEAD|PUT|DELETE) /.exec(line)?.[1])).toEqual(
    requests.map(({ method }) => method),
  );
});

test('a page and a HAR are files, and what cannot be shown is told in a sentence', () => {
  const page = join(scratch, 'page.html');
  const har = join(scratch, 'exchanges.har');
  expect(show(recording, '--html', page, '--har', har).status).toBe(0);
  expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/);
  const { log } = JSON.parse(readFileSync(har, 'utf8'));
  expect(log).toMatchObject({ version: '1.2', creator: { name: 'dockless' } });
  const { status, stderr } = show(scratch);
  expect(status).toBe(1);
  expect(stderr).toBe(`dockless: ${scratch} holds no recording: recording.ndjson is missing\n`);
  expect(show().status).toBe(2);
});
