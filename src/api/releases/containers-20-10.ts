import type { Engine } from '../../engine/engine.ts';
import { inOrder, without } from './in-order.ts';

// biome-ignore lint/suspicious/noExplicitAny: the views of containers
type Json = any;

const NETWORK_SETTINGS = [
  'Bridge',
  'SandboxID',
  'HairpinMode',
  'LinkLocalIPv6Address',
  'LinkLocalIPv6PrefixLen',
  'Ports',
  'SandboxKey',
  'SecondaryIPAddresses',
  'SecondaryIPv6Addresses',
  'EndpointID',
  'Gateway',
  'GlobalIPv6Address',
  'GlobalIPv6PrefixLen',
  'IPAddress',
  'IPPrefixLen',
  'IPv6Gateway',
  'MacAddress',
  'Networks',
];
const ENDPOINT = [
  'IPAMConfig',
  'Links',
  'Aliases',
  'NetworkID',
  'EndpointID',
  'Gateway',
  'IPAddress',
  'IPPrefixLen',
  'IPv6Gateway',
  'GlobalIPv6Address',
  'GlobalIPv6PrefixLen',
  'MacAddress',
  'DriverOpts',
];
const HOST_CONFIG = [
  'Binds',
  'ContainerIDFile',
  'LogConfig',
  'NetworkMode',
  'PortBindings',
  'RestartPolicy',
  'AutoRemove',
  'VolumeDriver',
  'VolumesFrom',
  'CapAdd',
  'CapDrop',
  'CgroupnsMode',
  'Dns',
  'DnsOptions',
  'DnsSearch',
  'ExtraHosts',
  'GroupAdd',
  'IpcMode',
  'Cgroup',
  'Links',
  'OomScoreAdj',
  'PidMode',
  'Privileged',
  'PublishAllPorts',
  'ReadonlyRootfs',
  'SecurityOpt',
  'StorageOpt',
  'Tmpfs',
  'UTSMode',
  'UsernsMode',
  'ShmSize',
  'Sysctls',
  'Runtime',
  'ConsoleSize',
  'Isolation',
  'CpuShares',
  'Memory',
  'NanoCpus',
  'CgroupParent',
  'BlkioWeight',
  'BlkioWeightDevice',
  'BlkioDeviceReadBps',
  'BlkioDeviceWriteBps',
  'BlkioDeviceReadIOps',
  'BlkioDeviceWriteIOps',
  'CpuPeriod',
  'CpuQuota',
  'CpuRealtimePeriod',
  'CpuRealtimeRuntime',
  'CpusetCpus',
  'CpusetMems',
  'Devices',
  'DeviceCgroupRules',
  'DeviceRequests',
  'KernelMemory',
  'KernelMemoryTCP',
  'MemoryReservation',
  'MemorySwap',
  'MemorySwappiness',
  'OomKillDisable',
  'PidsLimit',
  'Ulimits',
  'CpuCount',
  'CpuPercent',
  'IOMaximumIOps',
  'IOMaximumBandwidth',
  'Mounts',
  'MaskedPaths',
  'ReadonlyPaths',
  'Init',
];

/** Masked since: 20.10 has the others of today's default. */
const MASKED_LATER = ['/proc/interrupts', '/sys/devices/virtual/powercap'];

/** GET /containers/{id}/json of 20.10. */
export function container2010(engine: Engine, view: Json): object {
  return {
    ...view,
    State: { ...view.State, Error: startError(view.State.Error) },
    HostConfig: hostConfig(engine, view.Id, view.HostConfig),
    // Neither is there for clients of 1.19, nor the networks for those of 1.20.
    ...(view.Mounts && { Mounts: mounts(engine, view.Id, view.Mounts) }),
    ...(view.GraphDriver && { GraphDriver: graphDriver(view.GraphDriver) }),
    NetworkSettings: networkSettings(view.NetworkSettings),
  };
}

const graphDriver = ({ Data, Name }: Json) => ({ Data: without(Data, ['ID']), Name });

function networkSettings(view: Json): object {
  if (view.Networks !== undefined) {
    return inOrder({ ...view, Networks: endpoints(view.Networks) }, NETWORK_SETTINGS);
  }
  const hasPorts = view.SandboxKey !== '' || Object.keys(view.Ports ?? {}).length > 0;
  return inOrder({ ...view, Ports: hasPorts ? view.Ports : null }, NETWORK_SETTINGS);
}

/** One of GET /containers/json of 20.10. */
export function listed2010(engine: Engine, view: Json): object {
  return {
    ...view,
    ...(view.Mounts && { Mounts: mounts(engine, view.Id, view.Mounts) }),
    ...(view.HostConfig && {
      HostConfig: {
        ...view.HostConfig,
        NetworkMode: networkMode(engine, view.Id, view.HostConfig.NetworkMode),
      },
    }),
    ...(view.NetworkSettings && { NetworkSettings: { Networks: endpoints(view.NetworkSettings.Networks) } }),
  };
}

function startError(text: string): string {
  return text
    .replace(/^failed to create task for container: (.*)$/s, '$1: unknown')
    .replace(/^failed to set up container networking: /, '');
}

function hostConfig(engine: Engine, id: string, view: Json): object {
  const container = engine.state.containers.get(id);
  const { Name, MaximumRetryCount } = view.RestartPolicy;
  const isUnasked = Name === 'no' && container?.asked?.restartPolicy === '';
  // It was filled in while a client's host configuration was checked, or else at the start.
  const isFilled =
    container?.asked?.hostConfig !== false || container.startedAtNs !== undefined || container.error !== '';
  const kept = isFilled ? view : without(view, ['Runtime']);
  return inOrder(
    {
      ...kept,
      NetworkMode: networkMode(engine, id, view.NetworkMode),
      RestartPolicy: { Name: isUnasked ? '' : Name, MaximumRetryCount },
      KernelMemory: view.KernelMemory ?? 0,
      KernelMemoryTCP: view.KernelMemoryTCP ?? 0,
      MaskedPaths: view.MaskedPaths?.filter((path: string) => !MASKED_LATER.includes(path)) ?? null,
    },
    HOST_CONFIG,
  );
}

/** A volume made for a bind of a target alone kept its name. */
function mounts(engine: Engine, id: string, views: readonly Json[]): object[] {
  const named = engine.state.containers.get(id)?.mounts ?? [];
  return views.map(view => {
    const name = named.find(mount => mount.isNameHidden && mount.destination === view.Destination)?.name;
    return name === undefined ? view : inOrder({ ...view, Name: name }, ['Type', 'Name']);
  });
}

function networkMode(engine: Engine, id: string, shown: string): string {
  const asked = engine.state.containers.get(id)?.asked?.networkMode;
  return asked === 'default' ? asked : shown;
}

function endpoints(networks: Record<string, Json>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(networks).map(([name, endpoint]) => [
      name,
      inOrder(without(endpoint, ['GwPriority', 'DNSNames']), ENDPOINT),
    ]),
  );
}
