import { parseTimestamp } from '../../support/go-time.ts';
import type { Engine } from '../engine.ts';
import { DockerError, systemError } from '../errors.ts';
import { checkFilterNames, type Filters, filterValues, flagFilter } from '../filters.ts';
import { matchesLabelFilters } from '../prune-filters.ts';
import type { Image } from './image.ts';
import { referenceKey } from './reference.ts';
import { hasChildren, type RemovedItem, removeImageByName } from './remove.ts';
import { emitImageEvent, referencesOf } from './store.ts';

const PRUNE_FILTERS = new Set(['dangling', 'label', 'label!', 'until']);

export interface ImagePruneReport {
  /** Null where nothing was deleted. */
  readonly ImagesDeleted: RemovedItem[] | null;
  readonly SpaceReclaimed: number;
}

/** POST /images/prune (moby daemon/images/image_prune.go). In order of arrival, where dockerd's order is by chance. */
export function pruneImages(engine: Engine, filters: Filters): ImagePruneReport {
  checkFilterNames(filters, PRUNE_FILTERS);
  const danglingOnly = flagFilter(filters, 'dangling', true);
  const untilNs = untilOf(engine, filters);
  const sizes = new Map(
    Array.from(engine.state.images.layers.values(), ({ chainId, size }) => [chainId, size]),
  );
  const deleted: RemovedItem[] = [];
  for (const image of candidates(engine, filters, danglingOnly, untilNs)) {
    const references = referencesOf(engine, image.id);
    const isTagged = references.some(({ digest }) => digest === undefined);
    if (references.length === 0) tryRemove(engine, image.id.slice('sha256:'.length), deleted);
    else if (!danglingOnly || !isTagged) {
      for (const reference of references) tryRemove(engine, referenceKey(reference), deleted);
    }
  }
  let reclaimed = 0;
  for (const item of deleted) if ('Deleted' in item) reclaimed += sizes.get(item.Deleted) ?? 0;
  emitImageEvent(engine, '', 'prune', { attributes: { reclaimed: String(reclaimed) } });
  return { ImagesDeleted: deleted.length === 0 ? null : deleted, SpaceReclaimed: reclaimed };
}

function candidates(
  engine: Engine,
  filters: Filters,
  danglingOnly: boolean,
  untilNs: bigint | undefined,
): Array<Readonly<Image>> {
  const found: Array<Readonly<Image>> = [];
  for (const image of engine.state.images.images.values()) {
    const isParent = hasChildren(engine, image.id);
    if (isParent && (danglingOnly || referencesOf(engine, image.id).length === 0)) continue;
    if (untilNs !== undefined && (image.createdNs === undefined || image.createdNs > untilNs)) continue;
    if (image.config.config != null && !matchesLabelFilters(image.config.config.Labels, filters)) continue;
    found.push(image);
  }
  return found;
}

/** What is in use stays, without a word. */
function tryRemove(engine: Engine, ref: string, deleted: RemovedItem[]): void {
  try {
    deleted.push(...removeImageByName(engine, ref));
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
  }
}

function untilOf(engine: Engine, filters: Filters): bigint | undefined {
  const [value, another] = filterValues(filters, 'until');
  if (value === undefined) return undefined;
  if (another !== undefined) throw systemError('more than one until filter specified');
  const parsed = parseTimestamp(value, engine.clock.lastNs());
  if ('problem' in parsed) throw systemError(parsed.problem);
  return parsed.ns;
}
