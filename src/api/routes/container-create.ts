import type { ContainerConfig } from '../../engine/containers/config.ts';
import { containerConfigSchema } from '../../engine/containers/config-schema.ts';
import { createContainer } from '../../engine/containers/create.ts';
import type { EndpointRequest } from '../../engine/containers/endpoint.ts';
import { networkingConfigSchema } from '../../engine/containers/endpoint-schema.ts';
import type { HostConfig } from '../../engine/containers/host-config.ts';
import { hostConfigSchema } from '../../engine/containers/host-config-schema.ts';
import { invalidParameter } from '../../engine/errors.ts';
import { embed, omit, pointer, struct } from '../../support/go-json/schema.ts';
import type { Handler } from '../call.ts';

const createRequestSchema = struct('container.CreateRequest', {
  Config: embed(pointer(containerConfigSchema)),
  HostConfig: omit(pointer(hostConfigSchema)),
  NetworkingConfig: omit(pointer(networkingConfigSchema)),
});

export interface EndpointSettings {
  IPAMConfig: { IPv4Address: string; IPv6Address: string; LinkLocalIPs: string[] | null } | null;
  Links: string[] | null;
  Aliases: string[] | null;
  MacAddress: string;
  DriverOpts: Record<string, string> | null;
  GwPriority: number;
}

interface CreateRequestBody {
  Config: ContainerConfig | null;
  HostConfig: HostConfig | null;
  NetworkingConfig: { EndpointsConfig: Record<string, EndpointSettings | null> | null } | null;
  /** What a request of an older version is warned of; never sent by a client (api/versions/container-create.ts). */
  Warnings?: string[];
  /** Nothing was said of the host, whatever older versions of the API fill in (api/releases). */
  WithoutHostConfig?: boolean;
}

/** POST /containers/create */
export const createHandler: Handler = async call => {
  const {
    Config,
    HostConfig,
    NetworkingConfig,
    WithoutHostConfig = HostConfig === null,
    Warnings = [],
  } = await call.json<CreateRequestBody>(createRequestSchema, {
    emptyRefused: true,
    root: '',
  });
  if (Config === null) throw invalidParameter('config cannot be empty in order to create a container');
  const endpoints: Record<string, EndpointRequest | null> = {};
  for (const [network, settings] of Object.entries(NetworkingConfig?.EndpointsConfig ?? {})) {
    endpoints[network] = settings && endpointRequest(settings);
  }
  const { id, warnings } = createContainer(call.engine, {
    name: call.query.text('name'),
    platform: call.query.text('platform'),
    config: Config,
    ...(HostConfig !== null && { hostConfig: HostConfig }),
    withoutHostConfig: WithoutHostConfig,
    endpoints,
  });
  return { status: 201, json: { Id: id, Warnings: [...warnings, ...Warnings] } };
};

/** What a client asks of one network, out of all that an EndpointSettings can carry. */
export function endpointRequest(settings: EndpointSettings): EndpointRequest {
  const { IPAMConfig, Links, Aliases, MacAddress, DriverOpts, GwPriority } = settings;
  return {
    ipamConfig: IPAMConfig && {
      ipv4Address: IPAMConfig.IPv4Address,
      ipv6Address: IPAMConfig.IPv6Address,
      linkLocalIps: IPAMConfig.LinkLocalIPs,
    },
    links: Links,
    aliases: Aliases,
    macAddress: MacAddress,
    driverOpts: DriverOpts,
    gwPriority: GwPriority,
  };
}
