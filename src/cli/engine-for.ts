import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { pullImage } from '../engine/images/pull.ts';
import { daemonNames } from '../engine/system/persona-daemon.ts';
import type { Recording } from '../recording/frame.ts';
import { imagesBefore } from '../recording/resume/images-before.ts';
import { loadArchive } from './start.ts';

/** An engine, its clock in the caller's hand, with the images that a recording's daemon had: loaded, or the catalogue's. */
export async function engineFor(recording: Recording, load: readonly string[]): Promise<Engine> {
  const engine = createEngine({ clock: 'manual', ...personaOf(recording) });
  for (const path of load) await loadArchive(engine, path);
  if (load.length === 0) for (const name of imagesBefore(recording)) addFromCatalogue(engine, name);
  return engine;
}

/** The release that was recorded, where there is one to be. */
function personaOf({ header }: Recording): { daemon?: string } {
  const release = /^\d+\.\d+/.exec(header.daemon?.version ?? '')?.[0];
  return release !== undefined && daemonNames.includes(release) ? { daemon: release } : {};
}

function addFromCatalogue(engine: Engine, name: string): void {
  try {
    pullImage(engine, name);
  } catch (error) {
    process.stderr.write(`dockless: ${name} is not at hand (${(error as Error).message}): --load gives it\n`);
  }
}
