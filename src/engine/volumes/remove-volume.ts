import type { Engine } from '../engine.ts';
import { conflict } from '../errors.ts';
import { findVolume } from './find-volume.ts';
import type { Volume } from './volume.ts';
import { emitVolumeEvent } from './volume-event.ts';

/** Removes a volume that no container was created with; `force` only forgives that there is none of that name. */
export function removeVolume(engine: Engine, name: string, force: boolean): void {
  if (force && !engine.state.volumes.has(name)) return;
  discardVolume(engine, findVolume(engine, name));
}

export function discardVolume(engine: Engine, { name, driver, users }: Readonly<Volume>): void {
  if (users.size > 0) {
    throw conflict(`remove ${name}: volume is in use - [${[...users].join(', ')}]`);
  }
  engine.state.volumes.delete(name);
  emitVolumeEvent(engine, name, 'destroy', { driver });
}
