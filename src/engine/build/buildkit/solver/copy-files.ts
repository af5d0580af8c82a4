import { cleanPath } from '../../../../support/posix-path.ts';
import { systemError } from '../../../errors.ts';
import { ROOT } from '../../../world/files/file-system.ts';
import type { FileSystemView } from '../../../world/files/file-system-view.ts';
import { type FileStatus, FileType, isDirectory, isLink } from '../../../world/files/inode.ts';
import { Errno, goText } from '../../../world/process/errno.ts';
import type { Owner } from '../../chown.ts';
import { isIgnored } from '../../ignore-file.ts';
import { find, isDirectoryAt, scopedPath } from '../../scoped-path.ts';
import type { CopyFiles } from './operation.ts';
import { sourcesOf } from './source-paths.ts';
import { applyMode } from './symbolic-mode.ts';
import { unpackArchive } from './unpack-archive.ts';

/** What is copied, from where to where. */
export interface CopyRequest {
  readonly action: CopyFiles;
  readonly from: FileSystemView;
  readonly to: FileSystemView;
  /** Whose the copies become; undefined: they stay whose they are. */
  readonly owner: Owner | undefined;
}

const ROOT_OWNER: Owner = { uid: 0, gid: 0 };

/** Copies as BuildKit does (tonistiigi/fsutil copy/copy.go): a directory's content, links followed at the start only. */
export async function copyFiles(request: CopyRequest): Promise<void> {
  const { action, from } = request;
  for (const source of sourcesOf(from, action)) {
    const place = find(from, source);
    if (action.unpack && place !== undefined && (await unpackArchive(request, place.path))) continue;
    copySource(request, source);
  }
}

