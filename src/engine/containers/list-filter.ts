import { goQuote } from '../../support/go-strconv.ts';
import type { Engine } from '../engine.ts';
import { DockerError, invalidParameter, notFound, systemError } from '../errors.ts';
import {
  checkFilterNames,
  type Filters,
  filterValues,
  flagFilter,
  matchesExactly,
  matchesPairs,
  matchesPattern,
} from '../filters.ts';
import { resolveImage } from '../images/resolve-image.ts';
import type { Container } from './container.ts';
import { namesOf, portsOf } from './list-view.ts';
import { exitCodeOf, isRunning } from './running.ts';

const LIST_FILTERS = new Set(
  'ancestor before exited id isolation label name status health since volume network is-task publish expose'.split(
    ' ',
  ),
);
const STATES = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'];
const HEALTHS = ['none', 'starting', 'healthy', 'unhealthy'];

/** A list's filters, read once and ready to be held against each container. */
export interface ListFilter {
  /** In order of creation; undefined for all, where nothing narrows it down. */
  readonly candidates: Readonly<Container>[] | undefined;
  /** Whether containers that do not run are listed too: a status was asked for. */
  readonly showsStopped: boolean;
  /** Full ids: only containers older than that one, only those newer. */
  readonly before: string | undefined;
  readonly since: string | undefined;
  /** The filters that a limit counts after, and those it counts before. */
  readonly identifies: (container: Readonly<Container>) => boolean;
  readonly describes: (container: Readonly<Container>) => boolean;
}

type Test = (container: Readonly<Container>) => boolean;

/** Reads the filters in the order of moby daemon/list.go, foldFilter, so that the same mistake is told first. */
export function listFilter(engine: Engine, filters: Filters): ListFilter {
  checkFilterNames(filters, LIST_FILTERS);
  const exitCodes = filterValues(filters, 'exited').map(parseExitCode);
  requireOneOf(filters, 'status', 'state', STATES);
  const isTask = flagFilter(filters, 'is-task', false);
  requireOneOf(filters, 'health', 'health', HEALTHS);
  const before = filterValues(filters, 'before')
    .map(ref => idOf(engine, ref))
    .at(-1);
  const since = filterValues(filters, 'since')
    .map(ref => idOf(engine, ref))
    .at(-1);
  const describes: Test[] = [];
  if (exitCodes.length > 0) {
    describes.push(
      each => !isRunning(each) && each.startedAtNs !== undefined && exitCodes.includes(exitCodeOf(each)),
    );
  }
  if (filters.has('status')) describes.push(each => matchesPattern(filters, 'status', each.lifecycle.status));
  if (filters.has('health')) {
    describes.push(each => matchesExactly(filters, 'health', each.health?.status ?? 'none'));
  }
  if (filters.has('volume')) describes.push(mounts(filterValues(filters, 'volume')));
  if (filters.has('ancestor')) describes.push(descendsFrom(engine, filterValues(filters, 'ancestor')));
  if (filters.has('network')) describes.push(isOn(filterValues(filters, 'network')));
  const ports = portTest(filters);
  if (ports !== undefined) describes.push(ports);
  return {
    candidates: candidates(engine, filters),
    showsStopped: filterValues(filters, 'status').length > 0,
    before,
    since,
    identifies: each =>
      isNamed(filters, each.name) &&
      matchesPattern(filters, 'id', each.id) &&
      !(filters.has('is-task') && isTask) &&
      matchesPairs(filters, 'label', each.config.Labels),
    describes: each => describes.every(test => test(each)),
  };
}

function parseExitCode(value: string): number {
  if (/^[+-]?\d+$/.test(value)) return Number(value);
  throw invalidParameter(
    `invalid filter 'exited=${value}': strconv.Atoi: parsing ${goQuote(value)}: invalid syntax`,
  );
}

function requireOneOf(filters: Filters, name: string, what: string, valid: readonly string[]): void {
  for (const value of filterValues(filters, name)) {
    if (valid.includes(value)) continue;
    throw invalidParameter(
      `invalid filter '${name}=${value}': invalid value for ${what} (${value}): must be one of ${valid.join(', ')}`,
    );
  }
}

