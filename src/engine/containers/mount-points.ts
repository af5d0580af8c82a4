import { cleanPath } from '../../support/posix-path.ts';
import type { Engine } from '../engine.ts';
import { asInvalidParameter, invalidParameter, notFound, systemError } from '../errors.ts';
import { resolveImage } from '../images/resolve-image.ts';
import { createVolume, volumeMountpoint } from '../volumes/create-volume.ts';
import { mergedDirectory } from '../world/files/container-mount.ts';
import type { Container } from './container.ts';
import { findContainer } from './find.ts';
import type { HostConfig } from './host-config.ts';
import { isReadWrite } from './mount-mode.ts';
import type { MountPoint } from './mount-point.ts';
import { parseBind, parseMountSpec, parseVolumesFrom } from './mount-spec.ts';
import { fileInRoot } from './prepare-root.ts';
import type { HostPathExists } from './validate-mount.ts';

const DAEMON_ROOT = '/var/lib/docker';

/** By destination. A later source of mounts replaces what an earlier one put on the same destination. */
type MountTable = Map<string, MountPoint>;

/**
 * The mounts of a new container, its volumes created: those of other containers first, then binds, then mount
 * specs (moby daemon/volumes.go, registerMountPoints).
 */
export function registerMountPoints(
  engine: Engine,
  hostConfig: HostConfig,
  exists: HostPathExists,
): MountTable {
  const mounts: MountTable = new Map();
  for (const spec of hostConfig.VolumesFrom ?? []) addVolumesFrom(engine, mounts, spec);
  const taken = new Set<string>();
  for (const raw of hostConfig.Binds ?? []) {
    const mount = parseBind(raw, hostConfig.VolumeDriver);
    followDaemonRoot(mount);
    if (taken.has(mount.destination) || mount.destination in (hostConfig.Tmpfs ?? {})) {
      throw duplicate(mount.destination);
    }
    if (mount.type === 'volume') {
      if (mount.name === '') mount.isNameHidden = true;
      attachVolume(engine, mount);
    }
    taken.add(mount.destination);
    mounts.set(mount.destination, mount);
  }
  for (const spec of hostConfig.Mounts ?? []) {
    const mount = parseMountSpec(spec, exists);
    followDaemonRoot(mount);
    if (taken.has(mount.destination)) throw duplicate(spec.Target ?? '');
    if (mount.type === 'volume') attachVolume(engine, mount);
    if (mount.type === 'image') attachImage(engine, mount);
    taken.add(mount.destination);
    mounts.set(mount.destination, mount);
  }
  return mounts;
}

/** A new anonymous volume for each of Config.Volumes that nothing else is mounted on (moby create_unix.go). */
export function addAnonymousVolumes(engine: Engine, container: Container, mounts: MountTable): void {
  const { config, hostConfig } = container;
  for (const volumePath of Object.keys(config.Volumes ?? {}).sort()) {
    const destination = cleanPath(volumePath);
    if (mounts.has(destination) || destination in (hostConfig.Tmpfs ?? {})) continue;
    const file = fileInRoot(engine, container, destination);
    if (file !== undefined) {
      const merged = mergedDirectory(container);
      throw systemError(`cannot mount volume over existing file, file exists ${merged}${file}`);
    }
    const volume = createVolume(engine, { name: '', driver: hostConfig.VolumeDriver });
    mounts.set(destination, {
      type: 'volume',
      name: volume.name,
      source: volumeMountpoint(volume),
      destination,
      driver: volume.driver,
      mode: '',
      rw: true,
      propagation: '',
      spec: {},
      copyData: true,
      sourceMustExist: false,
    });
  }
}

const duplicate = (destination: string) => invalidParameter(`Duplicate mount point: ${destination}`);

function addVolumesFrom(engine: Engine, mounts: MountTable, spec: string): void {
  const { ref, mode } = parseVolumesFrom(spec);
  const other = asInvalidParameter(() => findContainer(engine, ref));
  for (const mount of other.mounts) {
    // dockerd takes whatever has no source for a volume (moby daemon/volumes.go), tmpfs mounts among them.
    if (mount.source === '') throw notFound('get: no such volume');
    mounts.set(mount.destination, {
      ...mount,
      ...(mount.type === 'volume' && { isUnheld: mount.spec.Type !== undefined }),
      mode: '',
      rw: mount.rw && isReadWrite(mode),
      copyData: false,
      sourceMustExist: false,
    });
  }
}

function attachVolume(engine: Engine, mount: MountPoint): void {
  const { VolumeOptions: options } = mount.spec;
  const volume = createVolume(engine, {
    name: mount.name,
    driver: mount.driver,
    labels: options?.Labels ?? null,
    options: options?.DriverConfig?.Options ?? null,
  });
  mount.name = volume.name;
  mount.driver = volume.driver;
  mount.source = volumeMountpoint(volume);
  // SELinux relabels what only this container uses; dockerd says so whether or not SELinux is there.
  if (mount.driver === 'local') mount.mode ||= 'z';
}

function attachImage(engine: Engine, mount: MountPoint): void {
  const image = resolveImage(engine, mount.source);
  mount.name = mount.source;
  mount.spec = { ...mount.spec, Source: image.id };
  mount.source = `${DAEMON_ROOT}/overlay2/${engine.random.hex('layers', 64)}/merged`;
  mount.rw = false;
}

/** A mount of, or above, the daemon's own directory may not hold its mounts (moby daemon/volumes_linux.go). */
function followDaemonRoot(mount: MountPoint): void {
  const { Source: source = '', BindOptions: options } = mount.spec;
  if (mount.type !== 'bind') return;
  if (!source.startsWith(DAEMON_ROOT) && !DAEMON_ROOT.startsWith(source)) return;
  const propagation = options?.Propagation ?? '';
  if (propagation === '') {
    mount.propagation = 'rslave';
  } else if (propagation !== 'rslave' && propagation !== 'rshared') {
    throw invalidParameter(
      `invalid mount config: must use either propagation mode "rslave" or "rshared" when mount source is within the daemon root, daemon root: "${DAEMON_ROOT}", bind mount source: "${source}", propagation: "${propagation}"`,
    );
  }
}
