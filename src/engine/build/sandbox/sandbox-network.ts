import type { Engine } from '../../engine.ts';
import { HOST_ADDRESS, HOST_GATEWAY, HOST_INTERFACE } from '../../networks/host.ts';
import { type NetworkWorld, noNetwork } from '../../world/process/network-world.ts';
import type { NetworkInterface } from '../../world/process/system-call.ts';

/** The networks of containers, and those of sandboxes beside them. */
export function withSandboxes(engine: Engine, containers: NetworkWorld): NetworkWorld {
  const worldOf = (id: string) => {
    const sandbox = engine.state.sandboxes.get(id);
    if (sandbox === undefined) return containers;
    return sandbox.network === 'none' ? noNetwork : outsideWorld(sandbox.network);
  };
  return {
    resolve: (id, name) => worldOf(id).resolve(id, name),
    interfaces: id => worldOf(id).interfaces(id),
    containerAt: (id, address) => worldOf(id).containerAt(id, address),
    sharing: id => worldOf(id).sharing(id),
  };
}

/** dockerd gives a build's commands the bridge, where nobody knows their name. */
const bridgeInterface: NetworkInterface = {
  name: 'eth0',
  index: 2,
  macAddress: '02:42:ac:11:00:fe',
  mtu: 1500,
  up: true,
  addresses: ['172.17.255.254/16'],
  gateway: '172.17.0.1',
};

const hostInterface: NetworkInterface = {
  ...bridgeInterface,
  name: HOST_INTERFACE,
  macAddress: '02:50:00:00:00:01',
  addresses: [`${HOST_ADDRESS}/24`],
  gateway: HOST_GATEWAY,
};

const outsideWorld = (network: 'host' | 'default'): NetworkWorld => ({
  ...noNetwork,
  interfaces: () => [network === 'host' ? hostInterface : bridgeInterface],
});
