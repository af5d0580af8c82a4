import { shapeJson } from '../../support/go-json/shape.ts';
import { formatRfc3339Nano } from '../../support/go-time.ts';
import type { Engine } from '../engine.ts';
import { containerConfigSchema } from './config-schema.ts';
import type { Container } from './container.ts';
import { findContainer } from './find.ts';
import { hostConfigSchema } from './host-config-schema.ts';
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
  const { id, hasBeenStartedBefore } = container;
  const directory = `${DAEMON_ROOT}/containers/${id}`;
  // dockerd writes these files, and remembers where, at the first start.
  const path = (name: string) => (hasBeenStartedBefore ? `${directory}/${name}` : '');
  return {
    Id: id,
    Created: formatRfc3339Nano(container.createdNs),
    Path: container.path,
    Args: container.args,
    State: stateView(container),
    Image: container.imageId,
    ResolvConfPath: path('resolv.conf'),
    HostnamePath: path('hostname'),
    HostsPath: path('hosts'),
    LogPath: path(`${id}-json.log`),
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Driver: 'overlay2',
    Platform: container.platform,
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: '',
    ExecIDs: container.execIds.length === 0 ? null : container.execIds,
    HostConfig: shapeJson(hostConfigSchema, { ...container.hostConfig, Links: linksView(engine, container) }),
    GraphDriver: graphDriverView(engine, container),
    ...(size && sizeView(engine, container)),
    Mounts: container.mounts.map(mountView),
    Config: shapeJson(containerConfigSchema, container.config),
    NetworkSettings: networkSettingsView(container),
  };
}

/** `/child:/parent/alias`, as dockerd shows its own link index in place of what was asked. */
function linksView(engine: Engine, container: Readonly<Container>): string[] | null {
  if (container.links.size === 0) return null;
  return Array.from(
    container.links,
    ([alias, childId]) => `/${engine.state.containers.get(childId)?.name ?? ''}:/${container.name}/${alias}`,
  );
}

export function mountView(mount: MountPoint): object {
  return {
    Type: mount.type,
    ...(mount.name !== '' && { Name: mount.name }),
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
