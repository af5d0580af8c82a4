import { goQuote } from '../../support/go-strconv.ts';
import { invalidParameter, systemError } from '../errors.ts';
import type { ContainerConfig } from './config.ts';
import { type EndpointRequest, noEndpointRequest } from './endpoint.ts';
import type { HostConfig } from './host-config.ts';
import { containerOfMode, isUserDefined } from './modes.ts';

/** Requested endpoints by network name or id; null where a client sent null. */
export type RequestedEndpoints = Map<string, EndpointRequest | null>;

/** The driver option of an endpoint that carries its sysctls. */
export const ENDPOINT_SYSCTLS = 'com.docker.network.endpoint.sysctls';

/**
 * What dockerd's handler checks and moves about before the daemon sees the request, as of API 1.48 (moby
 * container_routes.go, postContainersCreate). Gives its warnings, which stand after the daemon's in the answer.
 */
export function prepareRequest(
  config: ContainerConfig,
  hostConfig: HostConfig,
  endpoints: RequestedEndpoints,
): string[] {
  refuseForeignOptions(hostConfig);
  const warnings = [...volumeDriverWarning(hostConfig), ...moveMacAddress(config, hostConfig, endpoints)];
  refuseInterfaceSysctls(hostConfig);
  // Nothing and -1 both mean no limit.
  if (hostConfig.PidsLimit !== null && hostConfig.PidsLimit <= 0) hostConfig.PidsLimit = null;
  return warnings;
}

function refuseForeignOptions({ Mounts: mounts }: HostConfig): void {
  for (const mount of mounts ?? []) {
    const type = mount.Type ?? '';
    for (const [field, owner] of [
      ['VolumeOptions', 'volume'],
      ['BindOptions', 'bind'],
      ['TmpfsOptions', 'tmpfs'],
    ] as const) {
      if (mount[field] && type !== owner) {
        throw invalidParameter(`${field} must not be specified on mount type ${goQuote(type)}`);
      }
    }
  }
}

function volumeDriverWarning({ VolumeDriver: driver, Mounts: mounts }: HostConfig): string[] {
  const ignoring = (mounts ?? []).some(
    ({ Type, VolumeOptions }) => Type === 'volume' && !VolumeOptions?.DriverConfig?.Name,
  );
  if (driver === '' || !ignoring) return [];
  return [
    "WARNING: the container-wide volume-driver configuration is ignored for volumes specified via 'mount'. Use '--mount type=volume,volume-driver=...' instead",
  ];
}

/** Config.MacAddress is deprecated: it becomes that of the endpoint on the container's main network. */
function moveMacAddress(
  config: ContainerConfig,
  { NetworkMode: mode }: HostConfig,
  endpoints: RequestedEndpoints,
): string[] {
  const { MacAddress: macAddress } = config;
  if (!macAddress) return [];
  if (mode === 'bridge' || isUserDefined(mode)) {
    const endpoint = mainEndpoint(mode, endpoints);
    if (endpoint.macAddress !== '' && endpoint.macAddress !== macAddress) {
      throw invalidParameter(
        'the container-wide MAC address must match the endpoint-specific MAC address for the main network, or be left empty',
      );
    }
    endpoints.set(mode, { ...endpoint, macAddress });
  }
  config.MacAddress = '';
  return [
    'The container-wide MacAddress field is now deprecated. It should be specified in EndpointsConfig instead.',
  ];
}

function mainEndpoint(mode: string, endpoints: RequestedEndpoints): EndpointRequest {
  if (endpoints.size === 0) return noEndpointRequest;
  const endpoint = endpoints.get(mode);
  if (endpoint) return endpoint;
  throw invalidParameter(
    'unable to migrate container-wide MAC address to a specific network: HostConfig.NetworkMode must match the identity of a network in NetworkSettings.Networks',
  );
}

/** `net.ipv4.conf.eth0.*` belongs to an endpoint. The error has no kind in moby, hence 500. */
function refuseInterfaceSysctls({ NetworkMode: mode, Sysctls: sysctls }: HostConfig): void {
  if (mode === 'host' || containerOfMode(mode) !== undefined) return;
  for (const name of Object.keys(sysctls ?? {}).sort()) {
    const [space, , , device = '', ...rest] = name.split('.');
    if (space !== 'net' || !device.startsWith('eth') || rest.length === 0) continue;
    throw systemError(
      `interface specific sysctl setting ${goQuote(name)} must be supplied using driver option '${ENDPOINT_SYSCTLS}'`,
    );
  }
}
