import { zeroOf } from '../../support/go-json/zero.ts';
import type { Engine } from '../engine.ts';
import { invalidParameter } from '../errors.ts';
import type { Image } from '../images/image.ts';
import {
  checkImagePlatform,
  formatPlatform,
  HOST_PLATFORM,
  type Platform,
  parsePlatform,
  platformMatches,
  platformOf,
} from '../images/platform.ts';
import { resolveImage } from '../images/resolve-image.ts';
import { holdVolumes } from '../volumes/hold-volumes.ts';
import { populateVolumes } from '../volumes/populate-volumes.ts';
import { existsOnHost } from '../world/files/container-files.ts';
import type { ContainerConfig } from './config.ts';
import { containerConfigSchema } from './config-schema.ts';
import type { Container } from './container.ts';
import { emitContainerEvent } from './container-event.ts';
import { adaptHostConfig, fillProtectedPaths } from './defaults.ts';
import type { EndpointRequest } from './endpoint.ts';
import type { HostConfig } from './host-config.ts';
import { hostConfigSchema } from './host-config-schema.ts';
import { mergeImageConfig } from './merge-image-config.ts';
import { isUserDefined } from './modes.ts';
import { addAnonymousVolumes, registerMountPoints } from './mount-points.ts';
import { newContainer } from './new-container.ts';
import { prepareWorkingDirectory } from './prepare-root.ts';
import { registerLinks } from './register-links.ts';
import { discardContainer } from './remove.ts';
import { requestedEndpoints, validateEndpoints } from './requested-endpoints.ts';
import { refuseStorageOptions, validateSecurityOptions } from './security-opt.ts';
import { validateConfig } from './validate-config.ts';
import { validateHostConfig } from './validate-host-config.ts';
import { completeLogConfig } from './validate-log-config.ts';
import { validateModes } from './validate-modes.ts';
import { validatePlatform } from './validate-platform.ts';
import { prepareRequest, type RequestedEndpoints } from './validate-request.ts';

/** What is left out has Go's zero value. */
export interface CreateRequest {
  /** Empty for a random one. */
  readonly name?: string;
  readonly config: Partial<ContainerConfig>;
  /** `linux/arm64`: refuses an image of another one. Empty for any. */
  readonly platform?: string;
  readonly hostConfig?: Partial<HostConfig>;
  /** The client said nothing of the host, whatever is in `hostConfig`. */
  readonly withoutHostConfig?: boolean;
  /** By network name or id. */
  readonly endpoints?: Readonly<Record<string, EndpointRequest | null>>;
}

export interface CreateResult {
  readonly id: string;
  readonly warnings: string[];
}

