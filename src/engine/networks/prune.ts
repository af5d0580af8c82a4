import type { Engine } from '../engine.ts';
import { DockerError } from '../errors.ts';
import { emitEvent } from '../events.ts';
import { checkFilterNames, type Filters } from '../filters.ts';
import { matchesLabelFilters, untilFilter } from '../prune-filters.ts';
import { isPredefinedName } from './network.ts';
import { discardNetwork } from './remove.ts';

const PRUNE_FILTERS = new Set(['label', 'label!', 'until']);

/**
 * Removes the networks that nobody is on; gives their names, in order of creation, or null where there were none
 * (moby daemon/prune.go, NetworksPrune).
 */
export function pruneNetworks(engine: Engine, filters: Filters): string[] | null {
  checkFilterNames(filters, PRUNE_FILTERS);
  const untilNs = untilFilter(engine, filters);
  const pruned: string[] = [];
  for (const network of [...engine.state.networks.values()]) {
    if (network.configOnly || isPredefinedName(network.name)) continue;
    if (untilNs !== undefined && network.createdNs > untilNs) continue;
    if (!matchesLabelFilters(network.labels, filters) || network.endpoints.size > 0) continue;
    try {
      discardNetwork(engine, network);
    } catch (error) {
      if (error instanceof DockerError) continue;
      throw error;
    }
    pruned.push(network.name);
  }
  emitEvent(engine, { type: 'network', action: 'prune', actorId: '', attributes: { reclaimed: '0' } });
  return pruned.length === 0 ? null : pruned;
}
