import type { Engine } from '../engine.ts';
import { invalidParameter, systemError } from '../errors.ts';
import {
  checkFilterNames,
  type Filters,
  filterValues,
  matchesExactly,
  matchesPairs,
  matchesPattern,
} from '../filters.ts';
import { isPredefinedName, type Network } from './network.ts';

const LIST_FILTERS = new Set(['dangling', 'driver', 'id', 'label', 'name', 'scope', 'type']);

/** The networks that pass the filters, in order of creation (dockerd's own order changes from call to call). */
export function listNetworks(
  engine: Engine,
  filters: Filters,
  { detailed }: { detailed: boolean },
): Readonly<Network>[] {
  checkFilterNames(filters, LIST_FILTERS);
  const all = [...engine.state.networks.values()];
  if (filters.size === 0) return all;
  const plain = all.filter(
    ({ id, name, driver, labels, scope }) =>
      matchesExactly(filters, 'driver', driver) &&
      matchesPattern(filters, 'name', name) &&
      matchesPattern(filters, 'id', id) &&
      matchesPairs(filters, 'label', labels) &&
      matchesExactly(filters, 'scope', scope),
  );
  return byType(byUse(plain, filters, detailed), filters);
}

/** moby daemon/network/filter.go. A list that is not detailed shows no containers, so it takes none into account. */
function byUse(networks: Readonly<Network>[], filters: Filters, detailed: boolean): Readonly<Network>[] {
  const [value, ...others] = filterValues(filters, 'dangling');
  if (value === undefined) return networks;
  if (others.length > 0) throw invalidParameter('got more than one value for filter key "dangling"');
  if (!['0', 'false', '1', 'true'].includes(value)) {
    throw invalidParameter(
      'invalid value for filter \'dangling\', must be "true" (or "1"), or "false" (or "0")',
    );
  }
  const wanted = value === '1' || value === 'true';
  return networks.filter(({ name, endpoints }) => {
    const dangles = !isPredefinedName(name) && !(detailed && endpoints.size > 0);
    return dangles === wanted;
  });
}

function byType(networks: Readonly<Network>[], filters: Filters): Readonly<Network>[] {
  const types = filterValues(filters, 'type');
  if (types.length === 0) return networks;
  return types.flatMap(type => {
    if (type === 'builtin') return networks.filter(({ name }) => isPredefinedName(name));
    if (type === 'custom') return networks.filter(({ name }) => !isPredefinedName(name));
    throw systemError(`invalid filter: 'type'='${type}'`);
  });
}
