import type { Engine } from '../../../engine.ts';
import { releaseStack } from '../../../images/store.ts';
import { type CacheUsage, cacheUsage } from './cache-usage.ts';

/** Which records to take away. */
export interface CachePrune {
  /** Also what images share. */
  readonly all: boolean;
  /** As much as this stays. */
  readonly keptBytes?: number;
  /** Only those that this is true for. */
  readonly matches?: (usage: CacheUsage) => boolean;
}

/** Takes records away, those that stand on others first; gives them (buildkit cache/manager.go, prune). */
export function pruneBuildCache(
  engine: Engine,
  { all, keptBytes = 0, matches = () => true }: CachePrune,
): CacheUsage[] {
  const { records, keys } = engine.state.buildCache;
  const usages = cacheUsage(engine);
  const children = new Map<string, number>();
  for (const { parentId } of records.values()) children.set(parentId, (children.get(parentId) ?? 0) + 1);
  let left = usages.reduce((total, { size }) => total + size, 0);
  const pruned: CacheUsage[] = [];
  for (const usage of usages.reverse()) {
    const { record, isShared, size } = usage;
    if (keptBytes > 0 && left <= keptBytes) break;
    if ((children.get(record.id) ?? 0) > 0 || (isShared && !all) || !matches(usage)) continue;
    children.set(record.parentId, (children.get(record.parentId) ?? 1) - 1);
    records.delete(record.id);
    if (keys.get(record.key)?.recordId === record.id) keys.delete(record.key);
    if (record.chainId !== '' && !isShared) releaseStack(engine, record.chainId);
    pruned.push(usage);
    left -= size;
  }
  return pruned;
}
