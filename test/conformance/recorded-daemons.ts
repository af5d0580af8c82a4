import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A real daemon whose answers are recorded, and which engine stands beside it. */
export interface RecordedDaemon {
  /** The release, as `createEngine` is asked for it: `20.10`. */
  readonly release: string;
  /** Holds a folder a scenario, and the daemon's images. */
  readonly folder: string;
  /** What scenarios speak where they name no version: the daemon's newest. */
  readonly version: string;
}

const RECORDINGS = join(import.meta.dirname, '../../recordings');

export const recordedDaemons: readonly RecordedDaemon[] = [
  { release: '28.5', folder: RECORDINGS, version: '/v1.51' },
  { release: '20.10', folder: join(RECORDINGS, '20.10'), version: '/v1.41' },
];

/** The newest release: random histories are held against it. */
export const newestDaemon = recordedDaemons[0] as RecordedDaemon;

/** @throws where no daemon of that version is recorded */
export function recordedDaemonOf(serverVersion: string): RecordedDaemon {
  const found = recordedDaemons.find(({ release }) => serverVersion.startsWith(`${release}.`));
  if (found !== undefined) return found;
  const releases = recordedDaemons.map(({ release }) => release).join(' and ');
  throw new Error(`recordings are of dockerd ${releases}, this one is ${serverVersion}`);
}

/** The scenarios that are recorded of a daemon, by name. */
export function recordedScenarios({ folder }: RecordedDaemon): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      entry =>
        entry.isDirectory() && recordedDaemons.every(other => other.folder !== join(folder, entry.name)),
    )
    .map(entry => entry.name)
    .sort();
}
