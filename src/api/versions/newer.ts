import type { HostConfig } from '../../engine/containers/host-config.ts';
import { invalidParameter } from '../../engine/errors.ts';
import { goMap } from '../../support/go-json/encode.ts';
import type { Call } from '../call.ts';
import type { Change } from './change.ts';

// biome-ignore lint/suspicious/noExplicitAny: bodies and views of many shapes
type Json = any;

/** What of a version is not simulated, noted where a client of it could see the difference. */
const unsimulated =
  (what: string, isAsked: (body: Json) => boolean) =>
  (body: Json, { engine }: Call) => {
    if (isAsked(body)) engine.noteUnsimulated(what);
  };

/**
 * What is newer than the handlers' form: 1.52 to 1.56, by moby's api/docs/CHANGELOG.md, and for 1.52 by the source of
 * 29.0.4 (daemon/server/router).
 */
export const newerContainerChanges: readonly Change[] = [
  {
    from: '1.52',
    operations: ['ContainerCreate'],
    request: (body, call) => {
      if (body.Config?.MacAddress) {
        throw invalidParameter(
          'container-wide MAC address no longer supported; use endpoint-specific MAC address instead',
        );
      }
      if (body.HostConfig) body.HostConfig.KernelMemoryTCP = 0;
      const empty = emptyBindings(body.HostConfig);
      if (empty.length > 0) withoutBindings.set(call.exchange, empty);
    },
  },
  {
    from: '1.52',
    before: '1.53',
    operations: ['ContainerCreate'],
    reply: (created: Json, call) => {
      const ports = withoutBindings.get(call.exchange);
      if (ports === undefined) return created;
      const warning = `Following container port(s) have an empty list of port-bindings: ${ports.join(', ')}. Starting with API 1.53, such bindings will be discarded.`;
      return { ...created, Warnings: [...created.Warnings, warning] };
    },
  },
  {
    from: '1.53',
    operations: ['ContainerCreate'],
    request: body => {
      for (const port of emptyBindings(body.HostConfig)) delete body.HostConfig.PortBindings[port];
    },
  },
  {
    from: '1.52',
    operations: ['ContainerUpdate'],
    request: body => {
      body.KernelMemoryTCP = 0;
    },
  },
  {
    from: '1.55',
    operations: ['ContainerUpdate'],
    request: unsimulated('updating the blkio settings of single devices', body =>
      ['WeightDevice', 'DeviceReadBps', 'DeviceWriteBps', 'DeviceReadIOps', 'DeviceWriteIOps'].some(
        name => body[`Blkio${name}`] != null,
      ),
    ),
  },
  {
    from: '1.52',
    operations: ['ContainerInspect'],
    reply: ({ HostConfig, Config, NetworkSettings, ...container }: Json) => {
      const { KernelMemoryTCP: _, ...hostConfig } = HostConfig;
      const { MacAddress: __, OnBuild, ...config } = Config;
      const { SandboxID, SandboxKey, Ports, Networks } = NetworkSettings;
      return ordered(container, {
        HostConfig: hostConfig,
        Config: OnBuild?.length ? Config : config,
        NetworkSettings: { SandboxID, SandboxKey, Ports, Networks },
      });
    },
  },
];

/** Empty lists of bindings, by the request that gave them. */
const withoutBindings = new WeakMap<object, readonly string[]>();

function emptyBindings(hostConfig: HostConfig | null | undefined): string[] {
  const ports = Object.entries(hostConfig?.PortBindings ?? {});
  return ports.filter(([, bindings]) => (bindings ?? []).length === 0).map(([port]) => port);
}

/** An inspected container with its three objects back in their places. */
function ordered(container: Json, { HostConfig, Config, NetworkSettings }: Json): Json {
  const result: Json = {};
  for (const [key, value] of Object.entries(container)) {
    if (key === 'GraphDriver') result.HostConfig = HostConfig;
    result[key] = value;
  }
  return { ...result, Config, NetworkSettings };
}

/** In the order of Go's structs from 1.52 on; an option of the deprecated two makes it a sorted map again. */
function newerImage(image: Json): Json {
  const { Id, RepoTags, RepoDigests, Parent, Comment, Created, DockerVersion, Author, Config, ...rest } =
    image;
  const shown = {
    Id,
    RepoTags,
    RepoDigests,
    ...(Comment !== '' && { Comment }),
    ...(Created !== undefined && { Created }),
    ...(Author !== '' && { Author }),
    Config: imageConfig(Config),
    ...rest,
  };
  if (Parent === '' && DockerVersion === '') return shown;
  return goMap({
    ...shown,
    ...(Parent !== '' && { Parent }),
    ...(DockerVersion !== '' && { DockerVersion }),
  });
}

