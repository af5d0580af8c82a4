import type { Engine } from '../engine.ts';
import { changedPaths } from '../images/layer-tar.ts';
import { findContainer } from './find.ts';

/** 0: changed, or something below it; 1: added; 2: deleted. */
export interface Change {
  readonly Path: string;
  readonly Kind: 0 | 1 | 2;
}

/** GET /containers/{id}/changes, sorted by path; null where nothing changed (moby daemon/changes.go). */
export function containerChanges(engine: Engine, ref: string): Change[] | null {
  const { root } = findContainer(engine, ref);
  const changes = changedPaths(root, root.origin()).map(({ path, ino, added }): Change => {
    return { Path: `/${path}`, Kind: ino === undefined ? 2 : added ? 1 : 0 };
  });
  return changes.length === 0 ? null : changes;
}
