import type { Engine } from '../engine.ts';
import { systemError } from '../errors.ts';
import type { Image } from './image.ts';
import type { Platform } from './platform.ts';
import { resolveImage } from './resolve-image.ts';
import { parseTime, referencesOf } from './store.ts';
import { namesOf } from './view.ts';

interface HistoryItem {
  Comment: string;
  /** Seconds since 1970. */
  Created: number;
  CreatedBy: string;
  Id: string;
  Size: number;
  Tags: string[] | null;
}

/** GET /images/{name}/history, newest first (moby daemon/images/image_history.go). */
export function imageHistory(engine: Engine, ref: string, platform?: Platform): object[] {
  const image = resolveImage(engine, ref, platform);
  const items: HistoryItem[] = [];
  let layer = 0;
  for (const entry of image.config.history ?? []) {
    let size = 0;
    if (entry.empty_layer !== true) {
      const chainId = image.chainIds[layer];
      if (chainId === undefined) throw systemError('too many non-empty layers in History section');
      size = engine.state.images.layers.get(chainId)?.size ?? 0;
      layer += 1;
    }
    items.unshift({
      Comment: entry.comment ?? '',
      Created: Number((parseTime(entry.created) ?? 0n) / 1_000_000_000n),
      CreatedBy: entry.created_by ?? '',
      Id: '<missing>',
      Size: size,
      Tags: null,
    });
  }
  nameAncestors(engine, image, items);
  return items;
}

/** The steps whose images are still there: the image itself, and the parents the classic builder left. */
function nameAncestors(engine: Engine, image: Readonly<Image>, items: HistoryItem[]): void {
  let ancestor: Readonly<Image> | undefined = image;
  for (const item of items) {
    item.Id = ancestor.id;
    const { tags } = namesOf(referencesOf(engine, ancestor.id));
    item.Tags = tags.length === 0 ? null : tags;
    ancestor = engine.state.images.images.get(ancestor.parentId);
    if (ancestor === undefined) return;
  }
}