/** Creates a container, in the order of moby daemon/create.go: what is wrong first is reported first. */
export function createContainer(engine: Engine, request: CreateRequest): CreateResult {
  const config = { ...(zeroOf(containerConfigSchema) as ContainerConfig), ...request.config };
  const hostConfig = { ...(zeroOf(hostConfigSchema) as HostConfig), ...request.hostConfig };
  const endpoints: RequestedEndpoints = new Map(
    Object.entries(request.endpoints ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const asked = {
    hostConfig: request.withoutHostConfig !== true,
    networkMode: hostConfig.NetworkMode || 'default',
    restartPolicy: hostConfig.RestartPolicy.Name,
  };
  validateModes(config, hostConfig);
  nameDefaultNetwork(hostConfig, endpoints);
  const platform = request.platform ? parsePlatform(request.platform) : undefined;
  const laterWarnings = prepareRequest(config, hostConfig, endpoints);

  const warnings: string[] = [];
  hostConfig.RestartPolicy = { ...hostConfig.RestartPolicy, Name: hostConfig.RestartPolicy.Name || 'no' };
  validateConfig(config);
  validateHostConfig(hostConfig, warnings, path => existsOnHost(engine, path));
  validatePlatform(hostConfig, false, warnings);
  const image = config.Image === '' ? undefined : resolveImage(engine, config.Image);
  if (image !== undefined && platform === undefined) warnings.push(...platformWarning(image));
  validateEndpoints(engine, endpoints);
  adaptHostConfig(engine, hostConfig);
  if (image !== undefined && platform !== undefined) checkImagePlatform(image, config.Image, platform);

  const merged = mergeImageConfig(config, image?.config.config ?? {});
  const command = commandOf(merged);
  hostConfig.LogConfig = completeLogConfig(hostConfig.LogConfig);
  const made = newContainer(engine, request.name ?? '', merged, hostConfig, command, image);
  const container: Container = { ...made, asked };
  register(engine, container);
  try {
    furnish(engine, container, endpoints);
  } catch (error) {
    // dockerd cleans up what it has made of it, and says so: `destroy` without a `create`.
    discardContainer(engine, container, true);
    throw error;
  }
  emitContainerEvent(engine, container, 'create');
  return { id: container.id, warnings: [...warnings, ...laterWarnings] };
}

/** `default` is the word for the platform's default network. */
function nameDefaultNetwork(hostConfig: HostConfig, endpoints: RequestedEndpoints): void {
  if (hostConfig.NetworkMode !== '' && hostConfig.NetworkMode !== 'default') return;
  hostConfig.NetworkMode = 'bridge';
  const endpoint = endpoints.get('default');
  if (endpoint === undefined) return;
  endpoints.delete('default');
  endpoints.set('bridge', endpoint);
}

/** The program and its arguments (moby daemon/create.go, mergeAndVerifyConfig, getEntrypointAndArgs). */
function commandOf(config: ContainerConfig): [path: string, ...args: string[]] {
  if (config.Entrypoint?.length === 1 && config.Entrypoint[0] === '') config.Entrypoint = null;
  const [path, ...args] = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
  if (path === undefined) throw invalidParameter('no command specified');
  return [path, ...args];
}

/** As dockerd names the machine it was asked on (Docker's x86-64-v4); images for older variants run there too. */
const DETECTED_PLATFORM: Platform = { ...HOST_PLATFORM, variant: 'v4' };

function platformWarning(image: Readonly<Image>): string[] {
  const platform = platformOf(image);
  if (platformMatches(platform, HOST_PLATFORM)) return [];
  return [
    `The requested image's platform (${formatPlatform(platform)}) does not match the detected host platform (${formatPlatform(DETECTED_PLATFORM)}) and no specific platform was requested`,
  ];
}

function register(engine: Engine, container: Container): void {
  engine.state.containers.set(container.id, container);
  engine.state.containerIds.add(container.id);
  engine.state.containerNames.set(container.name, { id: container.id });
}

/** What dockerd does with a container that has its id and its name already. */
function furnish(engine: Engine, container: Container, endpoints: RequestedEndpoints): void {
  const { config, hostConfig } = container;
  validateSecurityOptions(hostConfig.SecurityOpt ?? []);
  refuseStorageOptions(hostConfig.StorageOpt);
  const mounts = registerMountPoints(engine, hostConfig, path => existsOnHost(engine, path));
  container.mounts = [...mounts.values()];
  holdVolumes(engine, container);
  registerLinks(engine, container);
  prepareWorkingDirectory(engine, container);
  fillProtectedPaths(hostConfig);
  addAnonymousVolumes(engine, container, mounts);
  container.mounts = [...mounts.values()];
  holdVolumes(engine, container);
  populateVolumes(engine, container);
  container.endpoints = requestedEndpoints(engine, config, hostConfig, endpoints);
  container.macAddress = macAddressOf(container);
}

/** Of the container, for clients of API 1.43 and older: what was asked for on the main network. */
function macAddressOf({ config, hostConfig, endpoints }: Readonly<Container>): string {
  const { NetworkMode: mode } = hostConfig;
  if (config.MacAddress) return config.MacAddress;
  return mode === 'bridge' || isUserDefined(mode) ? (endpoints.get(mode)?.requested.macAddress ?? '') : '';
}
