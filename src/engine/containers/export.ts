import type { Engine } from '../engine.ts';
import { conflict } from '../errors.ts';
import { ROOT_INO } from '../world/files/file-tree.ts';
import { pack } from '../world/files/pack.ts';
import { holderOf, treeFileSystem } from '../world/files/tree-file-system.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';

/** GET /containers/{id}/export: the root file system without its mounts, as it is now (moby daemon/export.go). */
export function exportContainer(engine: Engine, ref: string): Generator<Uint8Array, void> {
  const container = findContainer(engine, ref);
  if (container.lifecycle.status === 'dead') {
    throw conflict(`You cannot export container ${container.id} which is Dead`);
  }
  if (container.supervision.removalInProgress) {
    throw conflict(`You cannot export container ${container.id} which is being removed`);
  }
  // A copy, so that what the container writes while the client reads does not tear the archive.
  const files = treeFileSystem('overlay', holderOf(container.root.fork()), () => 0n);
  emitContainerEvent(engine, container, 'export');
  return pack({ files, node: ROOT_INO, name: '' });
}
