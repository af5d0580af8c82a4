import type { TarEntry } from '../../../support/tar/tar-format.ts';
import { type FileSystem, ROOT } from '../../world/files/file-system.ts';
import { FileSystemView } from '../../world/files/file-system-view.ts';
import { FileTree, ROOT_INO } from '../../world/files/file-tree.ts';
import { pack } from '../../world/files/pack.ts';
import { holderOf, treeFileSystem } from '../../world/files/tree-file-system.ts';
import { entriesBelow } from '../tree-entries.ts';
import type { BuildSession, SolveResult } from './solve-request.ts';
import type { ToldSteps } from './told-steps.ts';

/** What a build's session takes: the client's nth exporter. */
export interface Taker {
  readonly session: BuildSession;
  readonly exporter: number;
}

/** `-o type=tar`: the image's files as an archive (buildkit exporter/tar). */
export async function exportArchive(
  steps: ToldSteps,
  result: SolveResult,
  { session, exporter }: Taker,
): Promise<void> {
  await steps.run('exporting to client tarball', async step => {
    await session.sendFile(exporter, pack({ files: filesOf(result), node: ROOT_INO, name: '' }));
    step.did('sending tarball');
  });
}

/** `-o type=local`: the image's files in a directory of the client's (buildkit exporter/local). */
export async function exportDirectory(
  steps: ToldSteps,
  result: SolveResult,
  { session, exporter }: Taker,
): Promise<void> {
  await steps.run('exporting to client directory', async step => {
    const view = new FileSystemView(filesOf(result));
    const files = [...entriesBelow(view, '/')].map(entry => withStatus(view, entry));
    step.did('copying files', await session.sendDirectory(exporter, files));
  });
}

/** With its time to the nanosecond, and the size of what has other names, too. */
function withStatus(view: FileSystemView, entry: TarEntry): TarEntry {
  const { mtimeNs, size } = view.stat(`/${entry.name}`, '/', false, ROOT);
  return { ...entry, mtimeNs, size: entry.type === 'directory' ? 0 : size };
}

function filesOf({ image }: SolveResult): FileSystem {
  const tree = image?.layers.at(-1)?.tree ?? FileTree.empty(0n);
  return treeFileSystem('overlay', holderOf(tree), () => 0n);
}
