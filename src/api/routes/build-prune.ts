import { DockerError, invalidParameter } from '../../engine/errors.ts';
import { checkFilterNames, type Filters } from '../../engine/filters.ts';
import { parseGoInt } from '../../support/go-strconv.ts';
import { parseTimestamp } from '../../support/go-time.ts';
import type { Call, Handler } from '../call.ts';
import type { Query } from '../wire/query.ts';

// What the classic builder caches are images. The build cache is BuildKit's, which is not simulated: what is asked for is
// checked, and nothing is found.

/** Those that BuildKit lets filter by; it has fewer (moby builder/builder-next/builder.go, cacheFields). */
const FIELDS = ['id', 'parent', 'type', 'description', 'inuse', 'shared', 'private'];
const FILTERS = new Set([...FIELDS, 'unused-for', 'until', 'label', 'label!']);

/** POST /build/prune: `docker system prune` asks for it too. */
export const buildPruneHandler: Handler = call => {
  const filters = call.filters();
  checkBytes(call.query, 'reserved-space') || checkBytes(call.query, 'keep-storage');
  checkBytes(call.query, 'max-used-space');
  checkBytes(call.query, 'min-free-space');
  try {
    checkCacheFilters(call, filters);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new DockerError(error.kind, `failed to prune build cache: ${error.message}`);
  }
  return { status: 200, json: { CachesDeleted: null, SpaceReclaimed: 0 } };
};

function checkBytes(query: Query, name: string): boolean {
  const text = query.text(name);
  if (text === '') return false;
  const parsed = parseGoInt(text, 'Atoi');
  if ('problem' in parsed) {
    throw invalidParameter(`${name} is in bytes and expects an integer, got ${text}: ${parsed.problem}`);
  }
  return parsed.value !== 0n;
}

function checkCacheFilters({ engine }: Call, filters: Filters): void {
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
}

/** POST /build/cancel: only BuildKit's builds can be cancelled by id, and dockerd does not mind. */
export const buildCancelHandler: Handler = ({ query }) => {
  if (query.text('id') === '') throw invalidParameter('build ID not provided');
  return { status: 200, headers: [['Content-Type', 'application/json']] };
};
