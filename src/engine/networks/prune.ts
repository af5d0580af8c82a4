import { parseTimestamp } from '../../support/go-time.ts';
import type { Engine } from '../engine.ts';
import { DockerError, invalidParameter } from '../errors.ts';
import { emitEvent } from '../events.ts';
import { checkFilterNames, type Filters, filterValues, matchesPairs } from '../filters.ts';
import { isPredefinedName, type Network } from './network.ts';
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

function untilFilter(engine: Engine, filters: Filters): bigint | undefined {
  const [text, ...others] = filterValues(filters, 'until');
  if (text === undefined) return undefined;
  if (others.length > 0) throw invalidParameter('more than one until filter specified');
  const parsed = parseTimestamp(text, engine.clock.nowNs());
  if ('problem' in parsed) throw invalidParameter(parsed.problem);
  return parsed.ns;
}

function matchesLabels({ labels }: Readonly<Network>, filters: Filters): boolean {
  if (!matchesPairs(filters, 'label', labels)) return false;
  return !filters.has('label!') || !matchesPairs(filters, 'label!', labels);
}
