import { AppendLog } from '../support/append-log.ts';
import type { Engine } from './engine.ts';

/** One message of the event bus, in the shape of GET /events. */
export interface DockerEvent {
  readonly type: 'container' | 'image' | 'network' | 'volume' | 'daemon' | 'plugin' | 'builder';
  readonly action: string;
  readonly actorId: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly scope: 'local' | 'swarm';
  readonly timeNs: bigint;
}

/** dockerd keeps this many past events for `since` (moby daemon/events/events.go, eventsLimit). */
const PAST_EVENTS = 256;

/** The event bus: what happened lately, and who listens. Listeners are not part of the state. */
export class EventBus {
  #past: AppendLog<DockerEvent>;
  readonly #listeners = new Set<(event: DockerEvent) => void>();

  constructor(past: AppendLog<DockerEvent> = new AppendLog()) {
    this.#past = past;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  emit(event: DockerEvent): void {
    this.#past.push(event);
    if (this.#past.length >= 2 * PAST_EVENTS) this.#past = new AppendLog([...this.past()]);
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** The last events, oldest first, as far back as dockerd keeps them. */
  *past(): IterableIterator<DockerEvent> {
    const first = Math.max(0, this.#past.length - PAST_EVENTS);
    for (let index = first; index < this.#past.length; index += 1) yield this.#past.at(index) as DockerEvent;
  }

  /** Calls `listener` for each event from now on, in order; the returned function stops it. */
  subscribe(listener: (event: DockerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  save(): AppendLog<DockerEvent> {
    return this.#past.fork();
  }
}

/** Puts one event on the bus, at the engine's time. `attributes` in any order: Docker shows them sorted. */
export function emitEvent(
  engine: Engine,
  event: {
    type: DockerEvent['type'];
    action: string;
    actorId: string;
    attributes?: Readonly<Record<string, string>>;
    /** Default `local`. */
    scope?: DockerEvent['scope'];
    /** Default now. */
    timeNs?: bigint;
  },
): void {
  const { type, action, actorId, attributes = {}, scope = 'local' } = event;
  engine.events.emit({
    type,
    action,
    actorId,
    attributes,
    scope,
    timeNs: event.timeNs ?? engine.clock.nowNs(),
  });
}
