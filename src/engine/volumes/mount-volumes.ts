import type { Container } from '../containers/container.ts';
import type { Engine } from '../engine.ts';
import { holdLate, isHeld } from './hold-volumes.ts';
import { emitVolumeEvent } from './volume-event.ts';

/** Tells of each volume a starting container mounts, and throws where one is gone (moby daemon/volumes_unix.go, setupMounts). */
export function mountVolumes(engine: Engine, container: Readonly<Container>): void {
  for (const mount of container.mounts) {
    if (mount.type !== 'volume') continue;
    holdLate(engine, container, mount);
    emitVolumeEvent(engine, mount.name, 'mount', {
      driver: mount.driver,
      container: container.id,
      destination: mount.destination,
      'read/write': String(mount.rw),
      propagation: mount.propagation,
    });
  }
}

/** moby container/container.go, UnmountVolumes. */
export function unmountVolumes(engine: Engine, container: Readonly<Container>): void {
  for (const mount of container.mounts) {
    if (!isHeld(mount)) continue;
    emitVolumeEvent(engine, mount.name, 'unmount', { driver: mount.driver, container: container.id });
  }
}
