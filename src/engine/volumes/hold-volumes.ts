import type { Container } from '../containers/container.ts';
import type { MountPoint } from '../containers/mount-point.ts';
import type { Engine } from '../engine.ts';
import { findVolume } from './find-volume.ts';
import { discardVolume } from './remove-volume.ts';

/** Notes that a new container uses its volumes: they cannot be removed before it. */
export function holdVolumes(engine: Engine, container: Readonly<Container>): void {
  const { volumes } = engine.state;
  for (const mount of container.mounts) {
    if (isHeld(mount) && volumes.has(mount.name)) volumes.edit(mount.name).users.add(container.id);
  }
}

/**
 * Holds a volume that was not held so far (moby daemon/volumes.go, lazyInitializeVolume).
 *
 * @throws `get NAME: no such volume` where it was removed meanwhile
 */
export function holdLate(engine: Engine, container: Readonly<Container>, mount: MountPoint): void {
  if (mount.type !== 'volume' || !mount.isUnheld) return;
  const { name } = findVolume(engine, mount.name);
  engine.state.volumes.edit(name).users.add(container.id);
  const own = engine.state.containers.edit(container.id).mounts;
  for (const each of own) if (each.destination === mount.destination) each.isUnheld = false;
}

/** A volume that the container has a hold on. */
export const isHeld = ({ type, isUnheld }: MountPoint): boolean => type === 'volume' && !isUnheld;

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
  const held = container.mounts.filter(isHeld);
  for (const { name } of held) if (volumes.has(name)) volumes.edit(name).users.delete(container.id);
  if (!removeAnonymous) return;
  for (const { name, spec } of held) {
    const volume = volumes.get(name);
    const isNamed = (spec.Source ?? '') !== '';
    if (isNamed || volume === undefined || volume.users.size > 0) continue;
    discardVolume(engine, volume);
  }
}
