import { shapeJson } from '../../support/go-json/shape.ts';
import { formatRfc3339Nano } from '../../support/go-time.ts';
import type { Engine } from '../engine.ts';
import { containerConfigSchema } from './config-schema.ts';
import type { Container } from './container.ts';
import { findContainer } from './find.ts';
import { hostConfigSchema } from './host-config-schema.ts';
import { containerOfMode } from './modes.ts';
import type { MountPoint } from './mount-point.ts';
import { networkSettingsView } from './network-view.ts';
import { containerSize } from './size.ts';
import { stateView } from './state-view.ts';

const DAEMON_ROOT = '/var/lib/docker';

/** GET /containers/{id}/json in the form of API 1.51. */
export function inspectContainer(
  engine: Engine,
  ref: string,
  { size = false }: { readonly size?: boolean } = {},
): object {
  const container = findContainer(engine, ref);
  const { id } = container;
  const path = filePaths(container);
  return {
    Id: id,
    Created: formatRfc3339Nano(container.createdNs),
    Path: container.path,
    Args: container.args,
    State: stateView(container),
    Image: container.imageId,
    ResolvConfPath: path.inNetwork('resolv.conf'),
    HostnamePath: path.inNetwork('hostname'),
    HostsPath: path.inNetwork('hosts'),
    LogPath: path.own(`${id}-json.log`),
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Driver: 'overlay2',
    Platform: container.platform,
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: '',
    ExecIDs: container.execIds.length === 0 ? null : container.execIds,
    HostConfig: shapeJson(hostConfigSchema, { ...container.hostConfig, Links: linksView(container) }),
    GraphDriver: graphDriverView(engine, container),
    ...(size && sizeView(engine, container)),
    Mounts: container.mounts.map(mountView),
    Config: shapeJson(containerConfigSchema, {
      ...container.config,
      MacAddress: container.macAddress ?? '',
    }),
    NetworkSettings: networkSettingsView(container),
  };
}

/** dockerd writes these files, and remembers where, when it first tries to start the container. */
function filePaths(container: Readonly<Container>) {
  const { id, config, hostConfig, lifecycle, hasBeenStartedBefore } = container;
  const failedToStart = lifecycle.status === 'created' && lifecycle.exitCode !== undefined;
  const areThere = hasBeenStartedBefore || failedToStart;
  const of = (owner: string, name: string) => (areThere ? `${DAEMON_ROOT}/containers/${owner}/${name}` : '');
  const networkOwner = containerOfMode(hostConfig.NetworkMode) ?? id;
  return {
    own: (name: string) => of(id, name),
    /** Those that a container takes over with another's network. */
    inNetwork: (name: string) => (config.NetworkDisabled ? '' : of(networkOwner, name)),
  };
}

/** `/child:/parent/alias`, as dockerd shows its own link index in place of what was asked. */
function linksView({ name, links }: Readonly<Container>): string[] | null {
  if (links.size === 0) return null;
  return Array.from(links, ([alias, child]) => `/${child.name}:/${name}/${alias}`);
}

export function mountView(mount: MountPoint): object {
  return {
    Type: mount.type,
    ...(mount.name !== '' && !mount.isNameHidden && { Name: mount.name }),
    Source: mount.source,
    Destination: mount.destination,
    ...(mount.driver !== '' && { Driver: mount.driver }),
    Mode: mount.mode,
    RW: mount.rw,
    Propagation: mount.propagation,
  };
}

function sizeView(engine: Engine, container: Readonly<Container>): object {
  const { rw, rootFs } = containerSize(engine, container);
  return { SizeRw: rw, SizeRootFs: rootFs };
}

function graphDriverView(engine: Engine, { id, layerId, topLayer }: Readonly<Container>): object {
  const overlay = `${DAEMON_ROOT}/overlay2`;
  const { layers } = engine.state.images;
  const lower = [`${overlay}/${layerId}-init/diff`];
  for (let layer = layers.get(topLayer); layer !== undefined; layer = layers.get(layer.parentChainId)) {
    lower.push(`${overlay}/${layer.directory}/diff`);
  }
  return {
    Data: {
      ID: id,
      LowerDir: lower.join(':'),
      MergedDir: `${overlay}/${layerId}/merged`,
      UpperDir: `${overlay}/${layerId}/diff`,
      WorkDir: `${overlay}/${layerId}/work`,
    },
    Name: 'overlay2',
  };
}
