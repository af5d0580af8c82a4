import type { Engine } from '../engine.ts';
import {
  checkFilterNames,
  type Filters,
  filterValues,
  flagFilter,
  matchesPairs,
  matchesPattern,
} from '../filters.ts';
import type { Volume } from './volume.ts';

const LIST_FILTERS = new Set(['dangling', 'driver', 'label', 'name']);

/** The volumes that pass the filters, in order of creation (dockerd's own order changes from call to call). */
export function listVolumes(engine: Engine, filters: Filters): Readonly<Volume>[] {
  checkFilterNames(filters, LIST_FILTERS);
  const drivers = filterValues(filters, 'driver');
  const dangling = filters.has('dangling') ? flagFilter(filters, 'dangling', false) : undefined;
  return [...engine.state.volumes.values()].filter(
    ({ name, driver, labels, users }) =>
      (drivers.length === 0 || drivers.includes(driver)) &&
      (dangling === undefined || dangling === (users.size === 0)) &&
      matchesPattern(filters, 'name', name) &&
      matchesPairs(filters, 'label', labels),
  );
}
