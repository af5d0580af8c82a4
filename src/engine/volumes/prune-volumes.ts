import { parseGoBool } from '../../support/go-strconv.ts';
import type { Engine } from '../engine.ts';
import { invalidParameter } from '../errors.ts';
import { checkFilterNames, type Filters, filterValues } from '../filters.ts';
import { matchesLabelFilters } from '../prune-filters.ts';
import { layerSize } from '../world/files/layer-size.ts';
import { ANONYMOUS_LABEL } from './create-volume.ts';
import { discardVolume } from './remove-volume.ts';
import type { Volume } from './volume.ts';
import { emitVolumeEvent } from './volume-event.ts';

const PRUNE_FILTERS = new Set(['all', 'label', 'label!']);

export interface PrunedVolumes {
  /** In order of creation. */
  readonly names: string[];
  /** Bytes. */
  readonly spaceReclaimed: number;
}

/**
 * Removes the volumes that no container was created with: those nobody named, or with `all` every one. Volumes with
 * options stay, since what they hold is elsewhere (moby volume/service/service.go, Prune).
 */
export function pruneVolumes(engine: Engine, filters: Filters): PrunedVolumes {
  const all = allFilter(filters);
  checkFilterNames(filters, PRUNE_FILTERS);
  const names: string[] = [];
  let spaceReclaimed = 0;
  for (const volume of [...engine.state.volumes.values()]) {
    if (!isPrunable(volume, filters, all)) continue;
    spaceReclaimed += volumeSize(volume);
    discardVolume(engine, volume);
    names.push(volume.name);
  }
  emitVolumeEvent(engine, '', 'prune', { reclaimed: String(spaceReclaimed) });
  return { names, spaceReclaimed };
}

/** Bytes of a volume's files. */
export function volumeSize({ tree }: Readonly<Volume>): number {
  return layerSize(tree);
}

export function hasOptions({ options }: Readonly<Volume>): boolean {
  return Object.keys(options ?? {}).length > 0;
}

function isPrunable(volume: Readonly<Volume>, filters: Filters, all: boolean): boolean {
  const { driver, users, labels } = volume;
  if (driver !== 'local' || users.size > 0 || hasOptions(volume)) return false;
  if (!all && !Object.hasOwn(labels ?? {}, ANONYMOUS_LABEL)) return false;
  return matchesLabelFilters(labels, filters);
}

/** moby volume/service/convert.go, withPrune. */
function allFilter(filters: Filters): boolean {
  const [value, ...others] = filterValues(filters, 'all');
  if (value === undefined) return false;
  if (others.length > 0) {
    throw invalidParameter(
      `invalid filter 'all=[${[value, ...others].join(' ')}]': only one value is expected`,
    );
  }
  const parsed = parseGoBool(value);
  if ('problem' in parsed) throw invalidParameter(`invalid filter 'all': ${parsed.problem}`);
  return parsed.value;
}
