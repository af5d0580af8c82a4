import type { Engine } from '../engine.ts';
import { notFound } from '../errors.ts';
import type { Volume } from './volume.ts';

/** Volumes are known by their full name only. */
export function findVolume(engine: Engine, name: string): Readonly<Volume> {
  const volume = engine.state.volumes.get(name);
  if (volume === undefined) throw notFound(`${`get ${name}`.trim()}: no such volume`);
  return volume;
}
