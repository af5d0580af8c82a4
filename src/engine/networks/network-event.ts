import type { Engine } from '../engine.ts';
import { emitEvent } from '../events.ts';
import type { Network } from './network.ts';

/** Emits a network's event, with the container it is about where there is one. */
export function emitNetworkEvent(
  engine: Engine,
  network: Readonly<Network>,
  action: 'create' | 'connect' | 'disconnect' | 'destroy',
  containerId?: string,
): void {
  const { id, name, driver } = network;
  const attributes = { ...(containerId !== undefined && { container: containerId }), name, type: driver };
  emitEvent(engine, { type: 'network', action, actorId: id, attributes });
}
