import { goQuote } from '../../support/go-strconv.ts';
import type { Engine } from '../engine.ts';
import { conflict, DockerError, invalidParameter, notFound, systemError } from '../errors.ts';
import { FileTree } from '../world/files/file-tree.ts';
import { validateLocalOptions } from './local-options.ts';
import type { Volume } from './volume.ts';
import { emitVolumeEvent } from './volume-event.ts';

const NAME_CHARACTERS = '[a-zA-Z0-9][a-zA-Z0-9_.-]';
const NAME_PATTERN = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
/** On volumes nobody named: prune takes only these unless it is told otherwise. */
export const ANONYMOUS_LABEL = 'com.docker.volume.anonymous';

export interface CreateVolumeRequest {
  /** Empty for an anonymous volume. */
  readonly name: string;
  /** Empty for `local`. */
  readonly driver?: string;
  readonly labels?: Record<string, string> | null;
  readonly options?: Record<string, string> | null;
}

/** The volume of that name, made now if there is none (moby volume/service/store.go, create). */
export function createVolume(engine: Engine, request: CreateVolumeRequest): Readonly<Volume> {
  const { volumes } = engine.state;
  const isAnonymous = request.name === '';
  const name = isAnonymous ? engine.random.hex('volumes', 64) : request.name;
  const driver = request.driver || 'local';
  const existing = volumes.get(name);
  try {
    requireDriver(driver);
    if (existing !== undefined) return requireSameDriver(existing, request.driver);
    requireName(name);
    requireShortName(name);
    validateLocalOptions(request.options ?? {});
  } catch (error) {
    throw error instanceof DockerError
      ? new DockerError(error.kind, `create ${name}: ${error.message}`)
      : error;
  }
  const volume: Volume = {
    name,
    driver,
    createdNs: engine.clock.nowNs(),
    labels: isAnonymous ? { ...request.labels, [ANONYMOUS_LABEL]: '' } : (request.labels ?? null),
    options: request.options ?? null,
    anonymous: isAnonymous,
    users: new Set(),
    tree: FileTree.empty(engine.clock.nowNs()),
  };
  // Their content would be elsewhere: on a share, in memory, under a path of the host. Ours is a volume's own.
  if (request.options?.type !== undefined) engine.noteUnsimulated('mount options of local volumes');
  volumes.set(name, volume);
  emitVolumeEvent(engine, name, 'create', { driver });
  return volume;
}

/** Where the local driver keeps a volume's files on the host. */
export const volumeMountpoint = ({ name }: Readonly<Volume>): string =>
  `/var/lib/docker/volumes/${name}/_data`;

function requireSameDriver(volume: Readonly<Volume>, driver: string | undefined): Readonly<Volume> {
  if (!driver || driver === volume.driver) return volume;
  throw conflict(`driver '${volume.driver}' already has volume '${volume.name}': volume name must be unique`);
}

function requireDriver(driver: string): void {
  if (driver === 'local') return;
  throw notFound(`error looking up volume plugin ${driver}: plugin ${goQuote(driver)} not found`);
}

function requireName(name: string): void {
  if (name.length === 1) {
    throw invalidParameter('volume name is too short, names should be at least two alphanumeric characters');
  }
  if (NAME_PATTERN.test(name)) return;
  throw invalidParameter(
    `${goQuote(name)} includes invalid characters for a local volume name, only "${NAME_CHARACTERS}" are allowed. If you intended to pass a host directory, use absolute path`,
  );
}

/** The name becomes a directory's, of which Linux takes 255 bytes (recordings/volume-errors). */
function requireShortName(name: string): void {
  if (name.length <= 255) return;
  const path = `/var/lib/docker/volumes/${name}`;
  throw systemError(`error while creating volume root path '${path}': mkdir ${path}: file name too long`);
}
