import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../src/create-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { imageTree } from '../../src/engine/images/image.ts';
import { pullImage } from '../../src/engine/images/pull.ts';
import { parseReference } from '../../src/engine/images/reference.ts';
import { addImage, addLayer, addReference, chainIdsOf } from '../../src/engine/images/store.ts';
import type { FileTree } from '../../src/engine/world/files/file-tree.ts';

/** The configurations of the recorded machine's images, as they stand in their archives: name -> JSON. */
const CONFIGS: Record<string, string> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../recordings/images.json'), 'utf8'),
);

const TAGS: Record<string, readonly string[]> = {
  busybox: ['busybox:latest', 'alpine:latest', 'alpine:3.20'],
  'hello-world': ['hello-world:latest'],
};

let busyboxTree: FileTree | undefined;

/**
 * Gives an engine the images that the recorded machine had: their ids, configurations and histories, over the files
 * of the catalogue's busybox.
 */
export function addRecordedImages(engine: Engine): void {
  for (const [name, config] of Object.entries(CONFIGS)) {
    const diffIds: string[] = JSON.parse(config).rootfs.diff_ids;
    const chainIds = chainIdsOf(diffIds);
    for (const [index, diffId] of diffIds.entries()) {
      addLayer(engine, chainIds[index - 1] ?? '', { diffId, treeOver: below => below ?? busyboxFiles() });
    }
    const id = addImage(engine, config);
    for (const tag of TAGS[name] ?? []) addReference(engine, parseReference(tag), id);
  }
}

function busyboxFiles(): FileTree {
  if (busyboxTree === undefined) {
    const source = createEngine();
    const image = source.state.images.images.get(pullImage(source, 'busybox'));
    busyboxTree = image === undefined ? undefined : imageTree(source, image);
    if (busyboxTree === undefined) throw new Error('the catalogue has no busybox');
  }
  return busyboxTree;
}
