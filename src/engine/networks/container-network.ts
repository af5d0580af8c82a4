import type { Container } from '../containers/container.ts';
import type { Engine } from '../engine.ts';
import type { NetworkWorld } from '../world/process/network-world.ts';
import type { NetworkInterface } from '../world/process/system-call.ts';
import { gatewayEndpoints } from './gateway-endpoints.ts';
import { HOST_ADDRESS, HOST_GATEWAY, HOST_INTERFACE } from './host.ts';
import { networkOwner, resolveName } from './resolve-name.ts';

const STANDARD_MTU = 1500;
const MTU_OPTION = 'com.docker.network.driver.mtu';

/** The networks of an engine, as its containers' processes see them. */
export function containerNetwork(engine: Engine): NetworkWorld {
  return {
    resolve: (containerId, name) => {
      const owner = networkOwner(engine, containerId);
      return owner === undefined ? [] : resolveName(engine, owner.id, name);
    },
    interfaces: containerId => {
      const owner = networkOwner(engine, containerId);
      return owner === undefined ? [] : interfacesOf(engine, owner);
    },
    containerAt: (containerId, address) => containerAt(engine, containerId, address),
    sharing: containerId => sharing(engine, containerId),
  };
}

/** Running containers with one network between them: `--network container:X`, or `host`. */
function sharing(engine: Engine, containerId: string): string[] {
  const owner = networkOwner(engine, containerId);
  const isHost = owner?.hostConfig.NetworkMode === 'host';
  const others = [...engine.state.machines.keys()].filter(id => {
    if (id === containerId || owner === undefined) return false;
    const other = networkOwner(engine, id);
    return other === owner || (isHost && other?.hostConfig.NetworkMode === 'host');
  });
  return [containerId, ...others];
}

/** `eth0` and on, in order of connection; of a container in host mode, the host's. */
function interfacesOf(engine: Engine, container: Readonly<Container>): NetworkInterface[] {
  if (container.hostConfig.NetworkMode === 'host') return [hostInterface];
  const { ipv4 } = gatewayEndpoints(engine, container);
  const interfaces: NetworkInterface[] = [];
  for (const endpoint of container.endpoints.values()) {
    if (endpoint.endpointId === '' || endpoint.macAddress === '') continue;
    const { ipAddress, ipPrefixLength, ipv6Address, ipv6PrefixLength } = endpoint;
    interfaces.push({
      name: `eth${interfaces.length}`,
      index: interfaces.length + 2,
      macAddress: endpoint.macAddress,
      mtu: Number(engine.state.networks.get(endpoint.networkId)?.options[MTU_OPTION] ?? STANDARD_MTU),
      up: true,
      addresses: [
        ...(ipAddress === '' ? [] : [`${ipAddress}/${ipPrefixLength}`]),
        ...(ipv6Address === '' ? [] : [`${ipv6Address}/${ipv6PrefixLength}`]),
      ],
      gateway: ipv4?.endpoint.endpointId === endpoint.endpointId ? endpoint.gateway : '',
    });
  }
  return interfaces;
}

const hostInterface: NetworkInterface = {
  name: HOST_INTERFACE,
  index: 2,
  macAddress: '02:50:00:00:00:01',
  mtu: STANDARD_MTU,
  up: true,
  addresses: [`${HOST_ADDRESS}/24`],
  gateway: HOST_GATEWAY,
};

/** Bridges do not reach each other: only a container on a network of one's own answers, or any to the host's. */
function containerAt(engine: Engine, containerId: string, address: string): string | undefined {
  const owner = networkOwner(engine, containerId);
  if (owner === undefined) return undefined;
  const { networks, containers } = engine.state;
  const reachable =
    owner.hostConfig.NetworkMode === 'host'
      ? [...networks.values()]
      : [...owner.endpoints.values()].flatMap(({ networkId }) => networks.get(networkId) ?? []);
  for (const network of reachable) {
    for (const id of network.endpoints.keys()) {
      const endpoint = containers.get(id)?.endpoints.get(network.name);
      if (endpoint?.ipAddress === address || endpoint?.ipv6Address === address) return id;
    }
  }
  return undefined;
}
