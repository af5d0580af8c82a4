import { type Area, CONTAINERS, JUNK, type Luck, query } from './draw.ts';

const COMMANDS = [
  ['sleep', '1000'],
  ['sleep', '1000'],
  ['sleep', '1000'],
  ['sleep', '1000'],
  ['true'],
  ['sh', '-c', 'echo out; echo err >&2; exit 3'],
  ['nosuch'],
  ['/etc/passwd'],
  [],
  'true',
];

export const CONFIG = {
  Labels: [{ app: 'x' }, { app: 'y', b: '' }, {}, null, { '': 'x' }],
  Env: [['A=1'], ['=x'], ['B'], [], ['A=1', 'A=2'], ['PATH=/x:/bin'], null],
  Hostname: ['h', '-bad', 'h.example.org', 'a_b', 'x'.repeat(64), 'UPPER'],
  Domainname: ['example.org', '-x'],
  ExposedPorts: [
    { '80/tcp': {} },
    { '80': {} },
    { 'x/tcp': {} },
    { '53/udp': {}, '80-82/tcp': {} },
    { '80/xxx': {} },
    {},
  ],
  WorkingDir: ['/tmp', 'relative', '/new/dir', '/tmp/../etc/', '/etc/passwd'],
  User: ['nobody', '1:2', 'nosuchuser', 'root:nosuchgroup', '0', '65534'],
  Tty: [true, false, 'yes'],
  OpenStdin: [true],
  StdinOnce: [true],
  AttachStdout: [true],
  Volumes: [{ '/data': {} }, { '/a': {}, '/b': {} }, { relative: {} }],
  Entrypoint: [['sleep'], [], [''], 'sleep', ['sh', '-c']],
  StopSignal: ['SIGINT', 'NOPE', '9', 'int', 'SIGRTMIN+3', '0', '65'],
  StopTimeout: [1, 0, -1, '5'],
  NetworkDisabled: [true],
  MacAddress: ['02:42:ac:11:00:99', 'bad', '02-42-AC-11-00-98', ''],
  Shell: [['/bin/sh', '-c']],
  OnBuild: [['RUN x']],
  Healthcheck: [
    { Test: ['NONE'] },
    { Test: ['CMD', 'true'], Interval: 1_000_000_000_000 },
    { Test: ['CMD-SHELL', 'x'], Interval: 5 },
    { Test: ['WHAT', 'x'], Retries: -1 },
    { Test: [], Timeout: 1_000_000_000 },
    { Test: ['CMD'], StartPeriod: -5 },
    { StartInterval: 10 },
  ],
};

