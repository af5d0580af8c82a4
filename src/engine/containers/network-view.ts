import { goMap } from '../../support/go-json/encode.ts';
import { shapeJson } from '../../support/go-json/shape.ts';
import type { Container } from './container.ts';
import type { Endpoint } from './endpoint.ts';
import { portMapSchema } from './host-config-schema.ts';

/** The netns directory of a daemon with its default exec root. */
const NETNS = '/var/run/docker/netns';

/** Docker's NetworkSettings of an inspected container. */
export function networkSettingsView(container: Readonly<Container>): object {
  const { sandboxId, endpoints } = container;
  const bridge = endpoints.get('bridge');
  return {
    Bridge: '',
    SandboxID: sandboxId,
    SandboxKey: sandboxKey(container),
    Ports: shapeJson(portMapSchema, container.ports),
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: bridge?.endpointId ?? '',
    Gateway: bridge?.gateway ?? '',
    GlobalIPv6Address: bridge?.ipv6Address ?? '',
    GlobalIPv6PrefixLen: bridge?.ipv6PrefixLength ?? 0,
    IPAddress: bridge?.ipAddress ?? '',
    IPPrefixLen: bridge?.ipPrefixLength ?? 0,
    IPv6Gateway: bridge?.ipv6Gateway ?? '',
    MacAddress: bridge?.macAddress ?? '',
    Networks: networksView(endpoints, endpointView),
  };
}

/** The host's own namespace goes by the name `default`. */
function sandboxKey({ sandboxId, hostConfig }: Readonly<Container>): string {
  if (sandboxId === '') return '';
  return `${NETNS}/${hostConfig.NetworkMode === 'host' ? 'default' : sandboxId.slice(0, 12)}`;
}

/** The endpoints by network name, sorted as Go sorts a map's keys. */
export function networksView(
  endpoints: ReadonlyMap<string, Endpoint>,
  view: (endpoint: Endpoint) => object,
): object {
  const views: Record<string, object> = {};
  for (const [name, endpoint] of endpoints) views[name] = view(endpoint);
  return goMap(views);
}

/** Docker's network.EndpointSettings. */
function endpointView(endpoint: Endpoint): object {
  const { ipamConfig, links, aliases, driverOpts, gwPriority } = endpoint.requested;
  return {
    IPAMConfig: ipamConfig && {
      ...(ipamConfig.ipv4Address !== '' && { IPv4Address: ipamConfig.ipv4Address }),
      ...(ipamConfig.ipv6Address !== '' && { IPv6Address: ipamConfig.ipv6Address }),
      ...(ipamConfig.linkLocalIps?.length && { LinkLocalIPs: ipamConfig.linkLocalIps }),
    },
    Links: links,
    Aliases: aliases,
    MacAddress: endpoint.macAddress,
    DriverOpts: driverOpts,
    GwPriority: gwPriority,
    NetworkID: endpoint.networkId,
    EndpointID: endpoint.endpointId,
    Gateway: endpoint.gateway,
    IPAddress: endpoint.ipAddress,
    IPPrefixLen: endpoint.ipPrefixLength,
    IPv6Gateway: endpoint.ipv6Gateway,
    GlobalIPv6Address: endpoint.ipv6Address,
    GlobalIPv6PrefixLen: endpoint.ipv6PrefixLength,
    DNSNames: endpoint.dnsNames,
  };
}

/** What GET /containers/json shows of an endpoint (moby container/view.go copies these fields only). */
export function endpointSummary(endpoint: Endpoint): object {
  const { ipamConfig, gwPriority } = endpoint.requested;
  return {
    IPAMConfig: ipamConfig && {
      ...(ipamConfig.ipv4Address !== '' && { IPv4Address: ipamConfig.ipv4Address }),
      ...(ipamConfig.ipv6Address !== '' && { IPv6Address: ipamConfig.ipv6Address }),
    },
    Links: null,
    Aliases: null,
    MacAddress: endpoint.macAddress,
    DriverOpts: null,
    GwPriority: gwPriority,
    NetworkID: endpoint.networkId,
    EndpointID: endpoint.endpointId,
    Gateway: endpoint.gateway,
    IPAddress: endpoint.ipAddress,
    IPPrefixLen: endpoint.ipPrefixLength,
    IPv6Gateway: endpoint.ipv6Gateway,
    GlobalIPv6Address: endpoint.ipv6Address,
    GlobalIPv6PrefixLen: endpoint.ipv6PrefixLength,
    DNSNames: null,
  };
}
