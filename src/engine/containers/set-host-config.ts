import { zeroOf } from '../../support/go-json/zero.ts';
import type { Engine } from '../engine.ts';
import { holdVolumes } from '../volumes/hold-volumes.ts';
import { existsOnHost } from '../world/files/container-files.ts';
import { adaptHostConfig } from './defaults.ts';
import type { HostConfig } from './host-config.ts';
import { hostConfigSchema } from './host-config-schema.ts';
import { registerMountPoints } from './mount-points.ts';
import { registerLinks } from './register-links.ts';
import { requestedEndpoints } from './requested-endpoints.ts';
import { validateSecurityOptions } from './security-opt.ts';
import { asBadRequest, startable, verifySettings } from './start.ts';
import { completeLogConfig } from './validate-log-config.ts';

/**
 * Gives a container that is about to start another host configuration, as clients of API 1.23 and older may (moby
 * daemon/start.go, before 23.0). Volumes that the container has of its own stay where nothing else is mounted.
 */
export function setHostConfig(engine: Engine, ref: string, given: Partial<HostConfig>): void {
  const { id } = startable(engine, ref);
  const hostConfig = { ...(zeroOf(hostConfigSchema) as HostConfig), ...given };
  const mounts = asBadRequest(() => {
    validateSecurityOptions(hostConfig.SecurityOpt ?? []);
    hostConfig.LogConfig = completeLogConfig(hostConfig.LogConfig);
    return registerMountPoints(engine, hostConfig, path => existsOnHost(engine, path));
  });
  const container = engine.state.containers.edit(id);
  const { NetworkMode: before } = container.hostConfig;
  const asked = hostConfig.NetworkMode || 'default';
  if (asked === 'default') hostConfig.NetworkMode = 'bridge';
  container.asked = { hostConfig: true, networkMode: asked, restartPolicy: hostConfig.RestartPolicy.Name };
  hostConfig.RestartPolicy = { ...hostConfig.RestartPolicy, Name: hostConfig.RestartPolicy.Name || 'no' };
  container.hostConfig = hostConfig;
  container.mounts = [
    ...container.mounts.filter(({ destination }) => !mounts.has(destination)),
    ...mounts.values(),
  ];
  holdVolumes(engine, container);
  registerLinks(engine, container);
  for (const list of ['Dns', 'DnsOptions', 'DnsSearch'] as const) hostConfig[list] ??= [];
  if (hostConfig.NetworkMode !== before) {
    container.endpoints = requestedEndpoints(engine, container.config, hostConfig, new Map());
  }
  verifySettings(engine, container);
  adaptHostConfig(engine, hostConfig);
  hostConfig.Runtime ||= 'runc';
}
