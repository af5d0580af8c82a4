import { formatRfc3339Nano } from '../../../../support/go-time.ts';
import type { Engine } from '../../../engine.ts';
import { archiveSize } from '../../../images/layer-tar.ts';
import { layerSize } from '../../../world/files/layer-size.ts';
import type { BuildCacheRecord } from './build-cache.ts';

/** A record of the build cache as GET /system/df has it (moby api/types/build/cache.go, CacheRecord). */
export function buildCacheUsage(engine: Engine): object[] {
  const top = layersOfImages(engine);
  return [...engine.state.buildCache.records.values()].map(record => ({
    ID: record.id,
    // dockerd's own slip of the pen.
    ...(record.parentId !== '' && { ' Parents': [record.parentId] }),
    Type: record.kind,
    Description: record.description,
    InUse: false,
    Shared: top.has(record.chainId),
    Size: cacheSize(record),
    CreatedAt: formatRfc3339Nano(record.createdNs),
    LastUsedAt: formatRfc3339Nano(record.lastUsedNs),
    UsageCount: record.usageCount,
  }));
}

/** Bytes that a record adds to what it stands on; an image's own are counted with the images. */
export function cacheSize({ isImported, chainId, tree }: Readonly<BuildCacheRecord>): number {
  if (isImported) return 0;
  return chainId === '' ? layerSize(tree) : archiveSize(tree);
}

/** The layers that images have: what they share with the cache stays though the cache goes. */
export function layersOfImages(engine: Engine): ReadonlySet<string> {
  return new Set([...engine.state.images.images.values()].flatMap(({ chainIds }) => chainIds));
}