/** A whole id or a name, for `before` and `since`: an id's prefix is not enough. */
function idOf(engine: Engine, ref: string): string {
  const { containers, containerNames } = engine.state;
  const id = containers.has(ref) ? ref : containerNames.get(ref.replace(/^\//, ''))?.id;
  if (id === undefined) throw notFound(`No such container: ${ref}`);
  return id;
}

/**
 * With an `id` or a `name` filter dockerd looks only at the containers that it finds, so that `before` and `since`
 * mean nothing unless their container is one of them (moby daemon/list.go, filterByNameIDMatches).
 */
function candidates(engine: Engine, filters: Filters): Readonly<Container>[] | undefined {
  const prefixes = filterValues(filters, 'id');
  const { containers, containerIds } = engine.state;
  if (prefixes.length === 0) {
    if (filterValues(filters, 'name').length === 0) return undefined;
    return [...containers.values()].filter(each => namesOf(each).some(name => isNamed(filters, name)));
  }
  const ids = prefixes
    .map(prefix => (prefix === '' ? [] : containerIds.match(prefix)))
    .flatMap(found => (found.length === 1 ? found : []));
  return [...new Set(ids)]
    .map(id => containers.get(id) as Readonly<Container>)
    .sort((a, b) => (a.createdNs < b.createdNs ? -1 : 1));
}

const isNamed = (filters: Filters, name: string) =>
  matchesPattern(filters, 'name', `/${name}`) || matchesPattern(filters, 'name', name);

function mounts(wanted: readonly string[]): Test {
  return ({ mounts: all }) =>
    all.some(
      ({ name, isNameHidden, source, destination }) =>
        wanted.includes(destination) || wanted.includes(isNameHidden ? source : name || source),
    );
}

/** Containers of an image, or of one built upon it. An image that is not there finds none. */
function descendsFrom(engine: Engine, refs: readonly string[]): Test {
  const wanted = new Set<string>();
  for (const ref of refs) {
    try {
      wanted.add(resolveImage(engine, ref).id);
    } catch (error) {
      if (!(error instanceof DockerError)) throw error;
    }
  }
  const images = [...engine.state.images.images.values()];
  for (let before = -1; before !== wanted.size; ) {
    before = wanted.size;
    for (const { id, parentId } of images) if (wanted.has(parentId)) wanted.add(id);
  }
  return ({ imageId }) => wanted.has(imageId);
}

function isOn(networks: readonly string[]): Test {
  return ({ endpoints }) =>
    networks.some(
      ref => endpoints.has(ref) || [...endpoints.values()].some(({ networkId }) => networkId.startsWith(ref)),
    );
}

function portTest(filters: Filters): Test | undefined {
  const published = new Set(filterValues(filters, 'publish').flatMap(value => portsNamed('publish', value)));
  const exposed = new Set(filterValues(filters, 'expose').flatMap(value => portsNamed('expose', value)));
  if (published.size + exposed.size === 0) return undefined;
  return container =>
    portsOf(container).some(
      ({ PrivatePort, PublicPort = 0, Type }) =>
        published.has(`${PublicPort}/${Type}`) || exposed.has(`${PrivatePort}/${Type}`),
    );
}

/** `80`, `80/udp`, `8000-8010/tcp`. The errors have no kind in moby, hence 500. */
function portsNamed(name: string, value: string): string[] {
  if (value.includes(':')) throw systemError(`filter for '${name}' should not contain ':': ${value}`);
  const [range = '', protocol = ''] = value.split('/');
  const problem = rangeProblem(range);
  if (problem !== undefined) throw systemError(`error while looking up for ${name} ${value}: ${problem}`);
  const [first, last = first] = range.split('-').map(Number) as [number, number?];
  return Array.from({ length: last - first + 1 }, (_, at) => `${first + at}/${protocol || 'tcp'}`);
}

function rangeProblem(range: string): string | undefined {
  if (range === '') return 'Empty string specified for ports.';
  const parts = range.split('-').slice(0, 2);
  for (const part of parts) {
    if (!/^\d+$/.test(part)) return `strconv.ParseUint: parsing ${goQuote(part)}: invalid syntax`;
    if (Number(part) > 65_535) return `strconv.ParseUint: parsing ${goQuote(part)}: value out of range`;
  }
  const [first = 0, last = first] = parts.map(Number);
  return last < first ? `Invalid range specified for the Port: ${range}` : undefined;
}
