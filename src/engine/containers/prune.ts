import type { Engine } from '../engine.ts';
import { emitEvent } from '../events.ts';
import { checkFilterNames, type Filters } from '../filters.ts';
import { matchesLabelFilters, untilFilter } from '../prune-filters.ts';
import { discardContainer } from './remove.ts';
import { isRunning } from './running.ts';
import { containerSize } from './size.ts';

const PRUNE_FILTERS = new Set(['label', 'label!', 'until']);

export interface PruneReport {
  /** Ids, the newest container's first; null where there were none. */
  readonly containersDeleted: string[] | null;
  /** Bytes. */
  readonly spaceReclaimed: number;
}

/** Removes the containers that do not run; their anonymous volumes stay (moby daemon/prune.go, ContainersPrune). */
export function pruneContainers(engine: Engine, filters: Filters): PruneReport {
  checkFilterNames(filters, PRUNE_FILTERS);
  const untilNs = untilFilter(engine, filters);
  const deleted: string[] = [];
  let reclaimed = 0;
  for (const container of [...engine.state.containers.values()].reverse()) {
    if (isRunning(container) || container.supervision.removalInProgress) continue;
    if (untilNs !== undefined && container.createdNs > untilNs) continue;
    if (!matchesLabelFilters(container.config.Labels, filters)) continue;
    reclaimed += containerSize(engine, container).rw;
    discardContainer(engine, container);
    deleted.push(container.id);
  }
  emitEvent(engine, {
    type: 'container',
    action: 'prune',
    actorId: '',
    attributes: { reclaimed: String(reclaimed) },
  });
  return { containersDeleted: deleted.length === 0 ? null : deleted, spaceReclaimed: reclaimed };
}
