import type { Engine } from '../engine.ts';
import { findCatalogueImage, findRepository } from '../world/catalogue/catalogue.ts';
import type { FileTree } from '../world/files/file-tree.ts';
import type { ImageConfig } from './image.ts';
import { HOST_PLATFORM } from './platform.ts';
import { parseReference, type Reference } from './reference.ts';
import { addImage, addLayer } from './store.ts';

/** An image as another daemon tells of it, without its files. */
export interface DescribedImage {
  readonly id: string;
  /** One of its names, if it has any. */
  readonly name: string | undefined;
  readonly config: ImageConfig;
  /** What each layer adds, in bytes, lowest layer first. */
  readonly sizes: readonly number[];
}

/**
 * Adds it, with that daemon's id. In place of its files it has those of the catalogue's image of its name, else those of
 * what it stands on, else busybox's: describe what others stand on first.
 */
export function describeImage(engine: Engine, { id, name, config, sizes }: DescribedImage): void {
  const diffIds: readonly string[] = config.rootfs.diff_ids;
  const own = name === undefined ? undefined : catalogueFiles(parseReference(name));
  let chainId = '';
  for (const [index, diffId] of diffIds.entries()) {
    const isTop = index === diffIds.length - 1;
    const treeOver = (below: FileTree | undefined) => {
      const files = (isTop ? own : undefined) ?? below ?? (catalogueFiles() as FileTree);
      return files.newLayer();
    };
    chainId = addLayer(engine, chainId, { diffId, size: sizes[index] ?? 0, treeOver });
  }
  addImage(engine, JSON.stringify(config), '', id);
}

function catalogueFiles(reference: Reference = parseReference('busybox')): FileTree | undefined {
  const repository = reference.domain === 'docker.io' ? findRepository(reference.path) : undefined;
  const tag = reference.tag ?? 'latest';
  return repository && findCatalogueImage(repository, tag, HOST_PLATFORM)?.layers.at(-1)?.tree;
}
