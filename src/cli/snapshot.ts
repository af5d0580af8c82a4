import { writeFileSync } from 'node:fs';
import { createEngine } from '../create-engine.ts';
import { serializeSnapshot } from '../engine/snapshot-json.ts';
import { copyContainers } from './copy-containers.ts';
import { copyImages } from './copy-images.ts';
import { copyNetworks, copyVolumes } from './copy-networks.ts';
import { liveTarget } from './live-target.ts';

export interface SnapshotOptions {
  readonly from?: string;
  readonly to: string;
  readonly layers?: boolean;
}

/**
 * `dockless snapshot`: what a live daemon holds, as a state that `serve --state` begins with. Nothing there changes. The
 * files of images, gigabytes as a rule, are downloaded only where `layers` asks for them; else those of the catalogue's
 * image of that name stand in, or busybox's.
 */
export async function snapshot({ from, to, layers = false }: SnapshotOptions): Promise<void> {
  const daemon = await liveTarget(from);
  const engine = createEngine({ clock: 'real' });
  const images = await copyImages(daemon, engine, layers);
  const networks = await copyNetworks(daemon, engine, warn);
  const volumes = await copyVolumes(daemon, engine, warn);
  const containers = await copyContainers(daemon, engine, warn);
  const ids = new Map([...networks.ids, ...containers.ids]);
  writeFileSync(to, withIds(serializeSnapshot(engine.snapshot()), ids));
  const counts = `${images} images${layers ? '' : ' (stand-ins for their files: --layers downloads these)'}, ${containers.count} containers`;
  process.stdout.write(`${to}: ${counts}, ${networks.count} networks, ${volumes} volumes\n`);
  process.exit(0);
}

/** The live daemon's ids, also in short, in place of those that the engine drew; indexes are sorted when they are read. */
function withIds(text: string, made: ReadonlyMap<string, string>): string {
  const short = new Map(Array.from(made, ([id, live]) => [id.slice(0, 12), live.slice(0, 12)]));
  return text.replace(/(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![0-9a-f])/g, id => {
    return made.get(id) ?? short.get(id) ?? id;
  });
}

function warn(sentence: string): void {
  process.stderr.write(`dockless: ${sentence}\n`);
}
