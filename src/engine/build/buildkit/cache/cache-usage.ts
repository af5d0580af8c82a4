import { formatRfc3339Nano } from '../../../../support/go-time.ts';
import type { Engine } from '../../../engine.ts';
import { archiveSize } from '../../../images/layer-tar.ts';
import { layerSize } from '../../../world/files/layer-size.ts';
import type { BuildCacheRecord } from './build-cache.ts';

/** A record of the build cache, and what it takes up. */
export interface CacheUsage {
  readonly record: Readonly<BuildCacheRecord>;
  /** An image has its layer: that stays though the record goes. */
  readonly isShared: boolean;
  /** Nothing was made of it yet that had to stay as it is. */
  readonly isMutable: boolean;
  /** Bytes that it adds to what it stands on; what an image had before is counted there. */
  readonly size: number;
}

/** All records, oldest first. */
export function cacheUsage(engine: Engine): CacheUsage[] {
  const { records } = engine.state.buildCache;
  const shared = new Set([...engine.state.images.images.values()].flatMap(({ chainIds }) => chainIds));
  const parents = new Set([...records.values()].map(({ parentId }) => parentId));
  return [...records.values()].map(record => ({
    record,
    isShared: shared.has(record.chainId),
    isMutable: record.kind !== 'regular' || (record.chainId === '' && !parents.has(record.id)),
    size: sizeOf(record),
  }));
}

function sizeOf({ isImported, chainId, tree }: Readonly<BuildCacheRecord>): number {
  if (isImported) return 0;
  return chainId === '' ? layerSize(tree) : archiveSize(tree);
}

/** The records as GET /system/df has them (moby api/types/build/cache.go, CacheRecord). */
export function buildCacheView(engine: Engine): object[] {
  return cacheUsage(engine).map(({ record, isShared, size }) => ({
    ID: record.id,
    // dockerd's own slip of the pen.
    ...(record.parentId !== '' && { ' Parents': [record.parentId] }),
    Type: record.kind,
    Description: record.description,
    InUse: false,
    Shared: isShared,
    Size: size,
    CreatedAt: formatRfc3339Nano(record.createdNs),
    LastUsedAt: formatRfc3339Nano(record.lastUsedNs),
    UsageCount: record.usageCount,
  }));
}
