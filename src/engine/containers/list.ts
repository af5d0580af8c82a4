import type { Engine } from '../engine.ts';
import { type Filters, noFilters } from '../filters.ts';
import type { Container } from './container.ts';
import { type ListFilter, listFilter } from './list-filter.ts';
import { containerSummary, type ListView } from './list-view.ts';
import { isRunning } from './running.ts';

export interface ListRequest {
  /** Stopped ones too. */
  readonly all?: boolean;
  /** At most this many, newest first; implies `all`. 0 for no limit. */
  readonly limit?: number;
  /** With the bytes each takes. */
  readonly size?: boolean;
  readonly filters?: Filters;
}

/** GET /containers/json in the form of API 1.51, newest first. */
export function listContainers(engine: Engine, request: ListRequest = {}): object[] {
  const filter = listFilter(engine, request.filters ?? noFilters);
  const view: ListView = {
    engine,
    nowNs: engine.clock.lastNs(),
    withSize: request.size ?? false,
    imageIds: new Map(),
  };
  return select(engine, request, filter).map(container => containerSummary(view, container));
}

/** moby daemon/list.go, includeContainerInList: the order of these steps decides what `limit` counts. */
function select(engine: Engine, request: ListRequest, filter: ListFilter): Readonly<Container>[] {
  const { limit = 0 } = request;
  const showsStopped = request.all || filter.showsStopped || limit > 0;
  const selected: Readonly<Container>[] = [];
  let isBefore = filter.before === undefined;
  for (const container of newestFirst(engine, filter, showsStopped)) {
    if (!isBefore) {
      isBefore = container.id === filter.before;
      continue;
    }
    if (container.id === filter.since) break;
    if (!showsStopped && !isRunning(container)) continue;
    if (!filter.identifies(container)) continue;
    if (limit > 0 && selected.length === limit) break;
    if (filter.describes(container)) selected.push(container);
  }
  return selected;
}

function newestFirst(engine: Engine, filter: ListFilter, showsStopped: boolean): Readonly<Container>[] {
  const { candidates, before, since } = filter;
  if (candidates !== undefined) return [...candidates].reverse();
  if (!showsStopped && before === undefined && since === undefined) return running(engine);
  return [...engine.state.containers.values()].reverse();
}

/** The running containers, without a look at all the others; what does not run any more is forgotten on the way. */
function running(engine: Engine): Readonly<Container>[] {
  const { containers, started } = engine.state;
  const found: Readonly<Container>[] = [];
  for (const id of [...started.keys()]) {
    const container = containers.get(id);
    if (container !== undefined && isRunning(container)) found.push(container);
    else started.delete(id);
  }
  return found.sort((one, other) => (one.createdNs < other.createdNs ? 1 : -1));
}
