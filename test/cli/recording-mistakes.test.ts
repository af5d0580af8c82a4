import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
const good = readFileSync(
  join(import.meta.dirname, '../../recordings/attach-stdin/recording.ndjson'),
  'utf8',
);
const scratch = mkdtempSync(join(tmpdir(), 'dockless-mistakes-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function dockless(...args: string[]): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, stderr: stderr.replaceAll(scratch, '') };
}

function folderWith(name: string, lines: string | undefined): string {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  if (lines !== undefined) writeFileSync(join(folder, 'recording.ndjson'), lines);
  return folder;
}

const [header = '', ...frames] = good.split('\n');
const WRONG = [
  [
    'no such folder',
    join(scratch, 'nowhere'),
    'dockless: /nowhere holds no recording: recording.ndjson is missing\n',
  ],
  [
    'another folder',
    folderWith('other', undefined),
    'dockless: /other holds no recording: recording.ndjson is missing\n',
  ],
  [
    'something else',
    folderWith('else', '{"level":"info"}\n'),
    'dockless: /else/recording.ndjson is not a recording of dockless\n',
  ],
  ['nothing', folderWith('empty', ''), 'dockless: /empty/recording.ndjson is not a recording of dockless\n'],
  [
    'a newer format',
    folderWith('newer', `${header.replace('"format":1', '"format":2')}\n`),
    'dockless: /newer/recording.ndjson has format 2, and this dockless reads format 1: use a newer dockless\n',
  ],
  [
    'a broken line',
    folderWith('broken', [header, frames[0], '{"x":1,', frames[1], ''].join('\n')),
    'dockless: /broken/recording.ndjson:3 is no frame of a recording: it is not JSON\n',
  ],
] as const;

describe('a folder that cannot be used is told in a sentence', { timeout: 60_000 }, () => {
  for (const [mistake, folder, sentence] of WRONG) {
    test(mistake, () => {
      // All commands read a recording the same way.
      for (const args of [
        ['replay', folder, '--', 'true'],
        ['verify', folder],
      ]) {
        expect(dockless(...args)).toEqual({ status: 1, stderr: sentence });
      }
    });
  }
});

test('a recording that a crash cut short is used without its last line, which is told', {
  timeout: 60_000,
}, () => {
  const folder = folderWith('torn', good.slice(0, -30));
  for (const args of [
    ['show', folder],
    ['replay', folder, '--', 'true'],
  ]) {
    const { status, stderr } = dockless(...args);
    expect(status).toBe(0);
    expect(stderr).toContain(
      'dockless: /torn/recording.ndjson: the last line is torn, as a crash leaves it, and is left out\n',
    );
  }
});

test('wrong usage exits with 2 and says what would be right', { timeout: 60_000 }, () => {
  expect(dockless('replay', scratch, '--timing', 'soon')).toEqual({
    status: 2,
    stderr: expect.stringContaining(
      'Give none, recorded, or a number that recorded times are multiplied by.',
    ),
  });
  expect(dockless('replay').status).toBe(2);
  expect(dockless('snapshot').status).toBe(2);
});
