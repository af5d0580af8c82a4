import type { Container } from '../../containers/container.ts';
import { systemError } from '../../errors.ts';
import { Errno, goText } from '../process/errno.ts';
import { startRefusal } from '../process/start.ts';
import { type FileSystem, type NodeId, ROOT } from './file-system.ts';
import type { FileSystemView } from './file-system-view.ts';
import { FileType, isDirectory } from './inode.ts';
import type { MountSpace } from './path-walk.ts';

/**
 * What a container's files are put together for. Only `start` and `copy` make mount points that are missing; `copy`
 * is what `docker cp` sees.
 */
export type Purpose = 'look' | 'start' | 'copy';

/** What is mounted where in a container. */
export interface MountWish {
  readonly files: FileSystem;
  /** Default: the root of `files`. */
  readonly node?: NodeId;
  /** In the container. */
  readonly path: string;
  readonly readOnly?: boolean;
  /** As /proc/mounts shows it. */
  readonly source?: string;
  readonly space?: MountSpace;
  /** In runc's words where that is not the same: the directory on the host, and the options as mount(2) has them. */
  readonly asked?: { readonly source: string; readonly options: string };
}

/**
 * Mounts where a path leads inside the container, links followed. Throws what dockerd says where that cannot be: of a
 * start in runc's words, of `docker cp` in those of its own (daemon/containerfs_linux.go).
 */
export function mountInContainer(
  view: FileSystemView,
  container: Readonly<Container>,
  purpose: Purpose,
  { node, path, asked, ...wish }: MountWish,
): void {
  const root = node ?? wish.files.root;
  const isForDirectory = isDirectory(wish.files.status(root, ROOT));
  if (purpose !== 'look') {
    try {
      makeMountPoint(view, path, isForDirectory);
    } catch (error) {
      if (!(error instanceof Errno)) throw error;
      throw purpose === 'start'
        ? mountRefusal(path, asked, unreachable(container, path, asked, error))
        : systemError(copyProblem(path, error));
    }
  }
  let at = path;
  try {
    const place = view.resolve(path, '/', true, ROOT);
    at = place.path;
    const isOnDirectory = isDirectory(place.mount.files.status(place.node, ROOT));
    if (isOnDirectory !== isForDirectory && purpose !== 'look')
      throw wrongType(purpose, path, asked, isForDirectory);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
  }
  view.mount({ ...wish, root, path: at });
}

/** Where a container's root file system is mounted on the host. */
export const mergedDirectory = ({ layerId }: Readonly<Container>) =>
  `/var/lib/docker/overlay2/${layerId}/merged`;

type Asked = MountWish['asked'];

function wrongType(purpose: Purpose, path: string, asked: Asked, isForDirectory: boolean) {
  if (purpose === 'start') {
    const { source, options } = asked ?? { source: 'tmpfs', options: '0xe' };
    return mountRefusal(
      path,
      asked,
      `mount ${source}:${path} (via /proc/self/fd/6), flags: ${options}: not a directory`,
    );
  }
  const name = path.slice(1);
  return systemError(isForDirectory ? `mkdirat ${name}: file exists` : `openat ${name}: is a directory`);
}

function copyProblem(path: string, error: Errno): string {
  if (error.code !== 'ENOTDIR') return `mkdirat ${path.slice(1)}: ${goText(error)}`;
  return `openat ${path.slice(1, path.lastIndexOf('/'))}: ${goText(error)}`;
}

/** runc 1.1.5, libcontainer/rootfs_linux.go: each kind of mount trips over another step. */
function unreachable(container: Readonly<Container>, path: string, asked: Asked, error: Errno): string {
  const merged = mergedDirectory(container);
  if (error.code !== 'ENOTDIR') return `lstat ${merged}${path}: ${goText(error)}`;
  if (asked !== undefined) return `open o_path procfd: open ${merged}${path}: ${goText(error)}`;
  return `mkdir ${merged}${path.slice(0, path.lastIndexOf('/'))}: ${goText(error)}`;
}

/** A bind mount's source went away after the container was created, or a file is in its path. */
export function noSource(source: string, path: string, error: Errno): Error {
  return mountRefusal(path, { source, options: '' }, `stat ${source}: ${goText(error)}`);
}

function mountRefusal(path: string, asked: Asked, reason: string) {
  const source = asked?.source ?? 'tmpfs';
  return startRefusal(
    `error during container init: error mounting "${source}" to rootfs at "${path}": ${reason}`,
  );
}

function makeMountPoint(view: FileSystemView, path: string, directory: boolean): void {
  if (directory) {
    makeDirectories(view, path);
    return;
  }
  makeDirectories(view, path.slice(0, path.lastIndexOf('/')) || '/');
  const request = { write: true, create: true };
  if (!exists(view, path)) view.close(view.open(path, '/', request, FileType.regular | 0o755, ROOT));
}

/** A directory with all those above it. */
export function makeDirectories(view: FileSystemView, path: string): void {
  let made = '';
  for (const name of path.split('/').filter(part => part !== '')) {
    made += `/${name}`;
    if (!exists(view, made)) view.mkdir(made, '/', 0o755, ROOT);
  }
}

/** Links followed. */
export function exists(view: FileSystemView, path: string): boolean {
  try {
    view.resolve(path, '/', true, ROOT);
    return true;
  } catch (error) {
    if (error instanceof Errno && error.code === 'ENOENT') return false;
    throw error;
  }
}
