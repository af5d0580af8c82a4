import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, expect, test } from 'vitest';
import { readRecording } from '../../src/recording/recording-folder.ts';
import { type ReplayOptions, replay } from '../../src/recording/replay/replay.ts';
import { intercept } from '../../src/transport/intercept/intercept.ts';
import { listen } from '../../src/transport/listen.ts';
import { scenario } from './dockerode/scenario.ts';

const folder = join(import.meta.dirname, 'dockerode/recording');
const recording = readRecording(folder);
const seen: string[] = JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8'));
const scratch = mkdtempSync(join(tmpdir(), 'dockless-replay-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** What dockerode saw of dockerd 28.5.2, under another name. */
const seenAs = (name: string) => seen.map(text => text.replaceAll('/recorded', `/${name}`));

const ways: Array<[string, ReplayOptions]> = [
  ['strict', { mode: 'strict' }],
  ['loose', { mode: 'loose' }],
  ['as recorded in time', { timing: 'recorded' }],
  ['twice as fast', { timing: 0.5 }],
];

for (const [how, options] of ways) {
  test(`dockerode in the process: ${how}`, { timeout: 30_000 }, async () => {
    const daemon = replay(recording, options);
    using _ = intercept(daemon, { targets: ['unix:///replayed.sock'] });
    expect(await scenario(new Docker({ socketPath: '/replayed.sock' }), 'other')).toEqual(seenAs('other'));
    expect([daemon.misses(), daemon.neverAsked()]).toEqual([[], []]);
  });

  test(`dockerode on a socket: ${how}`, { timeout: 30_000 }, async () => {
    const daemon = replay(recording, options);
    const socketPath = join(scratch, `${how}.sock`);
    const server = await listen(daemon, `unix://${socketPath}`);
    try {
      expect(await scenario(new Docker({ socketPath }), 'recorded')).toEqual(seen);
      expect([daemon.misses(), daemon.neverAsked()]).toEqual([[], []]);
    } finally {
      await server.close();
    }
  });
}

test('two recordings play to two clients at once, each on its own socket', { timeout: 30_000 }, async () => {
  using _ = intercept(replay(recording), { targets: ['unix:///one.sock'] });
  using __ = intercept(replay(recording), { targets: ['unix:///two.sock'] });
  const clients = ['one', 'two'].map(name => scenario(new Docker({ socketPath: `/${name}.sock` }), name));
  expect(await Promise.all(clients)).toEqual([seenAs('one'), seenAs('two')]);
});
