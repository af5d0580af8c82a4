import { decompress } from '../../support/decompress.ts';
import { formatRfc3339Nano } from '../../support/go-time.ts';
import { cleanPath } from '../../support/posix-path.ts';
import { TarError } from '../../support/tar/tar-error.ts';
import { readTar } from '../../support/tar/tar-reader.ts';
import type { Engine } from '../engine.ts';
import { DockerError, invalidParameter, notFound, systemError } from '../errors.ts';
import { mountVolumes, unmountVolumes } from '../volumes/mount-volumes.ts';
import { openCopyFiles } from '../world/files/container-files.ts';
import { ROOT } from '../world/files/file-system.ts';
import type { FileSystemView } from '../world/files/file-system-view.ts';
import { FileType, isDirectory, isLink } from '../world/files/inode.ts';
import { packPath } from '../world/files/pack-path.ts';
import type { Place } from '../world/files/path-walk.ts';
import { lowerFirst, MissingFileError, unpack } from '../world/files/unpack.ts';
import { Errno } from '../world/process/errno.ts';
import { readText } from '../world/process/users.ts';
import type { Container } from './container.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';

/** What the header X-Docker-Container-Path-Stat carries. */
export interface PathStat {
  readonly name: string;
  readonly size: number;
  /** Go's os.FileMode. */
  readonly mode: number;
  readonly mtime: string;
  /** Where a symbolic link ends, as far as it can be followed. */
  readonly linkTarget: string;
}

/** HEAD /containers/{id}/archive (moby daemon/archive_unix.go, daemon/containerfs_linux.go). */
export function statContainerPath(engine: Engine, ref: string, path: string): PathStat {
  const container = findContainer(engine, ref);
  return withVolumes(engine, container, () => {
    const view = openCopyFiles(engine, container.id);
    return describe(view, locate(view, ref, path));
  });
}

/** The volumes are mounted for as long as it takes, which their events tell (moby daemon/containerfs_linux.go). */
function withVolumes<T>(engine: Engine, container: Readonly<Container>, act: () => T): T {
  mountVolumes(engine, container);
  try {
    return act();
  } finally {
    unmountVolumes(engine, container);
  }
}

/** GET /containers/{id}/archive: the file or directory in a tar archive, under its own name. */
export function archiveContainerPath(
  engine: Engine,
  ref: string,
  path: string,
): { readonly stat: PathStat; readonly archive: Generator<Uint8Array, void> } {
  const container = findContainer(engine, ref);
  return withVolumes(engine, container, () => {
    const view = openCopyFiles(engine, container.id);
    const found = locate(view, ref, path);
    const stat = describe(view, found);
    emitContainerEvent(engine, container, 'archive-path');
    return { stat, archive: packPath(view, found.place.path, stat.name) };
  });
}

export interface ExtractRequest {
  readonly path: string;
  /** What is unpacked belongs to the container's user. */
  readonly copyUidGid: boolean;
  readonly noOverwriteDirNonDir: boolean;
}

/** PUT /containers/{id}/archive: unpacks an archive into a directory, inside of which links in it stay. */
export async function extractToContainer(
  engine: Engine,
  ref: string,
  request: ExtractRequest,
  readArchive: () => Promise<Uint8Array>,
): Promise<void> {
  const container = findContainer(engine, ref);
  mountVolumes(engine, container);
  try {
    await extract(engine, container, ref, request, readArchive);
    emitContainerEvent(engine, container, 'extract-to-dir');
  } finally {
    unmountVolumes(engine, container);
  }
}

async function extract(
  engine: Engine,
  container: Readonly<Container>,
  ref: string,
  request: ExtractRequest,
  readArchive: () => Promise<Uint8Array>,
): Promise<void> {
  const view = openCopyFiles(engine, container.id);
  const place = destinationOf(view, ref, request.path);
  checkWritable(container, place.path);
  const owner = request.copyUidGid ? ownerOf(view, container.config.User) : undefined;
  try {
    const entries = readTar(await decompress(await readArchive()));
    const { noOverwriteDirNonDir } = request;
    unpack(view.rootedAt(place), '/', entries, {
      shownAs: place.path,
      noOverwriteDirNonDir,
      ...(owner !== undefined && { owner }),
    });
  } catch (error) {
    // dockerd takes whatever is missing for the path that was asked for.
    if (error instanceof MissingFileError) throw missing(ref, request.path);
    if (error instanceof TarError || error instanceof Errno) throw systemError(error.message);
    throw error;
  }
}

interface Located {
  readonly place: Place;
  /** The absolute path as asked for, a slash or dot at its end kept. */
  readonly shown: string;
}

/** lstat, but for a slash or a dot at the end, which follow a link. */
function locate(view: FileSystemView, ref: string, path: string): Located {
  const shown = keepEnd(cleanPath(`/${path}`), path);
  try {
    return { place: view.resolve(shown, '/', false, ROOT), shown };
  } catch (error) {
    throw pathError(error, { ref, path, call: 'lstat', shown });
  }
}

