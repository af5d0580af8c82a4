import { AppendLog } from '../../support/append-log.ts';
import { zeroOf } from '../../support/go-json/decode.ts';
import type { Engine } from '../engine.ts';
import { invalidParameter } from '../errors.ts';
import { type Image, imageTree } from '../images/image.ts';
import { resolveImage } from '../images/resolve-image.ts';
import { holdVolumes } from '../volumes/hold-volumes.ts';
import { populateVolumes } from '../volumes/populate-volumes.ts';
import { existsOnHost } from '../world/files/container-files.ts';
import { containerRoot } from '../world/files/container-trees.ts';
import type { ContainerConfig } from './config.ts';
import { containerConfigSchema } from './config-schema.ts';
import type { Container } from './container.ts';
import { emitContainerEvent } from './container-event.ts';
import { adaptHostConfig, fillProtectedPaths } from './defaults.ts';
import { type EndpointRequest, noEndpointRequest, pendingEndpoint } from './endpoint.ts';
import type { HostConfig } from './host-config.ts';
import { hostConfigSchema } from './host-config-schema.ts';
import { mergeImageConfig } from './merge-image-config.ts';
import { addAnonymousVolumes, registerMountPoints } from './mount-points.ts';
import { chooseName } from './names.ts';
import { newSupervision } from './supervision.ts';

export interface CreateRequest {
  /** Empty for a random one. */
  readonly name?: string;
  readonly config: Partial<ContainerConfig>;
  readonly hostConfig?: Partial<HostConfig>;
  /** By network name or id. */
  readonly endpoints?: Readonly<Record<string, EndpointRequest>>;
}

export interface CreateResult {
  readonly id: string;
  readonly warnings: string[];
}

/** Creates a container, in the order of moby daemon/create.go: what is wrong first is reported first. */
export function createContainer(engine: Engine, request: CreateRequest): CreateResult {
  const config = { ...(zeroOf(containerConfigSchema) as ContainerConfig), ...request.config };
  const hostConfig = { ...(zeroOf(hostConfigSchema) as HostConfig), ...request.hostConfig };
  const warnings: string[] = [];
  if (hostConfig.NetworkMode === '' || hostConfig.NetworkMode === 'default')
    hostConfig.NetworkMode = 'bridge';
  hostConfig.RestartPolicy = { ...hostConfig.RestartPolicy, Name: hostConfig.RestartPolicy.Name || 'no' };
  hostConfig.Runtime ||= 'runc';
  adaptHostConfig(engine, hostConfig);

  const image = config.Image === '' ? undefined : resolveImage(engine, config.Image);
  const merged = mergeImageConfig(config, image?.config.config ?? {});
  const { path, args } = command(merged);
  hostConfig.LogConfig = {
    Type: hostConfig.LogConfig.Type || 'json-file',
    Config: { ...hostConfig.LogConfig.Config },
  };
  const container = newContainer(engine, request, { config: merged, hostConfig, image, path, args });
  const mounts = registerMountPoints(engine, hostConfig, path => existsOnHost(engine, path));
  fillProtectedPaths(hostConfig);
  addAnonymousVolumes(engine, mounts, Object.keys(merged.Volumes ?? {}).sort(), hostConfig.VolumeDriver);
  container.mounts = [...mounts.values()];
  holdVolumes(engine, container);
  populateVolumes(engine, container);
  engine.state.containers.set(container.id, container);
  engine.state.containerIds.add(container.id);
  engine.state.containerNames.set(container.name, { id: container.id });
  emitContainerEvent(engine, container, 'create');
  return { id: container.id, warnings };
}

/** moby daemon/create.go, mergeAndVerifyConfig, and daemon/container.go, getEntrypointAndArgs. */
function command(config: ContainerConfig): { path: string; args: string[] } {
  if (config.Entrypoint?.length === 1 && config.Entrypoint[0] === '') config.Entrypoint = null;
  const [path, ...args] = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
  if (path === undefined) throw invalidParameter('no command specified');
  return { path, args };
}

interface Prepared {
  config: ContainerConfig;
  hostConfig: HostConfig;
  image: Readonly<Image> | undefined;
  path: string;
  args: string[];
}

function newContainer(engine: Engine, request: CreateRequest, prepared: Prepared): Container {
  const { config, hostConfig, image, path, args } = prepared;
  const id = newContainerId(engine);
  const name = chooseName(engine, id, request.name ?? '');
  if (config.Hostname === '') config.Hostname = id.slice(0, 12);
  return {
    id,
    name,
    createdNs: engine.clock.nowNs(),
    imageId: image?.id ?? '',
    imageRef: config.Image,
    platform: 'linux',
    config,
    hostConfig,
    path,
    args,
    lifecycle: { status: 'created' },
    startedAtNs: undefined,
    finishedAtNs: undefined,
    error: '',
    oomKilled: false,
    restartCount: 0,
    hasBeenStartedBefore: false,
    hasBeenManuallyStopped: false,
    health: undefined,
    mounts: [],
    root: containerRoot(image && imageTree(engine, image), engine.clock.lastNs()),
    scratch: new Map(),
    topLayer: image?.chainIds.at(-1) ?? '',
    layerId: engine.random.hex('layers', 64),
    endpoints: requestedEndpoints(hostConfig, request.endpoints ?? {}),
    sandboxId: '',
    ports: {},
    links: new Map(),
    execIds: [],
    log: new AppendLog(),
    supervision: newSupervision(),
  };
}

/** An id whose short form is not a number, since that is the container's host name (moby pkg/stringid). */
function newContainerId(engine: Engine): string {
  const id = engine.random.hex('ids', 64);
  return /^[0-9]{12}/.test(id) ? newContainerId(engine) : id;
}

/** moby daemon/container_operations.go, updateContainerNetworkSettings. */
function requestedEndpoints(
  { NetworkMode }: HostConfig,
  requests: Readonly<Record<string, EndpointRequest>>,
): Container['endpoints'] {
  if (NetworkMode.startsWith('container:')) return new Map();
  const asked = Object.entries(requests);
  if (asked.length === 0) return new Map([[NetworkMode, pendingEndpoint({ ...noEndpointRequest })]]);
  return new Map(asked.map(([network, request]) => [network, pendingEndpoint(request)]));
}
