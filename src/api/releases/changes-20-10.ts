import { invalidParameter, systemError } from '../../engine/errors.ts';
import { headerOf } from '../../exchange/exchange.ts';
import type { Change } from '../versions/change.ts';
import { container2010, listed2010 } from './containers-20-10.ts';
import { inOrder, without } from './in-order.ts';

// biome-ignore lint/suspicious/noExplicitAny: views of many shapes; each entry knows its own
type Json = any;

/** The order of image inspect, and of a container.Config, which 28.5 writes out of a map for old clients. */
const IMAGE = [
  'Id',
  'RepoTags',
  'RepoDigests',
  'Parent',
  'Comment',
  'Created',
  'Container',
  'ContainerConfig',
  'DockerVersion',
  'Author',
  'Config',
  'Architecture',
  'Variant',
  'Os',
  'Size',
  'VirtualSize',
  'GraphDriver',
  'RootFS',
  'Metadata',
];
const CONFIG = [
  'Hostname',
  'Domainname',
  'User',
  'AttachStdin',
  'AttachStdout',
  'AttachStderr',
  'ExposedPorts',
  'Tty',
  'OpenStdin',
  'StdinOnce',
  'Env',
  'Cmd',
  'Healthcheck',
  'ArgsEscaped',
  'Image',
  'Volumes',
  'WorkingDir',
  'Entrypoint',
  'OnBuild',
  'Labels',
  'StopSignal',
];

const INFO = [
  'ID',
  'Containers',
  'ContainersRunning',
  'ContainersPaused',
  'ContainersStopped',
  'Images',
  'Driver',
  'DriverStatus',
  'Plugins',
  'MemoryLimit',
  'SwapLimit',
  'KernelMemory',
  'KernelMemoryTCP',
  'CpuCfsPeriod',
  'CpuCfsQuota',
  'CPUShares',
  'CPUSet',
  'PidsLimit',
  'IPv4Forwarding',
  'BridgeNfIptables',
  'BridgeNfIp6tables',
  'Debug',
  'NFd',
  'OomKillDisable',
  'NGoroutines',
  'SystemTime',
  'LoggingDriver',
  'CgroupDriver',
  'CgroupVersion',
  'NEventsListener',
  'KernelVersion',
  'OperatingSystem',
  'OSVersion',
  'OSType',
  'Architecture',
  'IndexServerAddress',
  'RegistryConfig',
  'NCPU',
  'MemTotal',
  'GenericResources',
  'DockerRootDir',
  'HttpProxy',
  'HttpsProxy',
  'NoProxy',
  'Name',
  'Labels',
  'ExperimentalBuild',
  'ServerVersion',
  'Runtimes',
  'DefaultRuntime',
  'Swarm',
  'LiveRestoreEnabled',
  'Isolation',
  'InitBinary',
  'ContainerdCommit',
  'RuncCommit',
  'InitCommit',
  'SecurityOptions',
  'Warnings',
];
const SWARM = ['NodeID', 'NodeAddr', 'LocalNodeState', 'ControlAvailable', 'Error', 'RemoteManagers'];

/** Nothing marks an anonymous volume there. */
function volume(view: Json): object {
  const { 'com.docker.volume.anonymous': mark, ...labels } = view.Labels ?? {};
  if (mark === undefined) return view;
  return { ...view, Labels: Object.keys(labels).length === 0 ? null : labels };
}

function loadMessage(message: Json): object {
  if (message.error === undefined) return message;
  const error = message.error
    .replace(/^unexpected EOF$/, 'Error processing tar file(exit status 1): unexpected EOF')
    .replace(/repository name \(library\/.*\) must/, 'repository name must');
  return { ...message, errorDetail: { ...message.errorDetail, message: error }, error };
}

function network(view: Json): object {
  const { Driver, Options, Config } = view.IPAM;
  const isDefault = view.Options?.['com.docker.network.bridge.default_bridge'] === 'true';
  const config = (Config ?? []).map((pool: Json) => (isDefault ? without(pool, ['Gateway']) : pool));
  return { ...without(view, ['EnableIPv4']), IPAM: { Driver, Options, Config: config } };
}

const KERNEL_MEMORY =
  'Specifying a kernel memory limit is deprecated and will be removed in a future release.';

/** No body at all is no document without fields there. */
const NEEDS_BODY = [
  ...['NetworkCreate', 'NetworkConnect', 'NetworkDisconnect', 'VolumeCreate', 'ContainerExec'],
  ...['ConfigCreate', 'ConfigUpdate', 'SecretCreate', 'SecretUpdate', 'ServiceCreate', 'ServiceUpdate'],
  ...['NodeUpdate', 'SwarmUpdate', 'SwarmUnlock', 'PluginSet'],
];