/** go-archive, PreserveTrailingDotOrSeparator. */
function keepEnd(clean: string, path: string): string {
  const isDot = path === '.' || path.endsWith('/.');
  const slashed = (isDot || path.endsWith('/')) && !clean.endsWith('/') ? `${clean}/` : clean;
  return isDot ? `${slashed}.` : slashed;
}

function destinationOf(view: FileSystemView, ref: string, path: string): Place {
  const shown = cleanPath(`/${path}`);
  try {
    const place = view.resolve(shown, '/', true, ROOT);
    if (isDirectory(place.mount.files.status(place.node, ROOT))) return place;
  } catch (error) {
    // Go's filepath.EvalSymlinks says no more than this.
    if (error instanceof Errno && error.code === 'ENOTDIR') throw systemError(lowerFirst(error.message));
    if (error instanceof Errno && error.code === 'ELOOP') throw systemError('EvalSymlinks: too many links');
    throw pathError(error, { ref, path, call: 'lstat', shown });
  }
  throw invalidParameter('extraction point is not a directory');
}

const missing = (ref: string, path: string) =>
  notFound(`Could not find the file ${path} in container ${ref}`);

function pathError(
  error: unknown,
  { ref, path, call, shown }: { ref: string; path: string; call: string; shown: string },
): Error {
  if (!(error instanceof Errno)) return error as Error;
  if (error.code === 'ENOENT') return missing(ref, path);
  return systemError(`${call} ${shown}: ${lowerFirst(error.message)}`);
}

function describe(view: FileSystemView, { place, shown }: Located): PathStat {
  const status = place.mount.files.status(place.node, ROOT);
  return {
    name: shown === '/' ? '/' : (shown.replace(/\/$/, '').split('/').at(-1) as string),
    size: status.size,
    mode: goFileMode(status.mode),
    mtime: formatRfc3339Nano(status.mtimeNs),
    linkTarget: isLink(status) ? linkTarget(view, place.path) : '',
  };
}

/** moby/sys/symlink, FollowSymlinkInScope: a name that is missing ends the walk, and is kept. */
function linkTarget(view: FileSystemView, path: string, linksLeft = 40, asked = path): string {
  try {
    return view.resolve(path, '/', true, ROOT).path;
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
  }
  if (linksLeft === 0) throw systemError(`evalSymlinksInScope: too many links in ${asked}`);
  try {
    const target = view.readlink(path, '/', ROOT);
    const directory = path.slice(0, path.lastIndexOf('/'));
    return linkTarget(
      view,
      cleanPath(target.startsWith('/') ? target : `${directory}/${target}`),
      linksLeft - 1,
      asked,
    );
  } catch (error) {
    if (error instanceof DockerError) throw error;
    return path;
  }
}

/** Go's os.ModeDir and its like stand above the permission bits. */
function goFileMode(mode: number): number {
  const types: Readonly<Record<number, number>> = {
    [FileType.directory]: 2 ** 31,
    [FileType.link]: 2 ** 27,
    [FileType.block]: 2 ** 26,
    [FileType.character]: 2 ** 26 + 2 ** 21,
    [FileType.fifo]: 2 ** 25,
    [FileType.socket]: 2 ** 24,
  };
  const special = ((mode & 0o4000) !== 0 ? 2 ** 23 : 0) + ((mode & 0o2000) !== 0 ? 2 ** 22 : 0);
  const sticky = (mode & 0o1000) !== 0 ? 2 ** 20 : 0;
  return (types[mode & FileType.mask] ?? 0) + special + sticky + (mode & 0o777);
}

/** moby daemon/archive_unix.go, checkWritablePath. */
function checkWritable(container: Readonly<Container>, path: string): void {
  const mount = container.mounts.find(({ destination }) => `${path}/`.startsWith(`${destination}/`));
  if (mount?.rw === false) throw invalidParameter('mounted volume is marked read-only');
  if (mount === undefined && container.hostConfig.ReadonlyRootfs) {
    throw invalidParameter('container rootfs is marked read-only');
  }
}

/** The numbers of a container's user and group, names looked up in its own files; nothing for root by default. */
function ownerOf(view: FileSystemView, user: string): { uid: number; gid: number } | undefined {
  if (user === '') return undefined;
  const [name = '', group] = user.split(':');
  const known = recordOf(view, '/etc/passwd', name);
  if (known === undefined && !/^\d+$/.test(name)) {
    throw invalidParameter(
      `failed to look up user "${name}" in container: no matching entries in passwd file`,
    );
  }
  const uid = Number(known?.[2] ?? name);
  if (group === undefined || group === '') return { uid, gid: Number(known?.[3] ?? 0) };
  const knownGroup = recordOf(view, '/etc/group', group);
  if (knownGroup === undefined && !/^\d+$/.test(group)) {
    throw invalidParameter(
      `failed to look up group "${group}" in container: no matching entries in group file`,
    );
  }
  return { uid, gid: Number(knownGroup?.[2] ?? group) };
}

function recordOf(view: FileSystemView, path: string, name: string): string[] | undefined {
  const records = readText(view, path, ROOT)
    .split('\n')
    .map(line => line.split(':'));
  return records.find(record => record[0] === name || record[2] === name);
}
