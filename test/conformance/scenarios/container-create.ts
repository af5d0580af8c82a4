import type { Scenarios } from '../scenario.ts';

const FULL = {
  Hostname: 'web',
  Domainname: 'example.org',
  User: 'nobody',
  AttachStdout: true,
  AttachStderr: true,
  ExposedPorts: { '80/tcp': {}, '53/udp': {} },
  Tty: false,
  OpenStdin: true,
  StdinOnce: true,
  Env: ['A=1', 'B=', 'PATH=/bin'],
  Cmd: ['-c', 'sleep 100'],
  Entrypoint: ['/bin/sh'],
  Image: 'busybox:latest',
  WorkingDir: '/tmp',
  Labels: { 'com.example.a': '1', b: '' },
  StopSignal: 'SIGINT',
  StopTimeout: 3,
  Healthcheck: { Test: ['CMD-SHELL', 'true'], Interval: 30_000_000_000, Timeout: 1_000_000_000, Retries: 2 },
  Volumes: { '/data': {} },
  HostConfig: {
    Binds: ['/tmp/dockless-conformance:/host:ro', 'named:/named'],
    NetworkMode: 'bridge',
    PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '18080' }] },
    RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
    CapAdd: ['NET_ADMIN', 'sys_time'],
    CapDrop: ['ALL'],
    Dns: ['1.1.1.1'],
    DnsOptions: ['ndots:2'],
    DnsSearch: ['example.org'],
    ExtraHosts: ['db:10.0.0.9'],
    GroupAdd: ['10'],
    OomScoreAdj: 100,
    ReadonlyRootfs: false,
    SecurityOpt: ['no-new-privileges'],
    Tmpfs: { '/run': 'size=1m' },
    ShmSize: 1_048_576,
    Sysctls: { 'net.core.somaxconn': '64' },
    Memory: 67_108_864,
    MemoryReservation: 33_554_432,
    MemorySwap: 134_217_728,
    CpuShares: 512,
    NanoCpus: 500_000_000,
    PidsLimit: 50,
    Ulimits: [{ Name: 'nofile', Soft: 100, Hard: 200 }],
    LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
    Init: true,
    AutoRemove: false,
    Mounts: [
      { Type: 'volume', Target: '/anon' },
      { Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 4096 } },
    ],
  },
  NetworkingConfig: { EndpointsConfig: { bridge: {} } },
};

