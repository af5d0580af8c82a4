import type { Container } from '../containers/container.ts';
import type { Engine } from '../engine.ts';
import { discardVolume } from './remove-volume.ts';

/** Notes that a new container uses its volumes: they cannot be removed before it. */
export function holdVolumes(engine: Engine, container: Readonly<Container>): void {
  const { volumes } = engine.state;
  for (const { type, name } of container.mounts) {
    if (type === 'volume' && volumes.has(name)) volumes.edit(name).users.add(container.id);
  }
}

/**
 * Ends a removed container's hold on its volumes. With `removeAnonymous` those go that nobody named and nobody else
 * uses (moby daemon/mounts.go, removeMountPoints). Comes before the container's own `destroy` event.
 */
export function releaseVolumes(
  engine: Engine,
  container: Readonly<Container>,
  removeAnonymous: boolean,
): void {
  const { volumes } = engine.state;
  for (const { type, name } of container.mounts) {
    if (type === 'volume' && volumes.has(name)) volumes.edit(name).users.delete(container.id);
  }
  if (!removeAnonymous) return;
  for (const { type, name, spec } of container.mounts) {
    const volume = volumes.get(name);
    const isNamed = (spec.Source ?? '') !== '';
    if (type !== 'volume' || isNamed || volume === undefined || volume.users.size > 0) continue;
    discardVolume(engine, volume);
  }
}
