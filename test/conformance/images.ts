import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Engine } from '../../src/engine/engine.ts';
import { layerTarOver } from '../../src/engine/images/layer-tar.ts';
import { parseReference } from '../../src/engine/images/reference.ts';
import { addImage, addLayer, addReference, chainIdsOf } from '../../src/engine/images/store.ts';
import type { SavedImage } from './save-images.ts';

const TAGS: Record<string, readonly string[]> = {
  busybox: ['busybox:latest', 'alpine:latest', 'alpine:3.20'],
  'hello-world': ['hello-world:latest'],
};

/**
 * Gives an engine the images that the recorded machine had, with their ids, configurations and files.
 *
 * @param file what `saveImages` wrote
 */
export function addRecordedImages(engine: Engine, file: string): void {
  const images: Record<string, SavedImage> = JSON.parse(readFileSync(file, 'utf8'));
  for (const [name, { config, layers }] of Object.entries(images)) {
    const diffIds: string[] = JSON.parse(config).rootfs.diff_ids;
    const chainIds = chainIdsOf(diffIds);
    for (const [index, diffId] of diffIds.entries()) {
      const archive = gunzipSync(Buffer.from(layers[index] ?? '', 'base64'));
      addLayer(engine, chainIds[index - 1] ?? '', { diffId, treeOver: layerTarOver(engine, archive) });
    }
    const id = addImage(engine, config);
    for (const tag of TAGS[name] ?? []) addReference(engine, parseReference(tag), id);
  }
}
