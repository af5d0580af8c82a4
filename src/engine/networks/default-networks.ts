import type { IpPrefix } from '../../support/ip-address.ts';
import { parsePrefix } from '../../support/ip-address.ts';
import type { Engine } from '../engine.ts';
import { newPool, requestAddress } from './address-pool.ts';
import type { Network } from './network.ts';

/** moby daemon/daemon_unix.go, initBridgeDriver, on a daemon without flags. */
const DEFAULT_BRIDGE_OPTIONS = {
  'com.docker.network.bridge.default_bridge': 'true',
  'com.docker.network.bridge.enable_icc': 'true',
  'com.docker.network.bridge.enable_ip_masquerade': 'true',
  'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
  'com.docker.network.bridge.name': 'docker0',
  'com.docker.network.driver.mtu': '1500',
};

/** The networks every daemon has, made in dockerd's order. No events: dockerd emits none either. */
export function createDefaultNetworks(engine: Engine): void {
  addDefault(engine, 'none', 'null', {});
  addDefault(engine, 'host', 'host', {});
  const bridge = addDefault(engine, 'bridge', 'bridge', DEFAULT_BRIDGE_OPTIONS);
  const pool = newPool(parsePrefix('172.17.0.0/16') as IpPrefix);
  pool.gateway = requestAddress(pool);
  bridge.pools.ipv4.push(pool);
}

function addDefault(engine: Engine, name: string, driver: string, options: Record<string, string>): Network {
  const id = engine.random.hex('ids', 64);
  return engine.state.networks.set(id, {
    id,
    name,
    createdNs: engine.clock.lastNs(),
    driver,
    scope: 'local',
    enableIpv4: true,
    enableIpv6: false,
    internal: false,
    attachable: false,
    ingress: false,
    configOnly: false,
    configFrom: '',
    options,
    labels: {},
    ipam: { driver: 'default', options: null, ipv4: [], ipv6: [] },
    pools: { ipv4: [], ipv6: [] },
    endpoints: new Map(),
  });
}
