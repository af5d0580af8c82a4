import type { Engine } from '../engine.ts';
import { DockerError } from '../errors.ts';
import { emitEvent } from '../events.ts';
import { checkFilterNames, type Filters, matchesPairs } from '../filters.ts';
import { isUserDefinedName, type Network } from './network.ts';
import { discardNetwork } from './remove.ts';

const PRUNE_FILTERS = new Set(['label', 'label!', 'until']);

/**
 * Removes the networks that nobody is on; gives their names, in order of creation, or null where there were none
 * (moby daemon/prune.go, NetworksPrune).
 */
export function pruneNetworks(engine: Engine, filters: Filters): string[] | null {
  checkFilterNames(filters, PRUNE_FILTERS);
  const pruned: string[] = [];
  for (const network of [...engine.state.networks.values()]) {
    if (network.configOnly || !isUserDefinedName(network.name)) continue;
    if (!matchesLabels(network, filters) || network.endpoints.size > 0) continue;
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

function matchesLabels({ labels }: Readonly<Network>, filters: Filters): boolean {
  if (!matchesPairs(filters, 'label', labels)) return false;
  return !filters.has('label!') || !matchesPairs(filters, 'label!', labels);
}
