import { endpoint } from './create.ts';
import { type Area, containerRef, JUNK, NETWORKS, query } from './draw.ts';

const IPAM = [
  { Config: [{ Subnet: '172.30.0.0/16' }] },
  {
    Config: [
      {
        Subnet: '172.30.0.0/24',
        Gateway: '172.30.0.1',
        IPRange: '172.30.0.64/26',
        AuxiliaryAddresses: { a: '172.30.0.65' },
      },
    ],
  },
  { Config: [{ Subnet: '172.30.5.0/24' }, { Subnet: '172.31.0.0/24' }] },
  { Config: [{ Subnet: '10.9.0.0/29' }] },
  { Config: [{ Subnet: 'bad' }] },
  { Config: [{ Subnet: '172.30.0.5/16' }] },
  { Config: [{ Gateway: '1.2.3.4' }] },
  { Config: [{ Subnet: '172.30.0.0/24', Gateway: '10.0.0.1' }] },
  { Config: [{ Subnet: '172.30.0.0/24', IPRange: '10.0.0.0/24' }] },
  { Config: [{ Subnet: '172.30.0.0/24', AuxiliaryAddresses: { a: '10.0.0.1' } }] },
  { Config: [{ Subnet: '172.30.0.0/24', AuxiliaryAddresses: { a: 'bad' } }] },
  { Config: [{ Subnet: 'fd00::/64' }] },
  { Config: [{ Subnet: '172.17.0.0/16' }] },
  { Config: [] },
  { Config: [{}] },
  { Driver: 'nosuch' },
  { Driver: 'null' },
  { Driver: 'default', Options: { a: 'b' } },
];

export const networkCreate: Area = luck => {
  if (luck.once(15)) return { method: 'POST', path: '/networks/create', body: luck.pick(JUNK) };
  const body = {
    Name: luck.pick(['n1', 'n2', 'n2', 'n3', 'n3', 'bridge', '', 'bad name', '-x', 'default']),
    ...luck.some(7, {
      Labels: [{ a: 'b' }, {}],
      Driver: ['bridge', 'host', 'null', 'nosuch', 'overlay', 'macvlan', 'ipvlan', ''],
      Scope: ['local', 'swarm', 'x'],
      Internal: [true],
      Attachable: [true],
      Ingress: [true],
      EnableIPv6: [true, false],
      EnableIPv4: [true, false],
      ConfigOnly: [true],
      ConfigFrom: [{ Network: 'n1' }, { Network: 'nosuch' }],
      CheckDuplicate: [true],
      Options: [
        { 'com.docker.network.bridge.name': 'br-x' },
        { 'com.docker.network.driver.mtu': '1400' },
        { 'com.docker.network.driver.mtu': 'x' },
        { 'com.docker.network.bridge.enable_icc': 'x' },
        { 'com.docker.network.bridge.gateway_mode_ipv4': 'nope' },
        { 'com.docker.network.bridge.host_binding_ipv4': '127.0.0.1' },
        { nosuch: 'x' },
      ],
    }),
    ...luck.some(3, { IPAM }),
  };
  return { method: 'POST', path: '/networks/create', body };
};

export const networkUse: Area = luck => {
  const { pick, once, draw } = luck;
  const name = once(8) ? '<network:n1>' : pick([...NETWORKS, 'n1', 'n2', 'n1']);
  switch (draw(8)) {
    case 0:
      return {
        method: 'GET',
        path: `/networks/${name}${pick(['', '', '?verbose=1', '?scope=local', '?scope=swarm', '?verbose=x'])}`,
      };
    case 1: {
      const filters = pick<object | string>([
        {},
        { name: [name] },
        { driver: [pick(['bridge', 'host', 'x'])] },
        { type: [pick(['custom', 'builtin', 'x'])] },
        { label: ['a'] },
        { scope: ['local'] },
        { dangling: [pick(['true', 'false', 'x'])] },
        { id: ['<network:n1>'] },
        { nosuch: ['x'] },
        '{',
      ]);
      return { method: 'GET', path: `/networks${query({ filters })}` };
    }
    case 2:
      return { method: 'DELETE', path: `/networks/${name}` };
    case 3:
      return {
        method: 'POST',
        path: `/networks/prune${query({ filters: pick<object>([{}, { label: ['a'] }, { 'label!': ['a'] }, { until: ['x'] }, { nosuch: ['x'] }]) })}`,
      };
    case 4:
    case 5: {
      const body = once(10) ? pick(JUNK) : { Container: containerRef(luck), Force: once(3) };
      return { method: 'POST', path: `/networks/${name}/disconnect`, body };
    }
    default: {
      const EndpointConfig = once(2) ? endpoint(luck) : undefined;
      const body = once(10)
        ? pick(JUNK)
        : { Container: containerRef(luck), ...(EndpointConfig && { EndpointConfig }) };
      return { method: 'POST', path: `/networks/${name}/connect`, body };
    }
  }
};
