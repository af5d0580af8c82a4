import { api } from '../api/api.ts';
import { createEngine } from '../create-engine.ts';
import { readRecording } from '../recording/recording-folder.ts';
import { resume as resumed } from '../recording/resume/resume.ts';
import { engineFor } from './engine-for.ts';
import { play } from './replay.ts';

export interface ResumeCommandOptions {
  readonly host: readonly string[];
  readonly load: readonly string[];
  readonly at?: number;
}

/** `dockless resume`: the recorded past passes at once, and the engine goes on from there in real time. */
export async function resume(
  folder: string,
  command: readonly string[],
  { host, load, at }: ResumeCommandOptions,
): Promise<void> {
  const recording = readRecording(folder, {
    onWarning: sentence => process.stderr.write(`dockless: ${sentence}\n`),
  });
  const past = await engineFor(recording, load);
  const lastedMs = (recording.frames.at(-1)?.t ?? 0) / 1000;
  // The past ends now: else the time from the engine's epoch to today would pass between the two.
  await past.driver.advance(Math.max(0, Date.now() - lastedMs - Number(past.clock.lastNs() / 1_000_000n)));
  const daemon = await resumed(recording, api(past), {
    name: folder,
    ...(at !== undefined && { at }),
    advance: ms => past.driver.advance(ms),
    goOnWith: () => {
      const engine = createEngine({ clock: 'real' });
      engine.restore(past.snapshot());
      return api(engine);
    },
  });
  // The past is there to be asked for; nobody need do so.
  await play(Object.assign(daemon, { neverAsked: () => [] }), command, host);
}
