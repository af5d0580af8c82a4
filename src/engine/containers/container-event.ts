import type { Engine } from '../engine.ts';
import { emitEvent } from '../events.ts';
import type { Container } from './container.ts';

/**
 * Emits a container's event. The container's labels and its image and name join `attributes`, which they
 * override (moby daemon/events.go, LogContainerEventWithAttributes).
 */
export function emitContainerEvent(
  engine: Engine,
  container: Readonly<Container>,
  action: string,
  attributes: Readonly<Record<string, string>> = {},
): void {
  const { Labels, Image } = container.config;
  emitEvent(engine, {
    type: 'container',
    action,
    actorId: container.id,
    attributes: { ...attributes, ...Labels, ...(Image !== '' && { image: Image }), name: container.name },
  });
}
