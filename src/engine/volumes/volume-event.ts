import type { Engine } from '../engine.ts';

/** Emits a volume's event: its `actorId` is the volume's name. */
export function emitVolumeEvent(
  engine: Engine,
  name: string,
  action: string,
  attributes: Readonly<Record<string, string>>,
): void {
  const timeNs = engine.clock.nowNs();
  engine.events.emit({ type: 'volume', action, actorId: name, attributes, scope: 'local', timeNs });
}
