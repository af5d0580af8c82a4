import { goMap } from '../../support/go-json/encode.ts';
import { formatRfc3339Nano } from '../../support/go-time.ts';
import { formatPrefix } from '../../support/ip-address.ts';
import type { AddressPool } from './address-pool.ts';
import { gatewayText } from './drivers.ts';
import type { IpamConfig, Network } from './network.ts';

/** Docker's network.Inspect, in its order of fields. A list shows no containers unless it is `detailed`. */
export function networkView(network: Readonly<Network>, { detailed }: { detailed: boolean }) {
  return {
    Name: network.name,
    Id: network.id,
    Created: formatRfc3339Nano(network.createdNs),
    Scope: network.scope,
    Driver: network.driver,
    EnableIPv4: network.enableIpv4,
    EnableIPv6: network.enableIpv6,
    IPAM: ipamView(network),
    Internal: network.internal,
    Attachable: network.attachable,
    Ingress: network.ingress,
    ConfigFrom: { Network: network.configFrom },
    ConfigOnly: network.configOnly,
    Containers: detailed ? containersView(network) : {},
    Options: goMap(network.options),
    Labels: goMap(network.labels),
  };
}

function containersView({ endpoints }: Readonly<Network>) {
  const views = Array.from(endpoints, ([containerId, endpoint]) => [
    containerId,
    {
      Name: endpoint.name,
      EndpointID: endpoint.endpointId,
      MacAddress: endpoint.macAddress,
      IPv4Address: endpoint.ipv4,
      IPv6Address: endpoint.ipv6,
    },
  ]);
  return goMap(Object.fromEntries(views));
}

/** What was configured of either family, then the subnets that Docker chose (moby, buildIPAMResources). */
function ipamView({ ipam, pools }: Readonly<Network>) {
  const config = [
    ...[...ipam.ipv4, ...ipam.ipv6].map(configuredView),
    ...(ipam.ipv4.length === 0 ? pools.ipv4.map(allocatedView) : []),
    ...(ipam.ipv6.length === 0 ? pools.ipv6.map(allocatedView) : []),
  ];
  return {
    Driver: ipam.driver,
    Options: ipam.options && goMap(ipam.options),
    Config: config.length === 0 ? null : config,
  };
}

function configuredView({ subnet, ipRange, gateway, auxAddresses }: IpamConfig) {
  const hasAux = auxAddresses !== null && Object.keys(auxAddresses).length > 0;
  return {
    Subnet: subnet,
    ...(ipRange !== '' && { IPRange: ipRange }),
    ...(gateway !== '' && { Gateway: gateway }),
    ...(hasAux && { AuxiliaryAddresses: goMap(auxAddresses) }),
  };
}

function allocatedView(pool: AddressPool) {
  const gateway = gatewayText(pool);
  return { Subnet: formatPrefix(pool.subnet), ...(gateway !== '' && { Gateway: gateway }) };
}
