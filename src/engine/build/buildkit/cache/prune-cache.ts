import type { Engine } from '../../../engine.ts';
import { releaseStack } from '../../../images/store.ts';
import type { BuildCacheRecord } from './build-cache.ts';
import { cacheSize, layersOfImages } from './cache-usage.ts';

/** Which records to take away. */
export interface CachePrune {
  /** Also what images share, and what internal frontends left. */
  readonly all: boolean;
  /** As much as this stays. */
  readonly keptBytes?: number;
  /** Only those that this is true for. */
  readonly matches?: (record: Readonly<BuildCacheRecord>) => boolean;
}

/** POST /build/prune: takes records away, those that stand on others first (buildkit cache/manager.go, prune). */
export function pruneBuildCache(
  engine: Engine,
  { all, keptBytes = 0, matches = () => true }: CachePrune,
): { readonly ids: string[]; readonly bytes: number } {
  const { records, keys } = engine.state.buildCache;
  const shared = layersOfImages(engine);
  const parents = new Map<string, number>();
  for (const { parentId } of records.values()) parents.set(parentId, (parents.get(parentId) ?? 0) + 1);
  let left = [...records.values()].reduce((total, record) => total + cacheSize(record), 0);
  const pruned = { ids: [] as string[], bytes: 0 };
  for (const record of [...records.values()].reverse()) {
    const isShared = shared.has(record.chainId);
    if (keptBytes > 0 && left <= keptBytes) break;
    if ((parents.get(record.id) ?? 0) > 0 || (isShared && !all) || !matches(record)) continue;
    parents.set(record.parentId, (parents.get(record.parentId) ?? 1) - 1);
    records.delete(record.id);
    if (keys.get(record.key)?.recordId === record.id) keys.delete(record.key);
    if (record.chainId !== '' && !isShared) releaseStack(engine, record.chainId);
    pruned.ids.push(record.id);
    pruned.bytes += cacheSize(record);
    left -= cacheSize(record);
  }
  return pruned;
}
