import { join } from 'node:path';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Daemon } from '../../src/exchange/exchange.ts';
import { compare, type Difference } from '../../src/recording/compare/compare.ts';
import { readRecording } from '../../src/recording/recording-folder.ts';
import { addRecordedImages } from './images.ts';
import type { RecordedDaemon } from './recorded-daemons.ts';

/** An engine with the images of the machine that was recorded, and its clock in the caller's hand. */
export async function freshEngine(
  { release, folder }: RecordedDaemon,
  startedMs: number,
): Promise<{ engine: Engine; daemon: Daemon; advance: (ms: number) => Promise<void> }> {
  const engine = createEngine({ clock: 'manual', seed: 'conformance', daemon: release });
  const daemon = api(engine);
  addRecordedImages(engine, join(folder, 'images.json'));
  const advance = (ms: number) => engine.advance(ms);
  await advance(startedMs - Number(engine.clock.lastNs()) / 1e6);
  return { engine, daemon, advance };
}

/** Feeds a scenario's recording to a fresh engine. */
export async function play(recorded: RecordedDaemon, scenario: string): Promise<Difference[]> {
  const recording = readRecording(join(recorded.folder, scenario));
  const { daemon, advance } = await freshEngine(recorded, Date.parse(recording.header.startedAt));
  return compare(recording, daemon, { advance });
}
