import { goInt, goMap } from '../../support/go-json/encode.ts';
import { splitNs } from '../../support/go-time.ts';
import type { Engine } from '../engine.ts';
import type { DockerEvent } from '../events.ts';
import { type Filters, filterValues, matchesExactly, matchesPairs, matchesPrefix } from '../filters.ts';

/** Which events a client asks for. Times in nanoseconds since 1970. */
export interface EventsRequest {
  readonly sinceNs: bigint | undefined;
  readonly untilNs: bigint | undefined;
  readonly filters: Filters;
}

/** The events that are remembered, oldest first; none unless a time was asked for (moby daemon/events/events.go). */
export function pastEvents(engine: Engine, { sinceNs, untilNs, filters }: EventsRequest): DockerEvent[] {
  if (sinceNs === undefined && untilNs === undefined) return [];
  return [...engine.events.past()].filter(
    event =>
      event.timeNs >= (sinceNs ?? 0n) &&
      (untilNs === undefined || untilNs <= 0n || event.timeNs <= untilNs) &&
      matchesEvent(filters, event),
  );
}

/** These actions carry a text after a colon, so that a prefix has to do (moby daemon/events/filter.go). */
const PREFIXED_ACTIONS = new Set(['health_status', 'exec_create', 'exec_start']);

/** Filters by whose name an event's actor is looked up, whatever its type. */
const NAME_FILTERS = [
  'daemon',
  'container',
  'plugin',
  'volume',
  'network',
  'node',
  'service',
  'secret',
  'config',
];

export function matchesEvent(filters: Filters, event: DockerEvent): boolean {
  if (filters.size === 0) return true;
  const prefixed = filterValues(filters, 'event').some(action => PREFIXED_ACTIONS.has(action));
  return (
    (prefixed ? matchesPrefix : matchesExactly)(filters, 'event', event.action) &&
    matchesExactly(filters, 'type', event.type) &&
    matchesExactly(filters, 'scope', event.scope) &&
    NAME_FILTERS.every(
      name =>
        matchesPrefix(filters, name, event.actorId) ||
        matchesPrefix(filters, name, event.attributes.name ?? ''),
    ) &&
    matchesImage(filters, event) &&
    matchesPairs(filters, 'label', event.attributes)
  );
}

/** An image event by its own name, any other by the image it names; also without the tag. */
function matchesImage(filters: Filters, { type, actorId, attributes }: DockerEvent): boolean {
  if (!filters.has('image')) return true;
  const name = attributes[type === 'image' ? 'name' : 'image'] ?? '';
  return [actorId, name, withoutTag(actorId), withoutTag(name)].some(text =>
    matchesExactly(filters, 'image', text),
  );
}

/** `busybox` of `docker.io/library/busybox:1.36@sha256:...` (moby daemon/events/filter.go, stripTag). */
function withoutTag(reference: string): string {
  const name = reference.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  return name.replace(/^docker\.io\//, '').replace(/^library\/(?=[^/]+$)/, '');
}

/** A prune is an event of no object: recordings/events-life. */
const idOf = (id: string) => (id === '' ? {} : { id });

/** One message of GET /events. `status`, `id` and `from` are there for containers and images only. */
export function eventView({ type, action, actorId, attributes, scope, timeNs }: DockerEvent) {
  const old = type === 'container' || type === 'image' ? { status: action, ...idOf(actorId) } : {};
  const from = type === 'container' && attributes.image ? { from: attributes.image } : {};
  return {
    ...old,
    ...from,
    Type: type,
    Action: action,
    Actor: { ID: actorId, Attributes: goMap(attributes) },
    scope,
    time: splitNs(timeNs).seconds,
    timeNano: goInt(timeNs),
  };
}