/** As github.com/moby/docker-image-spec has it: empty fields are not there. */
const IMAGE_CONFIG =
  'User ExposedPorts Env Entrypoint Cmd Volumes WorkingDir Labels StopSignal ArgsEscaped Healthcheck OnBuild Shell';

function imageConfig(config: Json): Json {
  const shown: Json = {};
  for (const name of IMAGE_CONFIG.split(' ')) {
    if (config[name] != null && config[name] !== '') shown[name] = config[name];
  }
  return shown;
}

export const newerImageChanges: readonly Change[] = [
  { from: '1.52', operations: ['ImageInspect'], reply: newerImage },
  {
    from: '1.52',
    operations: ['ImageGet', 'ImageGetAll', 'ImageLoad'],
    query: ({ engine, query }) => {
      if (query.all('platform').length > 1) engine.noteUnsimulated('images of several platforms');
    },
  },
];

const NDJSON = 'application/x-ndjson';
const JSON_SEQUENCE = 'application/json-seq';

export const newerSystemChanges: readonly Change[] = [
  {
    from: '1.52',
    operations: ['SystemEvents'],
    reply: ({ status: _, id: __, from: ___, ...event }: Json) => event,
  },
  {
    from: '1.52',
    before: '1.53',
    operations: ['SystemEvents'],
    mediaTypes: [NDJSON, JSON_SEQUENCE],
  },
  {
    from: '1.53',
    operations: ['SystemEvents'],
    mediaTypes: ['application/jsonl', NDJSON, JSON_SEQUENCE],
  },
  { from: '1.52', operations: ['SystemInfo'], reply: ({ KernelMemoryTCP: _, ...info }: Json) => info },
  { from: '1.52', operations: ['SystemDataUsage'], reply: newerDiskUsage },
  {
    from: '1.52',
    operations: ['NetworkInspect'],
    query: ({ engine }) => engine.noteUnsimulated('Status of a network (API 1.52)'),
  },
  {
    from: '1.52',
    operations: ['ContainerStats'],
    query: ({ engine }) => engine.noteUnsimulated('os_type of stats (API 1.52)'),
  },
  {
    from: '1.54',
    operations: ['NetworkConnect'],
    request: unsimulated('MacAddress of a network connected to (API 1.54)', body =>
      Boolean(body.EndpointConfig?.MacAddress),
    ),
  },
];

/** moby daemon/disk_usage.go of 29.0.4: counts of what is there, and the old fields unless `verbose` is asked for. */
function newerDiskUsage(usage: Json, { query }: Call): Json {
  const { LayersSize, Images, Containers, Volumes, BuildCache } = usage;
  const old = {
    ...(LayersSize !== 0 && { LayersSize }),
    ...(Images !== null && { Images }),
    ...(Containers !== null && { Containers }),
    ...(Volumes !== null && { Volumes }),
    ...(BuildCache !== null && { BuildCache }),
  };
  return {
    ...(!query.bool('verbose') && old),
    ...(Images !== null && { ImageUsage: imageUsage(Images, LayersSize) }),
    ...(Containers !== null && { ContainerUsage: containerUsage(Containers) }),
    ...(Volumes !== null && { VolumeUsage: volumeUsage(Volumes) }),
    ...(BuildCache !== null && { BuildCacheUsage: {} }),
  };
}

function imageUsage(images: Json[], totalSize: number): object {
  const unused = images.filter(({ Containers }) => Containers === 0);
  const kept = unused.reduce((sum, { Size, SharedSize }) => sum + Size - SharedSize, 0);
  return usageOf(images, images.length - unused.length, totalSize - kept, totalSize);
}

function containerUsage(containers: Json[]): object {
  const size = (some: Json[]) => some.reduce((sum, { SizeRw = 0 }) => sum + SizeRw, 0);
  const idle = containers.filter(({ State }) => !['running', 'paused', 'restarting'].includes(State));
  return usageOf(containers, containers.length - idle.length, size(idle), size(containers));
}

function volumeUsage(volumes: Json[]): object {
  const known = volumes.filter(({ UsageData }) => UsageData.Size !== -1);
  const size = (some: Json[]) => some.reduce((sum, { UsageData }) => sum + UsageData.Size, 0);
  const idle = known.filter(({ UsageData }) => UsageData.RefCount === 0);
  return usageOf(volumes, volumes.length - idle.length, size(idle), size(known));
}

/** What is nothing is not there. */
function usageOf(items: Json[], active: number, reclaimable: number, total: number): object {
  return {
    ...(active !== 0 && { ActiveCount: active }),
    ...(items.length > 0 && { Items: items }),
    ...(reclaimable !== 0 && { Reclaimable: reclaimable }),
    ...(items.length > 0 && { TotalCount: items.length }),
    ...(total !== 0 && { TotalSize: total }),
  };
}
