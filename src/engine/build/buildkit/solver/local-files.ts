import { cleanPath } from '../../../../support/posix-path.ts';
import { TarError } from '../../../../support/tar/tar-error.ts';
import type { Engine } from '../../../engine.ts';
import { systemError } from '../../../errors.ts';
import { FileSystemView } from '../../../world/files/file-system-view.ts';
import { FileTree } from '../../../world/files/file-tree.ts';
import { holderOf, treeFileSystem } from '../../../world/files/tree-file-system.ts';
import { unpack } from '../../../world/files/unpack.ts';
import { type BuildCacheRecord, keep } from '../cache/build-cache.ts';
import type { BuildSession, WantedFiles } from '../solve-request.ts';
import type { ToldStep } from '../told-steps.ts';
import type { LocalSource } from './operation.ts';

/** By directory. */
export type LocalFiles = (directory: string) => WantedFiles;

/** What of a named context is asked for. */
export function wantedOf({ wanted = [], exclude = [] }: LocalSource): LocalFiles {
  const paths = wanted.map(path => cleanPath(`/${path}`).slice(1));
  const isAll = paths.length === 0 || paths.some(path => path === '' || path.includes('$'));
  return () => ({ excludePatterns: exclude, ...(!isAll && { followPaths: paths.sort() }) });
}

/** Takes a directory from the client. It stays until the next build brings the same again. */
export async function loadDirectory(
  engine: Engine,
  session: BuildSession,
  wanted: LocalFiles,
  directory: string,
  told: ToldStep,
): Promise<Readonly<BuildCacheRecord>> {
  return await loadWanted(engine, session, directory, wanted(directory), told);
}

export async function loadWanted(
  engine: Engine,
  session: BuildSession,
  directory: string,
  wanted: WantedFiles,
  told: ToldStep,
): Promise<Readonly<BuildCacheRecord>> {
  const { files, transferredBytes } = await session.syncDirectory(directory, wanted);
  told.did(`transferring ${directory}:`, transferredBytes);
  const { records, keys } = engine.state.buildCache;
  // A directory's own ignore file is asked for by itself, and kept by itself.
  const isIgnoreFile = wanted.followPaths?.join() === '.dockerignore';
  const part = isIgnoreFile ? 'ignore' : directory === 'context' ? '' : (wanted.followPaths ?? []).join();
  const key = `local:${directory}:${part}`;
  const before = keys.get(key);
  if (before !== undefined) records.delete(before.recordId);
  const tree = FileTree.empty(engine.clock.nowNs()).newLayer();
  const view = new FileSystemView(treeFileSystem('overlay', holderOf(tree), () => engine.clock.lastNs()));
  try {
    unpack(view, '/', files);
  } catch (error) {
    if (error instanceof TarError) throw systemError(error.message);
    throw error;
  }
  const description = `local source for ${directory}`;
  return keep(engine, key, { kind: 'source.local', description, parentId: '', tree: tree.fork() });
}
