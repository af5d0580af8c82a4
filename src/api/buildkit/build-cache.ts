import { type CacheUsage, cacheUsage } from '../../engine/build/buildkit/cache/cache-usage.ts';
import { pruneBuildCache } from '../../engine/build/buildkit/cache/prune-cache.ts';
import type { Engine } from '../../engine/engine.ts';
import { NotSimulatedError } from '../../engine/errors.ts';
import { compileGoRegexp } from '../../support/go-regexp.ts';
import { decode, encode } from './messages.ts';
import { timestamp } from './status-message.ts';

/** What `docker buildx du` asks. */
export function diskUsage(engine: Engine, bytes: Uint8Array): Uint8Array {
  const matches = matcherOf(decode('DiskUsageRequest', bytes).filter);
  return encode('DiskUsageResponse', { record: cacheUsage(engine).filter(matches).map(recordOf) });
}

/** What `docker builder prune` asks where there is buildx: each record that goes is a message. */
export function prune(engine: Engine, bytes: Uint8Array): Uint8Array[] {
  const request = decode('PruneRequest', bytes);
  const { filter, all, keepDuration, reservedSpace, maxUsedSpace, minFreeSpace } = request;
  if (minFreeSpace > 0n) engine.noteUnsimulated('min-free-space of a build cache');
  const matches = matcherOf(filter);
  const untilNs = engine.clock.nowNs() - keepDuration;
  const pruned = pruneBuildCache(engine, {
    all,
    keptBytes: Number(reservedSpace || maxUsedSpace),
    matches: usage => (keepDuration === 0n || usage.record.lastUsedNs <= untilNs) && matches(usage),
  });
  // What goes is nobody else's any more.
  return pruned.map(usage => encode('UsageRecord', { ...recordOf(usage), Shared: false }));
}

const recordOf = ({ record, isShared, isMutable, size }: CacheUsage) => ({
  ID: record.id,
  Mutable: isMutable,
  InUse: false,
  Size: BigInt(size),
  CreatedAt: timestamp(record.createdNs),
  LastUsedAt: timestamp(record.lastUsedNs),
  UsageCount: BigInt(record.usageCount),
  Description: record.description,
  RecordType: record.kind,
  Shared: isShared,
  Parents: record.parentId === '' ? [] : [record.parentId],
});

type Matcher = (usage: CacheUsage) => boolean;

/** One of the filters; each has conditions that hold together (containerd filters). */
function matcherOf(filters: readonly string[]): Matcher {
  if (filters.every(filter => filter === '')) return () => true;
  const all = filters.map(filter => filter.split(',').map(conditionOf));
  return usage => all.some(conditions => conditions.every(condition => condition(usage)));
}

function conditionOf(text: string): Matcher {
  const [, field = '', operator = '', written = ''] = /^([a-z]+)(==|!=|~=)?(.*)$/.exec(text) ?? [];
  const value = /^".*"$/.test(written) ? JSON.parse(written) : written;
  const flag = FLAGS[field];
  if (flag !== undefined && operator === '') return flag;
  const read = FIELDS[field];
  if (read === undefined || operator === '') throw new NotSimulatedError(`the build cache filter ${text}`);
  if (operator === '==') return usage => read(usage) === value;
  if (operator === '!=') return usage => read(usage) !== value;
  return usage => compileGoRegexp(value)?.test(read(usage)) === true;
}

const FIELDS: Readonly<Record<string, (usage: CacheUsage) => string>> = {
  id: ({ record }) => record.id,
  parents: ({ record }) => record.parentId,
  description: ({ record }) => record.description,
  type: ({ record }) => record.kind,
};

const FLAGS: Readonly<Record<string, Matcher>> = {
  inuse: () => false,
  mutable: ({ isMutable }) => isMutable,
  immutable: ({ isMutable }) => !isMutable,
  shared: ({ isShared }) => isShared,
  private: ({ isShared }) => !isShared,
};