export const containerCreate: Scenarios = {
  'create-minimal': async docker => {
    const id = await docker.create();
    await docker.get(`/containers/${id}/json`);
    await docker.get(`/containers/${id.slice(0, 12)}/json?size=1`);
    await docker.get('/containers/json');
    await docker.get('/containers/json?all=1');
    await docker.delete(`/containers/${id}`);
    await docker.get(`/containers/${id}/json`);
  },
  'create-full': async docker => {
    const answer = await docker.post('/containers/create?name=full', FULL);
    await docker.get(`/containers/${answer.json.Id}/json`);
    await docker.get('/containers/json?all=1');
    await docker.delete('/containers/full?v=1');
  },
  'create-names': async docker => {
    await docker.create({}, 'first');
    await docker.post('/containers/create?name=first', { Image: 'busybox' });
    await docker.post('/containers/create?name=/second', { Image: 'busybox' });
    for (const name of ['a', '-x', 'a b', 'x/y', '_x', 'x'.repeat(300)]) {
      await docker.post(`/containers/create?name=${encodeURIComponent(name)}`, { Image: 'busybox' });
    }
    await docker.get('/containers//second/json');
    await docker.get('/containers/second/json');
    await docker.get('/containers/sec/json');
  },
  'create-image-errors': async docker => {
    for (const Image of [
      'nosuch',
      'nosuch:tag',
      'example.org/a/b:c',
      'UPPER',
      'a:b:c',
      '',
      'sha256:abc',
      'busybox:nosuch',
    ]) {
      await docker.post('/containers/create', { Image });
    }
    await docker.post('/containers/create', { Image: `sha256:${'0'.repeat(64)}` });
    await docker.post('/containers/create', { Image: `busybox@sha256:${'0'.repeat(64)}` });
  },
  'create-body-errors': async docker => {
    for (const body of [
      '',
      '{',
      '{}',
      'null',
      '[]',
      '"x"',
      '{"Image":1}',
      '{"Image":"busybox"} x',
      '{"Image":"busybox",}',
    ]) {
      await docker.post('/containers/create', body);
    }
    await docker.post(
      '/containers/create',
      '{"image":"busybox","CMD":["a"],"Unknown":1,"Env":null,"Tty":null}',
    );
    await docker.post('/containers/create', '{"Image":"busybox","Cmd":"a string"}');
    await docker.post('/containers/create', '{"Image":"busybox","Cmd":{}}');
    await docker.post('/containers/create', '{"Image":"busybox","HostConfig":{"Memory":"1"}}');
    await docker.post('/containers/create', '{"Image":"busybox","HostConfig":{"Memory":1.5}}');
    await docker.post('/containers/create', '{"Image":"busybox","ExposedPorts":{"x":{}}}');
    const plain = { headers: [['Content-Type', 'text/plain'] as const] };
    await docker.post('/containers/create', '{"Image":"busybox"}', plain);
    await docker.post('/containers/create', undefined);
    const charset = { headers: [['Content-Type', 'application/json; charset=utf-8'] as const] };
    await docker.post('/containers/create', '{"Image":"busybox"}', charset);
    await docker.post('/containers/create', '{"Image":"busybox"}', {
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    });
  },
  'create-config-errors': async docker => {
    const create = (config: object) => docker.post('/containers/create', { Image: 'busybox', ...config });
    await create({ Hostname: '-bad' });
    await create({ Hostname: 'x'.repeat(70) });
    await create({ Env: ['=x'] });
    await create({ Env: ['NOVALUE', ''] });
    await create({ WorkingDir: 'relative' });
    await create({ StopSignal: 'SIGNOPE' });
    await create({ StopTimeout: -5 });
    await create({ User: 'nosuchuser' });
    await create({ Cmd: [] });
    await create({ Volumes: { relative: {} } });
    await create({ Volumes: { '/': {} } });
    await create({ ExposedPorts: { '80': {}, '81-83/tcp': {} } });
    await create({ ExposedPorts: { '99999/tcp': {} } });
    await create({ Healthcheck: { Test: ['BAD', 'x'] } });
    await create({ Healthcheck: { Test: ['CMD', 'x'], Interval: 1 } });
    await create({ Healthcheck: { Test: ['CMD', 'x'], Retries: -1 } });
    await create({ MacAddress: 'zz' });
    await create({ Labels: { '': 'x' } });
  },
  'create-host-config-errors': async docker => {
    const create = (HostConfig: object) =>
      docker.post('/containers/create', { Image: 'busybox', HostConfig });
    await create({ RestartPolicy: { Name: 'sometimes' } });
    await create({ RestartPolicy: { Name: 'always', MaximumRetryCount: 2 } });
    await create({ RestartPolicy: { Name: 'on-failure', MaximumRetryCount: -1 } });
    await create({ RestartPolicy: { Name: 'always' }, AutoRemove: true });
    await create({ Memory: 1000 });
    await create({ Memory: 10_000_000, MemorySwap: 5_000_000 });
    await create({ MemorySwap: 10_000_000 });
    await create({ Memory: 10_000_000, MemoryReservation: 20_000_000 });
    await create({ NanoCpus: -1 });
    await create({ NanoCpus: 1_000_000_000, CpuPeriod: 1000 });
    await create({ CpuPeriod: 10 });
    await create({ CpuQuota: 10 });
    await create({ CpusetCpus: 'a' });
    await create({ CpusetMems: '99' });
    await create({ PidsLimit: -5 });
    await create({ BlkioWeight: 5 });
    await create({ OomScoreAdj: 2000 });
    await create({ ShmSize: -1 });
    await create({ LogConfig: { Type: 'nosuch' } });
    await create({ LogConfig: { Type: 'json-file', Config: { bad: '1' } } });
    await create({ LogConfig: { Type: 'json-file', Config: { 'max-size': 'x' } } });
    await create({ Runtime: 'nosuch' });
    await create({ IpcMode: 'bad' });
    await create({ PidMode: 'bad' });
    await create({ UTSMode: 'bad' });
    await create({ UsernsMode: 'bad' });
    await create({ CgroupnsMode: 'bad' });
    await create({ PidMode: 'container:nosuch' });
    await create({ Isolation: 'hyperv' });
    await create({ CapAdd: ['NOPE'] });
    await create({ SecurityOpt: ['bad'] });
    await create({ Dns: ['bad'] });
    await create({ ExtraHosts: ['bad'] });
    await create({ ExtraHosts: ['a:b'] });
    await create({ Sysctls: { 'kernel.shmmax': '1' }, IpcMode: 'host' });
    await create({ Ulimits: [{ Name: 'nosuch', Soft: 1, Hard: 1 }] });
    await create({ Ulimits: [{ Name: 'nofile', Soft: 2, Hard: 1 }] });
    await create({ Links: ['nosuch:alias'] });
    await create({ VolumesFrom: ['nosuch'] });
    await create({
      Devices: [{ PathOnHost: '/dev/nosuch', PathInContainer: '/dev/x', CgroupPermissions: 'rwm' }],
    });
    await create({ ConsoleSize: [1] });
  },
  'create-mount-errors': async docker => {
    const binds = (...Binds: string[]) =>
      docker.post('/containers/create', { Image: 'busybox', HostConfig: { Binds } });
    await binds('bad');
    await binds('/a:relative');
    await binds('relative:/x');
    await binds('../x:/x');
    await binds('/a:/b:nope');
    await binds('/a:/b:ro,rw');
    await binds('/a:/');
    await binds('/tmp:/x', '/var:/x');
    await binds('a/b:/x');
    await binds('x:/y:z:w');
    const mount = (...Mounts: object[]) =>
      docker.post('/containers/create', { Image: 'busybox', HostConfig: { Mounts } });
    await mount({ Type: 'bind', Target: '/x' });
    await mount({ Type: 'bind', Source: '/no/such/path', Target: '/x' });
    await mount({ Type: 'bind', Source: 'relative', Target: '/x' });
    await mount({ Type: 'nope', Source: '/tmp', Target: '/x' });
    await mount({ Type: 'volume', Source: 'v' });
    await mount({ Type: 'volume', Source: 'v', Target: 'relative' });
    await mount({ Type: 'volume', Source: '/abs', Target: '/x' });
    await mount({ Type: 'tmpfs', Source: 'a', Target: '/x' });
    await mount({ Type: 'tmpfs', Target: '/x', BindOptions: {} });
    await mount({ Type: 'volume', Source: 'v', Target: '/x' }, { Type: 'tmpfs', Target: '/x' });
    await mount({ Type: 'npipe', Source: 'a', Target: '/x' });
    await docker.post('/containers/create', { Image: 'busybox', HostConfig: { Tmpfs: { relative: '' } } });
    await docker.post('/containers/create', { Image: 'busybox', HostConfig: { Tmpfs: { '/x': 'bad=1' } } });
  },
  'create-network-modes': async docker => {
    for (const NetworkMode of [
      'none',
      'host',
      'default',
      'bridge',
      'nosuch',
      'container:nosuch',
      'container:',
    ]) {
      const { status, json } = await docker.post('/containers/create', {
        Image: 'busybox',
        HostConfig: { NetworkMode },
      });
      if (status !== 201) continue;
      await docker.get(`/containers/${json.Id}/json`);
      await docker.post(`/containers/${json.Id}/start`);
    }
    const first = await docker.create({}, 'first');
    const joined = { HostConfig: { NetworkMode: 'container:first' } };
    const id = await docker.create(joined);
    await docker.get(`/containers/${id}/json`);
    await docker.post('/containers/create', { Image: 'busybox', ...joined, Hostname: 'x' });
    await docker.post('/containers/create', { Image: 'busybox', ExposedPorts: { '1/tcp': {} }, ...joined });
    await docker.post(`/containers/${id}/start`);
    await docker.delete(`/containers/${first}`);
    await docker.post('/containers/create', {
      Image: 'busybox',
      HostConfig: { NetworkMode: 'host', PortBindings: { '80/tcp': [{ HostPort: '80' }] } },
      ExposedPorts: { '80/tcp': {} },
    });
  },
  'create-endpoint-errors': async docker => {
    const create = (EndpointsConfig: object, HostConfig: object = {}) =>
      docker.post('/containers/create', {
        Image: 'busybox',
        HostConfig,
        NetworkingConfig: { EndpointsConfig },
      });
    await create({ bridge: { IPAMConfig: { IPv4Address: '172.17.0.99' } } });
    await create({ bridge: { Aliases: ['a'] } });
    await create({ nosuch: {} });
    await create({ bridge: {}, host: {} });
    await create({ bridge: { IPAMConfig: { IPv4Address: 'bad' } } });
    await create({ bridge: { MacAddress: 'bad' } });
    await create({ bridge: { MacAddress: '02:42:ac:11:00:63' } });
  },
  'create-versions': async docker => {
    for (const version of [
      '/v1.24',
      '/v1.30',
      '/v1.40',
      '/v1.41',
      '/v1.42',
      '/v1.43',
      '/v1.44',
      '/v1.47',
      '',
    ]) {
      const answer = await docker.post(
        '/containers/create',
        { Image: 'busybox', Cmd: ['true'] },
        { version },
      );
      await docker.get(`/containers/${answer.json.Id}/json`, { version });
      await docker.get('/containers/json?all=1', { version });
      await docker.delete(`/containers/${answer.json.Id}`, { version });
    }
  },
  'create-ports': async docker => {
    const create = (ports: object, exposed: object = {}) =>
      docker.post('/containers/create', {
        Image: 'busybox',
        ExposedPorts: exposed,
        HostConfig: { PortBindings: ports },
      });
    await create({ '80/tcp': [{ HostPort: 'x' }] });
    await create({ '80/tcp': [{ HostIp: 'bad', HostPort: '1' }] });
    await create({ '80/nope': [{ HostPort: '1' }] });
    await create({ 'x/tcp': [{ HostPort: '1' }] });
    await create({ '80': [{ HostPort: '18001' }] });
    const { json } = await create({
      '80/tcp': [{ HostPort: '18002' }, { HostIp: '127.0.0.1', HostPort: '18003' }],
    });
    await docker.get(`/containers/${json.Id}/json`);
  },
};
