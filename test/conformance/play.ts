import { join } from 'node:path';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Daemon } from '../../src/exchange/exchange.ts';
import { compare, type Difference } from '../../src/recording/compare/compare.ts';
import { readRecording } from '../../src/recording/recording-folder.ts';
import { addRecordedImages } from './images.ts';

export const RECORDINGS = join(import.meta.dirname, '../../recordings');

/** An engine with the images of the machine that was recorded, and its clock in the caller's hand. */
export async function freshEngine({
  seed = 'conformance',
  withParents = false,
}: {
  seed?: string;
  withParents?: boolean;
} = {}): Promise<{ engine: Engine; daemon: Daemon; advance: (ms: number) => Promise<void> }> {
  const engine = createEngine({ clock: 'manual', seed });
  const daemon = api(engine);
  addRecordedImages(engine, withParents);
  const advance = (ms: number) => engine.advance(ms);
  return { engine, daemon, advance };
}

/** Feeds a scenario's recording to a fresh engine. */
export async function play(scenario: string): Promise<Difference[]> {
  const recording = readRecording(join(RECORDINGS, scenario));
  const { daemon, advance } = await freshEngine();
  return compare(recording, daemon, { advance });
}

export function describeDifference({
  exchange,
  operation,
  target,
  where,
  recorded,
  actual,
}: Difference): string {
  const shorten = (text: string) => (text.length > 400 ? `${text.slice(0, 400)}…` : text);
  const query = target.includes('?') ? decodeURIComponent(target.slice(target.indexOf('?'))) : '';
  return `#${exchange} ${operation}${query}: ${where}\n    docker:   ${shorten(recorded)}\n    dockless: ${shorten(actual)}`;
}
