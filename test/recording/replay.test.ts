import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compare } from '../../src/recording/compare/compare.ts';
import { readRecording } from '../../src/recording/recording-folder.ts';
import { replay } from '../../src/recording/replay/replay.ts';

const recordings = join(import.meta.dirname, '../../recordings');
const scenarios = readdirSync(recordings).filter(name => !name.includes('.'));

describe('a recording answers its own requests, in both modes', () => {
  for (const name of scenarios) {
    test(name, { timeout: 20_000 }, async () => {
      const recording = readRecording(join(recordings, name));
      for (const mode of ['strict', 'loose'] as const) {
        const daemon = replay(recording, { mode });
        const differences = await compare(recording, daemon, {
          advance: () => new Promise(resolve => setImmediate(resolve)),
          ...(recording.header.daemon?.dataRoot && { dataRoot: recording.header.daemon.dataRoot }),
        });
        expect(differences).toEqual([]);
        expect(daemon.misses()).toEqual([]);
        expect(daemon.neverAsked()).toEqual([]);
      }
    });
  }
});
