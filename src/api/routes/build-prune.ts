import type { BuildCacheRecord } from '../../engine/build/buildkit/cache/build-cache.ts';
import { pruneBuildCache } from '../../engine/build/buildkit/cache/prune-cache.ts';
import { DockerError, invalidParameter } from '../../engine/errors.ts';
import { checkFilterNames, type Filters } from '../../engine/filters.ts';
import { compileGoRegexp } from '../../support/go-regexp.ts';
import { parseGoInt } from '../../support/go-strconv.ts';
import { parseTimestamp } from '../../support/go-time.ts';
import type { Call, Handler } from '../call.ts';
import type { Query } from '../wire/query.ts';

/** Those that BuildKit lets filter by; it has fewer (moby builder/builder-next/builder.go, cacheFields). */
const FIELDS = ['id', 'parent', 'type', 'description', 'inuse', 'shared', 'private'];
const FILTERS = new Set([...FIELDS, 'unused-for', 'until', 'label', 'label!']);

/** POST /build/prune: `docker system prune` asks for it too. */
export const buildPruneHandler: Handler = call => {
  const filters = call.filters();
  const { query, engine } = call;
  const keptBytes = bytesOf(query, 'reserved-space') || bytesOf(query, 'keep-storage');
  const mostBytes = bytesOf(query, 'max-used-space');
  if (bytesOf(query, 'min-free-space') !== 0n) engine.noteUnsimulated('min-free-space of a build cache');
  try {
    const untilNs = checkCacheFilters(call, filters);
    const pruned = pruneBuildCache(engine, {
      all: query.bool('all'),
      keptBytes: Number(keptBytes || mostBytes),
      matches: ({ record }) =>
        (untilNs === undefined || record.lastUsedNs < untilNs) && fits(record, filters),
    });
    const ids = pruned.map(({ record }) => record.id);
    const bytes = pruned.reduce((total, { size }) => total + size, 0);
    return { status: 200, json: { CachesDeleted: ids.length === 0 ? null : ids, SpaceReclaimed: bytes } };
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new DockerError(error.kind, `failed to prune build cache: ${error.message}`);
  }
};

/** A flag as `shared` has no value that one could ask for: nothing fits (recorded from dockerd 28.5.2). */
function fits(record: Readonly<BuildCacheRecord>, filters: Filters): boolean {
  const known: Record<string, string> = {
    type: record.kind,
    parent: record.parentId,
    description: record.description,
  };
  return FIELDS.every(name => {
    const [wanted] = filters.get(name)?.keys() ?? [];
    if (wanted === undefined) return true;
    return name === 'id' ? compileGoRegexp(wanted)?.test(record.id) === true : known[name] === wanted;
  });
}

function bytesOf(query: Query, name: string): bigint {
  const text = query.text(name);
  if (text === '') return 0n;
  const parsed = parseGoInt(text, 'Atoi');
  if ('problem' in parsed) {
    throw invalidParameter(`${name} is in bytes and expects an integer, got ${text}: ${parsed.problem}`);
  }
  return parsed.value;
}

/** Gives the time before which a record was used last. */
function checkCacheFilters({ engine }: Call, filters: Filters): bigint | undefined {
  checkFilterNames(filters, FILTERS);
  const values = (name: string) => [...(filters.get(name)?.keys() ?? [])];
  const until = [...values('until'), ...values('unused-for')];
  if (until.length > 1 || FIELDS.some(name => values(name).length > 1)) {
    throw invalidParameter('filters expect only one value');
  }
  const parsed = until[0] === undefined ? undefined : parseTimestamp(until[0], engine.clock.lastNs());
  if (parsed && 'problem' in parsed) {
    throw invalidParameter(
      `"until" filter expects a duration (e.g., '24h') or a timestamp: ${parsed.problem}`,
    );
  }
  return parsed?.ns;
}

/** POST /build/cancel: only BuildKit's builds can be cancelled by id, and dockerd does not mind. */
export const buildCancelHandler: Handler = ({ query }) => {
  if (query.text('id') === '') throw invalidParameter('build ID not provided');
  return { status: 200, headers: [['Content-Type', 'application/json']] };
};
