import { goMap } from '../../support/go-json/encode.ts';
import { goPathMatch } from '../../support/go-path-match.ts';
import { parseTimestamp } from '../../support/go-time.ts';
import type { Engine } from '../engine.ts';
import { systemError } from '../errors.ts';
import { checkFilterNames, type Filters, filterValues, flagFilter, matchesPairs } from '../filters.ts';
import type { Image } from './image.ts';
import { familiarName, familiarString, parseReference, type Reference } from './reference.ts';
import { resolveImage } from './resolve-image.ts';
import { imageSize, namesOf, osOf } from './view.ts';

const LIST_FILTERS = new Set(['dangling', 'label', 'before', 'since', 'reference', 'until']);

export interface ImageListRequest {
  /** The classic builder's intermediate images too. */
  readonly all: boolean;
  readonly filters: Filters;
  readonly sharedSize: boolean;
}

/** GET /images/json, newest first (moby daemon/images/image_list.go). */
export function listImages(engine: Engine, { all, filters, sharedSize }: ImageListRequest): object[] {
  checkFilterNames(filters, LIST_FILTERS);
  const danglingOnly = flagFilter(filters, 'dangling', false);
  const inTime = timeFilter(engine, filters);
  const relations = relate(engine);
  const shared = sharedSize ? sharedLayers(engine) : undefined;
  const found: Array<{ image: Readonly<Image>; shown: object }> = [];
  for (const image of engine.state.images.images.values()) {
    const hasChildren = relations.parents.has(image.id);
    if (danglingOnly && hasChildren) continue;
    if (!inTime(image) || !hasLabels(image, filters)) continue;
    if (osOf(image) !== 'linux') continue;
    const references = relations.references.get(image.id) ?? [];
    const names = namesOf(references.filter(reference => isWanted(reference, filters)));
    if (names.tags.length === 0 && names.digests.length === 0) {
      if (!all && hasChildren) continue;
      if (filters.has('dangling') && !danglingOnly) continue;
      if (filters.has('reference')) continue;
    } else if (danglingOnly && names.tags.length > 0) continue;
    const containers = relations.containers.get(image.id) ?? 0;
    found.push({ image, shown: summary(engine, image, { ...names, containers, shared }) });
  }
  found.sort((left, right) => compareCreated(right.image, left.image));
  return found.map(({ shown }) => shown);
}

interface SummaryParts {
  readonly tags: string[];
  readonly digests: string[];
  readonly containers: number;
  readonly shared: ReadonlySet<string> | undefined;
}

function summary(engine: Engine, image: Readonly<Image>, parts: SummaryParts): object {
  const { layers } = engine.state.images;
  const { shared } = parts;
  let sharedSize = shared === undefined ? -1 : 0;
  for (const chainId of image.chainIds)
    if (shared?.has(chainId)) sharedSize += layers.get(chainId)?.size ?? 0;
  const labels = image.config.config?.Labels;
  return {
    Containers: parts.containers,
    Created: Number(createdSeconds(image)),
    Id: image.id,
    Labels: labels ? goMap(labels) : null,
    ParentId: image.parentId,
    RepoDigests: parts.digests,
    RepoTags: parts.tags,
    SharedSize: sharedSize,
    Size: imageSize(engine, image),
  };
}

/** What is looked up for each image, gathered in one go. */
function relate(engine: Engine) {
  const references = new Map<string, Reference[]>();
  const keys = [...engine.state.images.references.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, { imageId }] of keys) {
    const known = references.get(imageId);
    if (known === undefined) references.set(imageId, [parseReference(key)]);
    else known.push(parseReference(key));
  }
  const parents = new Set<string>();
  for (const { parentId } of engine.state.images.images.values()) if (parentId !== '') parents.add(parentId);
  const containers = new Map<string, number>();
  for (const { imageId } of engine.state.containers.values()) {
    containers.set(imageId, (containers.get(imageId) ?? 0) + 1);
  }
  return { references, parents, containers };
}

/** Layers that more than one image stands on. */
function sharedLayers(engine: Engine): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { chainIds } of engine.state.images.images.values()) {
    for (const chainId of chainIds) (seen.has(chainId) ? shared : seen).add(chainId);
  }
  return shared;
}

function timeFilter(engine: Engine, filters: Filters): (image: Readonly<Image>) => boolean {
  let before: bigint | undefined;
  let since: bigint | undefined;
  const earlier = (ns: bigint | undefined) => {
    if (ns !== undefined && (before === undefined || ns < before)) before = ns;
  };
  for (const value of filterValues(filters, 'before')) earlier(resolveImage(engine, value).createdNs);
  for (const value of filterValues(filters, 'until')) {
    const parsed = parseTimestamp(value, engine.clock.lastNs());
    if ('problem' in parsed) throw systemError(parsed.problem);
    earlier(parsed.ns);
  }
  for (const value of filterValues(filters, 'since')) {
    const { createdNs } = resolveImage(engine, value);
    if (createdNs !== undefined && (since === undefined || createdNs > since)) since = createdNs;
  }
  return ({ createdNs }) => {
    if (before !== undefined && (createdNs === undefined || createdNs >= before)) return false;
    return since === undefined || (createdNs !== undefined && createdNs > since);
  };
}

function hasLabels({ config }: Readonly<Image>, filters: Filters): boolean {
  if (!filters.has('label')) return true;
  return config.config != null && matchesPairs(filters, 'label', config.config.Labels);
}

/** distribution/reference, FamiliarMatch: the whole short name, or the name without its tag. */
function isWanted(reference: Reference, filters: Filters): boolean {
  if (!filters.has('reference')) return true;
  return filterValues(filters, 'reference').some(pattern => {
    const whole = goPathMatch(pattern, familiarString(reference));
    if (whole === undefined) throw systemError('syntax error in pattern');
    return whole || goPathMatch(pattern, familiarName(reference)) === true;
  });
}

function createdSeconds({ createdNs }: Readonly<Image>): bigint {
  return (createdNs ?? 0n) / 1_000_000_000n;
}

/** Of one second, the smaller id is shown first, where dockerd's order is by chance. */
function compareCreated(left: Readonly<Image>, right: Readonly<Image>): number {
  return Number(createdSeconds(left) - createdSeconds(right)) || (left.id < right.id ? 1 : -1);
}