const MOUNTS = [
  [{ Type: 'volume', Source: 'v1', Target: '/m' }],
  [{ Type: 'volume', Target: '/m', ReadOnly: true }],
  [{ Type: 'volume', Source: 'v1', Target: '/m', VolumeOptions: { NoCopy: true, Labels: { l: '1' } } }],
  [{ Type: 'volume', Source: 'v1', Target: '/m', VolumeOptions: { Subpath: 'x' } }],
  [{ Type: 'volume', Source: 'v1', Target: '/m', VolumeOptions: { Subpath: '../x' } }],
  [{ Type: 'volume', Source: 'v9', Target: '/m', VolumeOptions: { DriverConfig: { Name: 'nosuch' } } }],
  [
    {
      Type: 'volume',
      Source: 'v8',
      Target: '/m',
      VolumeOptions: { DriverConfig: { Name: 'local', Options: { x: 'y' } } },
    },
  ],
  [{ Type: 'volume', Source: 'bad name', Target: '/m' }],
  [{ Type: 'volume', Source: 'v1', Target: '/m', BindOptions: {} }],
  [{ Type: 'bind', Source: '/srv', Target: '/m' }],
  [{ Type: 'bind', Source: '/srv', Target: '/m', ReadOnly: true, BindOptions: { Propagation: 'rprivate' } }],
  [{ Type: 'bind', Source: '/srv', Target: '/m', BindOptions: { Propagation: 'nope' } }],
  [{ Type: 'bind', Source: '/srv', Target: '/m', BindOptions: { NonRecursive: true } }],
  [
    {
      Type: 'bind',
      Source: '/srv',
      Target: '/m',
      ReadOnly: true,
      BindOptions: { ReadOnlyNonRecursive: true },
    },
  ],
  [{ Type: 'bind', Source: '/srv', Target: '/m', BindOptions: { ReadOnlyForceRecursive: true } }],
  [{ Type: 'bind', Source: '/nosuch/dir', Target: '/m' }],
  [{ Type: 'bind', Source: 'relative', Target: '/m' }],
  [{ Type: 'bind', Target: '/m' }],
  [{ Type: 'bind', Source: '/srv', Target: 'relative' }],
  [{ Type: 'bind', Source: '/srv', Target: '/' }],
  [{ Type: 'tmpfs', Target: '/m' }],
  [{ Type: 'tmpfs', Target: '/m', TmpfsOptions: { SizeBytes: 1_048_576, Mode: 448 } }],
  [{ Type: 'tmpfs', Source: 'x', Target: '/m' }],
  [{ Type: 'tmpfs', Target: '/m', TmpfsOptions: { Options: [['exec'], ['nope', '1']] } }],
  [{ Type: 'image', Source: 'busybox', Target: '/m' }],
  [{ Type: 'image', Source: 'nosuch', Target: '/m' }],
  [{ Type: 'cluster', Target: '/m' }],
  [{ Type: 'npipe', Source: 'x', Target: '/m' }],
  [{ Type: 'what', Source: '/srv', Target: '/m' }],
  [{ Target: '/m' }],
  [
    { Type: 'volume', Source: 'v1', Target: '/m' },
    { Type: 'volume', Source: 'v2', Target: '/m/' },
  ],
  [null],
];

