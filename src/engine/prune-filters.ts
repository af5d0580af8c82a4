import { parseTimestamp } from '../support/go-time.ts';
import type { Engine } from './engine.ts';
import { invalidParameter } from './errors.ts';
import { type Filters, filterValues, matchesPairs } from './filters.ts';

/** The moment that the `until` filter names, in nanoseconds since 1970: what is younger stays. */
export function untilFilter(engine: Engine, filters: Filters): bigint | undefined {
  const [text, ...others] = filterValues(filters, 'until');
  if (text === undefined) return undefined;
  if (others.length > 0) throw invalidParameter('more than one until filter specified');
  const parsed = parseTimestamp(text, engine.clock.nowNs());
  if ('problem' in parsed) throw invalidParameter(parsed.problem);
  return parsed.ns;
}

/** `label`, and `label!` for what has to be missing (moby daemon/prune.go, matchLabels). */
export function matchesLabelFilters(
  labels: Readonly<Record<string, string>> | null | undefined,
  filters: Filters,
): boolean {
  if (!matchesPairs(filters, 'label', labels)) return false;
  return !filters.has('label!') || !matchesPairs(filters, 'label!', labels);
}