function copySource({ action, from, to, owner }: CopyRequest, source: string): void {
  const { destination } = action;
  const isNamedDirectory = destination.endsWith('/');
  const above = isNamedDirectory ? destination : destination.slice(0, destination.lastIndexOf('/'));
  // An octal mode is for the directories on the way, too.
  const options = /^\d+$/.test(action.mode) ? { mode: applyMode(action.mode, 0, true) & 0o777 } : {};
  makeDirectories(to, scopedPath(to, above || '/'), owner, options);
  let target = scopedPath(to, destination);
  const path = scopedPath(from, source);
  const status = statusAt(from, path);
  if (status === undefined) throw systemError(`lstat ${source}: no such file or directory`);
  if (!isDirectory(status) && isDirectoryAt(to, target)) {
    target = `${target === '/' ? '' : target}/${source.split('/').at(-1)}`;
  }
  const directory = isDirectory(status) && find(to, target) === undefined ? target : parentOf(target);
  makeDirectories(to, directory, owner, options);
  new Copier({ action, from, to, owner }).copy(path, '', target, false);
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/** One source on its way, with all that is below it. */
class Copier {
  readonly #request: CopyRequest;
  /** Where each file with several names was copied to first. */
  readonly #linked = new Map<string | number, string>();
  /** Directories on the way that nothing was copied into yet, since they are left out themselves. */
  readonly #pending: Array<readonly [source: string, target: string]> = [];

  constructor(request: CopyRequest) {
    this.#request = request;
  }

  /** `relative`: from the source on, as patterns see it. `overwrites`: a directory that is there gets the source's mode. */
  copy(source: string, relative: string, target: string, overwrites: boolean): void {
    const { action, from } = this.#request;
    const { exclude } = action;
    const excluded = relative !== '' && isIgnored(relative, exclude);
    const mayCome = exclude.some(pattern => pattern.startsWith('!'));
    if (excluded && !mayCome) return;
    const { mount, node } = from.resolve(source, '/', false, ROOT);
    const status = mount.files.status(node, ROOT);
    if (!isDirectory(status)) {
      if (excluded) return;
      this.#makePending();
      this.#copyFile(source, target, status);
      return;
    }
    const before = statusAt(this.#request.to, target);
    if (excluded) this.#pending.push([source, target]);
    else {
      this.#makePending();
      this.#makeDirectory(target, before, status, overwrites);
    }
    for (const { name } of from.readdir(source, '/', ROOT)) {
      const below = relative === '' ? name : `${relative}/${name}`;
      this.copy(join(source, name), below, join(target, name), true);
    }
    if (excluded) {
      if (this.#pending.at(-1)?.[1] === target) this.#pending.pop();
    } else if (overwrites || before === undefined) this.#attributes(source, target, status);
    else this.#request.to.utimes(target, '/', status.mtimeNs, true, ROOT);
  }

  #makePending(): void {
    for (const [source, target] of this.#pending.splice(0)) {
      const status = statusAt(this.#request.from, source) as FileStatus;
      const before = statusAt(this.#request.to, target);
      this.#makeDirectory(target, before, status, true);
      this.#attributes(source, target, status);
    }
  }

  #makeDirectory(
    target: string,
    before: FileStatus | undefined,
    { mode }: FileStatus,
    overwrites: boolean,
  ): void {
    const { to } = this.#request;
    if (before === undefined) to.mkdir(target, '/', mode & 0o7777, ROOT);
    else if (!isDirectory(before)) throw systemError(`cannot copy to non-directory: ${onHost(target)}`);
    else if (overwrites) to.chmod(target, '/', mode & 0o7777, true, ROOT);
  }

  #copyFile(source: string, target: string, status: FileStatus): void {
    const { from, to } = this.#request;
    const before = statusAt(to, target);
    if (before !== undefined) {
      if (isDirectory(before)) throw systemError(`cannot replace to directory ${onHost(target)} with file`);
      to.unlink(target, '/', ROOT);
    }
    const { mount, node } = from.resolve(source, '/', false, ROOT);
    const first = status.nlink > 1 ? this.#linked.get(node) : undefined;
    if (isLink(status)) to.symlink(mount.files.readLink(node, ROOT), target, '/', ROOT);
    else if (first !== undefined) {
      to.link(first, target, '/', ROOT);
      return;
    } else if ((status.mode & FileType.mask) === FileType.regular) {
      const file = to.open(target, '/', { write: true, create: true }, status.mode & 0o7777, ROOT);
      to.fill(file, mount.files.read(node, 0, status.size, ROOT));
      to.close(file);
    } else to.mknod(target, '/', status.mode, status.rdev, ROOT);
    this.#linked.set(node, target);
    this.#attributes(source, target, status);
  }

  #attributes(source: string, target: string, status: FileStatus): void {
    const { action, from, to, owner } = this.#request;
    const { uid, gid } = owner ?? status;
    to.chown(target, '/', uid, gid, false, ROOT);
    if (!isLink(status)) {
      const mode = status.mode & 0o7777;
      const wanted = action.mode === '' ? mode : applyMode(action.mode, mode, isDirectory(status));
      to.chmod(target, '/', wanted, false, ROOT);
    }
    const place = from.resolve(source, '/', false, ROOT);
    const xattrs = place.mount.files.xattrs?.(place.node);
    const copied = to.resolve(target, '/', false, ROOT);
    if (xattrs !== undefined) copied.mount.files.change(copied.node, { xattrs });
    to.utimes(target, '/', status.mtimeNs, false, ROOT);
  }
}

/** BuildKit names a file where it lies on the host. */
const onHost = (path: string): string => `/var/lib/docker/overlay2/<layer>/merged${path}`;

const join = (directory: string, name: string): string => `${directory === '/' ? '' : directory}/${name}`;

function statusAt(view: FileSystemView, path: string): FileStatus | undefined {
  try {
    return view.stat(path, '/', false, ROOT);
  } catch (error) {
    if (error instanceof Errno && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** A directory with all those above it; the new ones become the owner's, and are dated if a time is given. */
export function makeDirectories(
  view: FileSystemView,
  path: string,
  owner: Owner = ROOT_OWNER,
  options: { readonly mode?: number; readonly timeNs?: bigint } = {},
): void {
  const { mode = 0o755, timeNs } = options;
  const made: string[] = [];
  let at = '';
  for (const name of cleanPath(path)
    .split('/')
    .filter(part => part !== '')) {
    at += `/${name}`;
    if (find(view, at) !== undefined) {
      if (isDirectoryAt(view, at)) continue;
      throw systemError(`mkdir ${at}: ${goText(new Errno('ENOTDIR'))}`);
    }
    view.mkdir(at, '/', mode, ROOT);
    view.chown(at, '/', owner.uid, owner.gid, false, ROOT);
    made.push(at);
  }
  if (timeNs !== undefined) for (const each of made.reverse()) view.utimes(each, '/', timeNs, true, ROOT);
}