/** What dockerd 20.10.24 answers otherwise than 28.5 to a client of API 1.41, its newest. */
export const changes2010: readonly Change[] = [
  { operations: NEEDS_BODY, emptyBody: invalidParameter('got EOF while reading request body') },
  { operations: ['ContainerUpdate'], emptyBody: systemError('EOF') },
  {
    operations: ['ContainerWait'],
    query: ({ query }) => {
      // Any other condition is the first there.
      if (!['next-exit', 'removed'].includes(query.text('condition'))) query.remove('condition');
    },
    text: line => (line.startsWith('{"Error":') ? line : line.replace('{', '{"Error":null,')),
  },
  {
    operations: ['ImageList'],
    query: call => {
      if (call.filters().has('until')) throw invalidParameter("Invalid filter 'until'");
    },
  },
  {
    operations: ['ContainerCreate'],
    request: body => {
      body.WithoutHostConfig = body.HostConfig === null;
      body.given = structuredClone({ ...body.HostConfig, endpoints: body.NetworkingConfig?.EndpointsConfig });
      const { KernelMemory = 0, Mounts } = body.HostConfig ?? {};
      if (KernelMemory > 0) body.Warnings = [...(body.Warnings ?? []), KERNEL_MEMORY];
      for (const { Type, BindOptions, TmpfsOptions } of Mounts ?? []) {
        if (Type === 'image') {
          throw invalidParameter('invalid mount config for type "image": mount type unknown');
        }
        if (BindOptions) delete BindOptions.ReadOnlyNonRecursive;
        if (TmpfsOptions) delete TmpfsOptions.Options;
      }
    },
  },
  {
    // What only later versions looked at, it left as it was given.
    last: true,
    operations: ['ContainerCreate'],
    request: body => {
      const { HostConfig, NetworkingConfig, given, Warnings = [] } = body;
      if (body.WithoutHostConfig && HostConfig) HostConfig.IpcMode = '';
      if (!HostConfig) return;
      HostConfig.ConsoleSize = given.ConsoleSize ?? HostConfig.ConsoleSize;
      HostConfig.Sysctls = given.Sysctls ?? HostConfig.Sysctls;
      if (NetworkingConfig && given.endpoints) NetworkingConfig.EndpointsConfig = given.endpoints;
      body.Warnings = Warnings.filter((warning: string) => !warning.startsWith('Migrated sysctl'));
    },
  },
  { operations: ['ContainerLogs'], untyped: true },
  {
    operations: ['ContainerInspect'],
    reply: (view: Json, { engine }) => container2010(engine, view),
  },
  {
    operations: ['ContainerList'],
    reply: (views: Json[], { engine }) => views.map(view => listed2010(engine, view)),
  },
  {
    operations: ['ImageInspect'],
    reply: (image: Json) =>
      inOrder({ Container: '', ...image, Config: inOrder(image.Config, CONFIG) }, IMAGE),
  },
  {
    operations: ['ImagePush'],
    query: ({ exchange }) => {
      if (headerOf(exchange.headers, 'X-Registry-Auth') !== undefined) return;
      throw invalidParameter('Bad parameters and missing X-Registry-Auth: EOF');
    },
  },
  {
    operations: ['VolumePrune'],
    query: call => {
      if (call.filters().has('all')) throw invalidParameter("Invalid filter 'all'");
    },
  },
  { operations: ['ImageLoad'], reply: loadMessage },
  { operations: ['VolumeCreate', 'VolumeInspect'], reply: volume },
  {
    operations: ['VolumeList'],
    reply: (list: Json) => ({ ...list, Volumes: list.Volumes.map(volume) }),
  },
  { operations: ['NetworkInspect'], reply: network },
  { operations: ['NetworkList', 'NetworkListSlash'], reply: (views: Json[]) => views.map(network) },
  {
    operations: ['SystemDataUsage'],
    reply: (view: Json, { engine }) => ({
      ...view,
      ...(view.Volumes && { Volumes: view.Volumes.map(volume) }),
      ...(view.Containers && { Containers: view.Containers.map((each: Json) => listed2010(engine, each)) }),
      BuildCache: null,
      BuilderSize: 0,
    }),
  },
  {
    operations: ['SystemInfo'],
    reply: (info: Json) => {
      const { RegistryConfig: registry, Swarm, Runtimes } = info;
      const RegistryConfig = {
        AllowNondistributableArtifactsCIDRs: [],
        AllowNondistributableArtifactsHostnames: [],
        InsecureRegistryCIDRs: ['127.0.0.0/8'],
        IndexConfigs: Object.fromEntries(
          Object.entries(registry.IndexConfigs as Record<string, Json>).map(([name, index]) => [
            name,
            inOrder(index, ['Name', 'Mirrors', 'Secure', 'Official']),
          ]),
        ),
        Mirrors: [],
      };
      const all = { ...Runtimes, 'io.containerd.runtime.v1.linux': { path: 'runc' } };
      return inOrder(
        {
          ...without(info, ['CDISpecDirs', 'FirewallBackend', 'DiscoveredDevices']),
          BridgeNfIptables: true,
          BridgeNfIp6tables: true,
          RegistryConfig,
          Runtimes: inOrder(all, Object.keys(all).sort()),
          Swarm: inOrder(Swarm, SWARM),
        },
        INFO,
      );
    },
  },
  {
    before: '1.25',
    operations: ['SystemInfo'],
    reply: (info: Json) => ({ ...info, ExecutionDriver: '<not supported>' }),
  },
  {
    operations: ['SystemEvents'],
    reply: (event: Json) => {
      const { execDuration: _, ...Attributes } = event.Actor.Attributes;
      return { ...event, Actor: { ...event.Actor, Attributes } };
    },
  },
  {
    operations: ['ImageBuild'],
    reply: (message: Json) =>
      message.stream === undefined
        ? message
        : { ...message, stream: message.stream.replace(/^ ---> Removed inter/, 'Removing inter') },
  },
];
