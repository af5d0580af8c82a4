import type { Engine } from '../engine.ts';
import { emitEvent } from '../events.ts';

/** Emits a volume's event: its `actorId` is the volume's name. */
export function emitVolumeEvent(
  engine: Engine,
  name: string,
  action: string,
  attributes: Readonly<Record<string, string>>,
): void {
  emitEvent(engine, { type: 'volume', action, actorId: name, attributes });
}
