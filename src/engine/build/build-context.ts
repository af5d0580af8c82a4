import { cleanPath } from '../../support/posix-path.ts';
import { TarError } from '../../support/tar/tar-error.ts';
import type { TarEntry } from '../../support/tar/tar-format.ts';
import { readTar } from '../../support/tar/tar-reader.ts';
import type { Engine } from '../engine.ts';
import { DockerError, invalidParameter, systemError } from '../errors.ts';
import { ROOT } from '../world/files/file-system.ts';
import { FileSystemView } from '../world/files/file-system-view.ts';
import { FileTree } from '../world/files/file-tree.ts';
import { isDirectory } from '../world/files/inode.ts';
import { holderOf, treeFileSystem } from '../world/files/tree-file-system.ts';
import { removeTree, unpack } from '../world/files/unpack.ts';
import { Errno } from '../world/process/errno.ts';
import { readText } from '../world/process/users.ts';
import type { Dockerfile } from './dockerfile/node.ts';
import { parseDockerfile } from './dockerfile/parse.ts';
import { hashEntry } from './file-hash.ts';
import { isIgnored, parseIgnoreFile } from './ignore-file.ts';
import { isThere, refuseOutside } from './scoped-path.ts';

/** Where COPY and ADD take files from. */
export interface BuildContext {
  readonly view: FileSystemView;
  /** By path from the root without its slash, where links were followed. */
  hash(path: string): string;
}

const DEFAULT_DOCKERFILE = 'Dockerfile';

/** Unpacks a context and finds its Dockerfile (moby builder/remotecontext/detect.go). */
export function openContext(
  engine: Engine,
  archive: Uint8Array,
  askedDockerfile: string,
): { readonly context: BuildContext; readonly dockerfile: Dockerfile } {
  const context = contextOf(engine, () => readTar(archive));
  return { context, dockerfile: readDockerfile(context.view, askedDockerfile || DEFAULT_DOCKERFILE) };
}

/** The files of a context, however they came. */
function contextOf(engine: Engine, read: () => Iterable<TarEntry>): BuildContext {
  const tree = FileTree.empty(engine.clock.nowNs());
  const files = treeFileSystem('overlay', holderOf(tree), () => engine.clock.lastNs());
  const view = new FileSystemView(files);
  const entries = unpackContext(view, read);
  const hash = (path: string) => {
    const entry = entries.get(path);
    // What the archive had no member for, as a directory that only its files name, is known by its path.
    return entry === undefined ? path : hashEntry(entry);
  };
  return { view, hash };
}

/** The members by their clean names; the first counts where there are two. */
function unpackContext(view: FileSystemView, read: () => Iterable<TarEntry>): Map<string, TarEntry> {
  const members = new Map<string, TarEntry>();
  try {
    const entries = [...read()];
    unpack(view, '/', entries);
    for (const entry of entries) {
      const path = cleanPath(`/${entry.name}`).slice(1) || '.';
      if (!members.has(path)) members.set(path, entry);
    }
  } catch (error) {
    if (error instanceof TarError) throw systemError(error.message);
    throw error;
  }
  return members;
}

function readDockerfile(view: FileSystemView, path: string): Dockerfile {
  refuseOutside(path);
  if (!isThere(view, path)) {
    const lower = path.toLowerCase();
    if (path === DEFAULT_DOCKERFILE && isThere(view, lower)) return readDockerfile(view, lower);
    throw systemError(`Cannot locate specified Dockerfile: ${path}`);
  }
  if (isDirectory(view.stat(path, '/', true, ROOT))) {
    throw systemError(`unexpected error reading Dockerfile: read ${path}: is a directory`);
  }
  const text = readText(view, path, ROOT);
  if (text === '') throw invalidParameter(`the Dockerfile (${path}) cannot be empty`);
  try {
    return parseDockerfile(text);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw invalidParameter(`failed to parse ${path}: ${error.message}`);
  } finally {
    removeIgnored(view, path);
  }
}

/** The client sends these two whatever .dockerignore says: only the builder takes them out. */
function removeIgnored(view: FileSystemView, dockerfile: string): void {
  const text = readText(view, '/.dockerignore', ROOT);
  const patterns = parseIgnoreFile(text);
  for (const path of ['.dockerignore', dockerfile]) {
    if (!isIgnored(path, patterns)) continue;
    try {
      removeTree(view, cleanPath(`/${path}`));
    } catch (error) {
      if (!(error instanceof Errno)) throw error;
    }
  }
}
