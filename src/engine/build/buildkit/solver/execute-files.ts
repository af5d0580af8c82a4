import type { Engine } from '../../../engine.ts';
import { ROOT } from '../../../world/files/file-system.ts';
import { FileSystemView } from '../../../world/files/file-system-view.ts';
import { FileType } from '../../../world/files/inode.ts';
import { holderOf, treeFileSystem } from '../../../world/files/tree-file-system.ts';
import { scopedPath } from '../../scoped-path.ts';
import { type NewRecord, treeOf } from '../cache/build-cache.ts';
import { copyFiles, makeDirectories } from './copy-files.ts';
import { fileOwner } from './file-owner.ts';
import type { FileAction, FileOperation } from './operation.ts';
import { type Made, viewOf } from './solver.ts';

/** Changes files: a layer of its own over those of the base (buildkit solver/llbsolver/file/backend.go). */
export async function executeFiles(
  engine: Engine,
  operation: FileOperation,
  inputs: readonly Made[],
  description: string,
): Promise<NewRecord> {
  const base = operation.hasBase ? inputs[0]?.record : undefined;
  const tree = treeOf(engine, base).newLayer();
  const view = new FileSystemView(treeFileSystem('overlay', holderOf(tree), () => engine.clock.nowNs()));
  for (const action of operation.actions) {
    if (action.type === 'copy') {
      const from = viewOf(engine, inputs[action.input]?.record);
      await copyFiles({ action, from, to: view, owner: fileOwner(view, action.owner) });
    } else makeOne(view, action, operation.timeNs);
  }
  return { kind: 'regular', description, parentId: base?.id ?? '', tree: tree.fork() };
}

function makeOne(view: FileSystemView, action: Exclude<FileAction, { type: 'copy' }>, timeNs?: bigint): void {
  const { path, mode } = action;
  if (action.type === 'mkdir') {
    const place = scopedPath(view, path);
    const owner = fileOwner(view, action.owner);
    makeDirectories(view, place, owner, { mode, ...(timeNs !== undefined && { timeNs }) });
    return;
  }
  const file = view.open(path, '/', { write: true, create: true }, FileType.regular | mode, ROOT);
  view.fill(file, new TextEncoder().encode(action.content));
  view.close(file);
}
