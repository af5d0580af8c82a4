import { invalidParameter } from '../errors.ts';
import type { ContainerConfig } from './config.ts';
import type { HostConfig } from './host-config.ts';
import { containerOfMode } from './modes.ts';

/** What dockerd checks while it still decodes the body, hence before all else (moby runconfig/hostconfig_unix.go). */
export function validateModes(config: ContainerConfig, hostConfig: HostConfig): void {
  const problem =
    containerNetworkProblem(config, hostConfig) ??
    utsAndHostNetworkProblem(config, hostConfig) ??
    kernelProblem(hostConfig);
  if (problem !== undefined) throw invalidParameter(problem);
}

function containerNetworkProblem(config: ContainerConfig, hostConfig: HostConfig): string | undefined {
  const { NetworkMode: mode } = hostConfig;
  const other = containerOfMode(mode);
  // A network called `container` is taken for the mode without its colon.
  if (mode !== 'container' && other === undefined) return undefined;
  if (!other) return 'invalid network mode: invalid container format container:<name|id>';
  const conflicts: Array<[present: boolean, sentence: string]> = [
    [config.Hostname !== '', 'hostname and the network mode'],
    [
      !isEmpty(hostConfig.Links),
      "container type network can't be used with links. This would result in undefined behavior",
    ],
    [!isEmpty(hostConfig.Dns), 'dns and the network mode'],
    [!isEmpty(hostConfig.ExtraHosts), 'custom host-to-IP mapping and the network mode'],
    [
      !isEmpty(hostConfig.PortBindings) || hostConfig.PublishAllPorts,
      'port publishing and the container type network mode',
    ],
    [!isEmpty(config.ExposedPorts), 'port exposing and the container type network mode'],
  ];
  return conflicts.filter(([present]) => present).map(([, what]) => `conflicting options: ${what}`)[0];
}

function utsAndHostNetworkProblem(config: ContainerConfig, hostConfig: HostConfig): string | undefined {
  if (hostConfig.UTSMode === 'host' && config.Hostname !== '') {
    return 'conflicting options: hostname and the UTS mode';
  }
  if (hostConfig.NetworkMode === 'host' && !isEmpty(hostConfig.Links)) {
    return "conflicting options: host type networking can't be used with links. This would result in undefined behavior";
  }
  return undefined;
}

function kernelProblem(hostConfig: HostConfig): string | undefined {
  const { Isolation: isolation } = hostConfig;
  if (!['', 'default'].includes(isolation.toLowerCase())) {
    return `invalid isolation (${isolation}): linux only supports 'default'`;
  }
  if (hostConfig.IOMaximumBandwidth !== 0) {
    return 'invalid option: QoS maximum bandwidth configuration is not supported on linux';
  }
  if (hostConfig.IOMaximumIOps !== 0) {
    return 'invalid option: QoS maximum IOPs configuration is not supported on linux';
  }
  const { CpuRealtimePeriod: period, CpuRealtimeRuntime: runtime } = hostConfig;
  if (period !== 0 && runtime !== 0 && runtime > period) {
    return 'cpu real-time runtime cannot be higher than cpu real-time period';
  }
  if (hostConfig.CpuShares < 0) {
    return `invalid CPU shares (${hostConfig.CpuShares}): value must be a positive integer`;
  }
  return undefined;
}

function isEmpty(list: readonly unknown[] | object | null | undefined): boolean {
  return list === null || list === undefined || Object.keys(list).length === 0;
}