export const HOST = {
  NetworkMode: [
    'n1',
    'n1',
    'n2',
    'bridge',
    'host',
    'none',
    'nosuch',
    'container:xx',
    'container:nosuch',
    'container:',
    'default',
    '<network:n1>',
  ],
  Binds: [
    ['v1:/v'],
    ['v2:/v:ro'],
    ['/srv:/t'],
    ['/srv:/t:ro,rprivate'],
    ['/srv:/t:rw,ro'],
    ['bad'],
    ['/onlytarget'],
    ['v1:/a', 'v2:/a'],
    ['v1:/a:z'],
    ['v1:/a:nocopy'],
    ['/srv:/t:nocopy'],
    ['/srv:/t:what'],
    ['a:b:c:d'],
    ['v1:relative'],
    ['/srv:/'],
    ['relative/x:/t'],
    ['/srv/made:/t'],
    [''],
  ],
  Mounts: MOUNTS,
  Tmpfs: [{ '/tm': '' }, { '/tm': 'size=1m,mode=700' }, { relative: '' }, { '/tm': 'nope' }],
  PortBindings: [
    { '80/tcp': [{ HostPort: '8085' }] },
    { '80/tcp': [{ HostPort: '' }] },
    { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8086' }] },
    { '80/tcp': [{ HostIp: 'bad', HostPort: '8086' }] },
    { '80/tcp': [{ HostPort: 'x' }] },
    { '80/tcp': [{ HostPort: '99999' }] },
    { '80/tcp': [{ HostPort: '9000-9002' }] },
    { '80/tcp': [] },
    { '80/tcp': null },
    { 'x/tcp': [{ HostPort: '1' }] },
    { '80': [{ HostPort: '8087' }] },
    { '80/what': [{ HostPort: '8087' }] },
    { '/tcp': [{ HostPort: '8087' }] },
  ],
  PublishAllPorts: [true],
  RestartPolicy: [
    { Name: 'no' },
    { Name: 'nope' },
    { Name: 'no', MaximumRetryCount: 2 },
    { Name: 'on-failure', MaximumRetryCount: -1 },
    { Name: 'unless-stopped' },
    { Name: 'always', MaximumRetryCount: -1 },
    { Name: '' },
  ],
  AutoRemove: [true],
  Memory: [67_108_864, 1000, -1, '64m', 6_291_456],
  MemorySwap: [134_217_728, -1, 1000, 0],
  MemoryReservation: [33_554_432, 1000, 134_217_728],
  MemorySwappiness: [0, 60, 101, -1],
  KernelMemory: [1000, 67_108_864],
  OomKillDisable: [true],
  NanoCpus: [500_000_000, -1, 64_000_000_000, 1],
  CpuShares: [512, -5, 1],
  CpuPeriod: [100_000, 5, 2_000_000],
  CpuQuota: [50_000, 5],
  CpusetCpus: ['0', '0-1', 'x', '99'],
  CpusetMems: ['0', 'x', '7'],
  CpuRealtimePeriod: [1000],
  CpuCount: [1],
  CpuPercent: [10],
  BlkioWeight: [5, 500, 1001],
  BlkioDeviceReadBps: [[{ Path: '/nosuch', Rate: 5 }]],
  PidsLimit: [100, 0, -1, -7],
  ShmSize: [1_048_576, -1, 0],
  OomScoreAdj: [500, 2000, -1001],
  CapAdd: [['NET_ADMIN'], ['NOPE'], ['cap_sys_time'], ['ALL'], 'CHOWN', []],
  CapDrop: [['ALL'], ['MKNOD'], ['WHAT'], []],
  Privileged: [true],
  ReadonlyRootfs: [true],
  Init: [true, false],
  Dns: [['8.8.8.8'], ['bad'], []],
  DnsSearch: [['example.org'], ['.']],
  DnsOptions: [['ndots:2']],
  ExtraHosts: [['a:1.2.3.4'], ['bad'], ['a:nope'], ['h:host-gateway'], ['a:::1'], ['a=1.2.3.4']],
  Links: [['xx:db'], ['nosuch:db'], ['xx'], ['a:b:c'], [':x']],
  VolumesFrom: [['xx'], ['nosuch'], ['xx:ro'], ['xx:what'], ['']],
  GroupAdd: [['audio'], ['1000'], ['nosuchgroup']],
  IpcMode: ['private', 'shareable', 'host', 'none', 'container:xx', 'container:nosuch', 'what', 'container:'],
  PidMode: ['host', 'container:xx', 'container:nosuch', 'what'],
  UTSMode: ['host', 'what'],
  UsernsMode: ['host', 'what'],
  CgroupnsMode: ['host', 'private', 'what'],
  CgroupParent: ['/x', 'x.slice'],
  Ulimits: [
    [{ Name: 'nofile', Soft: 100, Hard: 200 }],
    [{ Name: 'nofile', Soft: 300, Hard: 200 }],
    [{ Name: 'what', Soft: 1, Hard: 1 }],
    [{ Name: 'core' }],
  ],
  LogConfig: [
    { Type: 'json-file', Config: { 'max-size': '1m' } },
    { Type: 'json-file', Config: { 'max-file': '0', 'max-size': '1m' } },
    { Type: 'json-file', Config: { 'max-file': '3' } },
    { Type: 'json-file', Config: { nope: '1' } },
    { Type: 'json-file', Config: { 'max-size': 'x' } },
    { Type: 'none' },
    { Type: 'local' },
    { Type: 'nosuch' },
    { Type: 'syslog', Config: { 'syslog-address': 'x' } },
    { Config: { mode: 'non-blocking', 'max-buffer-size': '1m' } },
    { Config: { mode: 'blocking', 'max-buffer-size': '1m' } },
    { Config: { mode: 'what' } },
    { Config: { labels: 'app', tag: '{{.Name}}' } },
  ],
  Sysctls: [
    { 'net.ipv4.ip_forward': '1' },
    { 'net.ipv4.conf.eth0.forwarding': '1' },
    { 'net.ipv4.conf.eth1.forwarding': '1' },
    { 'kernel.nope': '1' },
    { 'kernel.shmmax': '1000000' },
  ],
  SecurityOpt: [
    ['no-new-privileges'],
    ['seccomp=unconfined'],
    ['nope'],
    ['label=disable'],
    ['apparmor=unconfined'],
    ['no-new-privileges=x'],
    ['seccomp=/nosuch'],
    ['systempaths=unconfined'],
    ['what=x'],
  ],
  StorageOpt: [{ size: '1g' }, { size: '120x' }],
  Runtime: ['runc', 'nosuch', 'io.containerd.runc.v2'],
  Isolation: ['default', 'hyperv', 'what', ''],
  Devices: [
    [{ PathOnHost: '/dev/null', PathInContainer: '/dev/n', CgroupPermissions: 'rwm' }],
    [{ PathOnHost: '/dev/null', PathInContainer: '/dev/n', CgroupPermissions: 'x' }],
    [{ PathOnHost: '/nosuch', PathInContainer: '/dev/n', CgroupPermissions: 'r' }],
  ],
  DeviceCgroupRules: [['c 1:3 mr'], ['bad']],
  DeviceRequests: [
    [{ Driver: '', Count: -1, Capabilities: [['gpu']] }],
    [{ Driver: 'nosuch', Count: 1, DeviceIDs: ['0'] }],
  ],
  Annotations: [{ a: 'b' }, { '': 'x' }],
  ConsoleSize: [[10, 20], [1]],
  MaskedPaths: [[], ['/proc/x']],
  ReadonlyPaths: [[]],
  VolumeDriver: ['local', 'nosuch'],
  ContainerIDFile: ['/x'],
};

const ENDPOINT = {
  Aliases: [['web'], ['web', 'web2'], []],
  IPAMConfig: [
    { IPv4Address: '172.30.0.77' },
    { IPv4Address: 'bad' },
    { IPv4Address: '10.9.9.9' },
    { IPv6Address: 'fd00::5' },
    {},
    { LinkLocalIPs: ['169.254.34.68'] },
    { IPv6Address: '1.2.3.4' },
  ],
  MacAddress: ['02:42:ac:11:00:77', 'bad'],
  Links: [['xx:db'], ['nosuch'], ['nosuch:db']],
  DriverOpts: [
    { 'com.docker.network.endpoint.sysctls': 'net.ipv4.conf.IFNAME.forwarding=1' },
    { 'com.docker.network.endpoint.ifname': 'foo0' },
    { x: 'y' },
  ],
  GwPriority: [5, -1],
};

export function endpoint(luck: Luck): object | null {
  return luck.once(10) ? null : luck.some(4, ENDPOINT);
}

function networking(luck: Luck): object {
  const names = luck.pick([
    ['n1'],
    ['n1'],
    ['n1', 'n2'],
    ['bridge'],
    ['nosuch'],
    ['host'],
    ['default'],
    ['n1', 'bridge'],
  ]);
  return { EndpointsConfig: Object.fromEntries(names.map(name => [name, endpoint(luck)])) };
}

/** A container that can mostly be made, or one with anything in it. */
export const create: Area = luck => {
  const { pick, once, some } = luck;
  const path = `/containers/create${query({ ...(once(15) ? {} : { name: pick([...CONTAINERS, ...CONTAINERS, ...CONTAINERS, 'a', 'aa', 'bad name', '/zz']) }), ...some(20, { platform: ['linux/amd64', 'linux/arm64', 'x', 'windows'] }) })}`;
  if (once(20)) return { method: 'POST', path, body: pick(JUNK) };
  const wild = once(2);
  const body: Record<string, unknown> = {
    Image: once(8)
      ? pick(['hello-world', 'nosuch', 'BAD', '', 'mine', '<image:busybox>', '<shortimage:busybox>'])
      : pick(['busybox', 'alpine', 'alpine:3.20']),
    Cmd: pick(COMMANDS),
    ...some(wild ? 14 : 60, CONFIG),
  };
  const host = some(wild ? 28 : 120, HOST);
  if (Object.keys(host).length > 0) body.HostConfig = host;
  if (once(8)) {
    body.NetworkingConfig = networking(luck);
    if (once(2)) body.HostConfig = { ...host, NetworkMode: pick(['n1', 'n2']) };
  }
  return { method: 'POST', path, body };
};

/** A container with one or two options, from its creation to its end. */
export const lifeOfOne: Area = luck => {
  const { pick, once, draw } = luck;
  const fields = { ...CONFIG, ...HOST } as Record<string, readonly unknown[]>;
  const body: Record<string, unknown> = { Image: 'busybox', Cmd: ['sleep', '1000'] };
  const host: Record<string, unknown> = {};
  for (let left = 1 + draw(2); left > 0; left -= 1) {
    const name = pick(Object.keys(fields));
    (name in HOST ? host : body)[name] = pick(fields[name] ?? []);
  }
  if (once(6)) body.NetworkingConfig = networking(luck);
  return [
    { method: 'DELETE', path: '/containers/zz?force=1' },
    { method: 'POST', path: '/containers/create?name=zz', body: { ...body, HostConfig: host } },
    { method: 'POST', path: '/containers/zz/start', settles: 'zz' },
    { method: 'GET', path: '/containers/zz/json' },
    { method: 'GET', path: `/containers/json${query({ all: 1, filters: { name: ['zz'] } })}` },
    ...(once(2) ? [{ method: 'POST', path: '/containers/zz/update', body: updateBody(luck) }] : []),
    ...(once(3) ? [{ method: 'POST', path: '/containers/zz/stop?t=0', settles: 'zz' }] : []),
    { method: 'GET', path: '/containers/zz/json' },
  ];
};

/** A container on one network more, and off it again. */
export const networkOfOne: Area = luck => {
  const { pick, once } = luck;
  const name = pick(['n1', 'n2', 'n3', 'bridge']);
  const Container = pick(CONTAINERS);
  const EndpointConfig = once(2) ? endpoint(luck) : undefined;
  return [
    {
      method: 'POST',
      path: `/networks/${name}/connect`,
      body: { Container, ...(EndpointConfig && { EndpointConfig }) },
    },
    { method: 'GET', path: `/containers/${Container}/json` },
    { method: 'GET', path: `/networks/${name}` },
    ...(once(2)
      ? [
          {
            method: 'POST',
            path: `/containers/${Container}/${pick(['start', 'pause', 'stop?t=0', 'restart?t=0'])}`,
            settles: Container,
          },
        ]
      : []),
    { method: 'POST', path: `/networks/${name}/disconnect`, body: { Container, Force: once(3) } },
    { method: 'GET', path: `/containers/${Container}/json` },
  ];
};

const UPDATE = {
  CpuShares: [512, 1, -1],
  Memory: [67_108_864, 1000, 33_554_432],
  MemorySwap: [134_217_728, -1],
  MemoryReservation: [33_554_432],
  NanoCpus: [500_000_000, 99_000_000_000],
  CpuPeriod: [100_000, 5],
  CpuQuota: [50_000],
  CpusetCpus: ['0', 'x'],
  PidsLimit: [50, -1, 0],
  BlkioWeight: [5],
  KernelMemory: [1000],
  RestartPolicy: [
    { Name: 'no' },
    { Name: 'x' },
    { Name: 'always' },
    { Name: 'no', MaximumRetryCount: 1 },
    { Name: 'unless-stopped' },
  ],
  Devices: [[]],
  Ulimits: [[{ Name: 'nofile', Soft: 1, Hard: 2 }]],
};

/** The body of POST /containers/{id}/update. */
export function updateBody({ pick, once, some }: Luck): unknown {
  return once(6) ? pick(JUNK) : some(6, UPDATE);
}
