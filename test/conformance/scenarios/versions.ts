import { AS_TAR, tarOf } from '../archives.ts';
import type { Docker } from '../client.ts';
import type { Scenarios } from '../scenario.ts';

const DEFINITIONS = encodeURIComponent('{"Kind":"x"}');

/** Each version that the daemon speaks, oldest first: `/v1.24`. */
async function versionsOf(docker: Docker): Promise<string[]> {
  const { MinAPIVersion, ApiVersion } = (await docker.get('/version', { version: '' })).json;
  const minor = (version: string) => Number(version.split('.')[1]);
  const first = minor(MinAPIVersion);
  return Array.from({ length: minor(ApiVersion) - first + 1 }, (_, index) => `/v1.${first + index}`);
}

async function forEachVersion(docker: Docker, ask: (version: string) => Promise<void>): Promise<void> {
  for (const version of await versionsOf(docker)) await ask(version);
}

const WEB = {
  Cmd: ['sh', '-c', 'echo out; echo err >&2; sleep 1000'],
  Hostname: 'web',
  Labels: { tier: 'front' },
  Env: ['A=1'],
  ExposedPorts: { '80/tcp': {}, '53/udp': {} },
  StopSignal: 'SIGINT',
  HostConfig: {
    Binds: ['data:/data:ro', '/srv:/host'],
    PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '18080' }] },
    Memory: 67_108_864,
    RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 },
    LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
    Ulimits: [{ Name: 'nofile', Soft: 100, Hard: 200 }],
  },
  NetworkingConfig: { EndpointsConfig: { front: { Aliases: ['www'] } } },
};

async function world(docker: Docker): Promise<void> {
  const { MinAPIVersion } = (await docker.get('/version', { version: '' })).json;
  await docker.post('/volumes/create', { Name: 'data', Labels: { keep: 'yes' } });
  await docker.post('/networks/create', {
    Name: 'front',
    Labels: { side: 'front' },
    Options: { 'com.docker.network.bridge.name': 'br-front' },
    IPAM: { Driver: 'default', Config: [{ Subnet: '10.77.0.0/24', Gateway: '10.77.0.1' }] },
    ...(MinAPIVersion === '1.24' ? { EnableIPv4: true } : {}),
  });
  await docker.run({ ...WEB, HostConfig: { ...WEB.HostConfig, NetworkMode: 'front' } }, 'web');
  await docker.run({ Cmd: ['sh', '-c', 'exit 3'] }, 'failed');
  await docker.post('/containers/failed/wait');
  await docker.create({ Cmd: ['true'] }, 'made');
  const exec = await docker.post('/containers/web/exec', {
    Cmd: ['cat', '/etc/hostname'],
    AttachStdout: true,
  });
  await (await docker.stream('POST', `/exec/${exec.json.Id}/start`, { Detach: false })).ended();
}

export const versions: Scenarios = {
  'versions-containers': async docker => {
    await world(docker);
    const exec = await docker.post('/containers/web/exec', { Cmd: ['sleep', '1000'], Env: ['B=2'] });
    await forEachVersion(docker, async version => {
      const get = (path: string) => docker.get(path, { version });
      await get('/containers/json?all=1&size=1');
      await get(`/containers/json?filters=${encodeURIComponent('{"publish":["80"],"health":["none"]}')}`);
      await get('/containers/web/json');
      await get('/containers/failed/json?size=1');
      await get(`/exec/${exec.json.Id}/json`);
      await get('/containers/web/changes');
    });
  },
  'versions-images': async docker => {
    await docker.post('/images/busybox/tag?repo=local/tagged&tag=1');
    const made = await docker.create({ Cmd: ['true'], Labels: { from: 'here' } }, 'made');
    await docker.post(`/commit?container=${made}&repo=committed&tag=1&author=me&comment=made`, {
      Env: ['C=3'],
    });
    await forEachVersion(docker, async version => {
      const get = (path: string) => docker.get(path, { version });
      await get('/images/json');
      await get('/images/json?shared-size=1&digests=1&manifests=1');
      await get(`/images/json?filters=${encodeURIComponent('{"until":["2000-01-01T00:00:00Z"]}')}`);
      await get('/images/json?filter=busybox');
      await get('/images/busybox/json');
      await get('/images/committed:1/json?manifests=1');
      await get('/images/committed:1/history');
      await get(`/images/committed:1/history?platform=${DEFINITIONS}`);
    });
  },
  'versions-networks': async docker => {
    await world(docker);
    await forEachVersion(docker, async version => {
      const get = (path: string) => docker.get(path, { version });
      await get('/networks');
      await get(`/networks?filters=${encodeURIComponent('{"label":["side"],"dangling":["false"]}')}`);
      await get('/networks/front');
      await get('/networks/front?verbose=true');
      await get('/volumes');
      await get('/volumes/data');
    });
  },
  'versions-system': async docker => {
    await world(docker);
    await forEachVersion(docker, async version => {
      const get = (path: string) => docker.get(path, { version });
      await get('/version');
      await get('/info');
      await get('/_ping');
      await docker.head('/_ping', { version });
      await get('/system/df');
      await get('/system/df?type=volume&type=image');
    });
  },
  'versions-creates': async docker => {
    await docker.post('/volumes/create', { Name: 'data' });
    await forEachVersion(docker, async version => {
      const create = async (config: object, query = '?name=box') => {
        const created = await docker.post(
          `/containers/create${query}`,
          { Image: 'busybox', ...config },
          { version },
        );
        if (created.status !== 201) return;
        await docker.get(`/containers/${created.json.Id}/json`, { version });
        await docker.delete(`/containers/${created.json.Id}?force=1&v=1`, { version });
      };
      await create({
        Cmd: ['true'],
        StopTimeout: 7,
        Healthcheck: { Test: ['CMD', 'true'], Interval: 1e9, StartPeriod: 2e9, StartInterval: 3e9 },
        HostConfig: {
          AutoRemove: false,
          Init: true,
          NanoCpus: 5e8,
          DeviceCgroupRules: ['c 1:* rmw'],
          IpcMode: 'private',
          Mounts: [
            { Type: 'volume', Source: 'data', Target: '/v', Consistency: 'cached' },
            { Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 4096, Options: [['noexec']] } },
          ],
          Annotations: { one: '1' },
          PidsLimit: 10,
          Capabilities: ['CHOWN'],
          CgroupnsMode: 'private',
        },
      });
      await create({ HostConfig: { KernelMemory: 67_108_864, KernelMemoryTCP: 67_108_864 } });
      await create({
        HostConfig: {
          Binds: ['/made/by/bind:/b'],
          Mounts: [
            {
              Type: 'bind',
              Source: '/srv',
              Target: '/s',
              BindOptions: { NonRecursive: true, CreateMountpoint: true, ReadOnlyNonRecursive: true },
            },
          ],
        },
      });
      await create({
        HostConfig: {
          LogConfig: { Type: 'fluentd', Config: { 'fluentd-async': 'true', 'fluentd-request-ack': 'true' } },
        },
      });
      await create({
        NetworkingConfig: {
          EndpointsConfig: {
            bridge: {
              MacAddress: '02:42:ac:11:00:99',
              DriverOpts: { 'com.docker.network.endpoint.sysctls': 'net.ipv4.conf.IFNAME.log_martians=1' },
              GwPriority: 3,
            },
          },
        },
      });
      await create({
        MacAddress: '02:42:ac:11:00:98',
        HostConfig: { Sysctls: { 'net.ipv4.conf.eth0.log_martians': '1' } },
      });
      await create({}, '?name=box&platform=linux/amd64');
      await create({}, '?name=box&platform=nonsense/x/y/z');
      await create({
        HostConfig: {
          Mounts: [{ Type: 'image', Source: 'busybox', Target: '/i', ImageOptions: { Subpath: 'bin' } }],
        },
      });
      await create({
        HostConfig: { ConsoleSize: [20, 30], DeviceRequests: [{ Count: 1, Capabilities: [['gpu']] }] },
      });
    });
  },
  'versions-actions': async docker => {
    await forEachVersion(docker, async version => {
      const post = (path: string, body?: object) => docker.post(path, body, { version });
      const id = await docker.run({ Cmd: ['sleep', '1000'] }, 'box');
      const exec = await post(`/containers/${id}/exec`, {
        Cmd: ['sh', '-c', 'pwd; echo $D'],
        WorkingDir: '/tmp',
        Env: ['D=4'],
        ConsoleSize: [20, 30],
        AttachStdout: true,
      });
      if (exec.status === 201) {
        const started = await docker.stream(
          'POST',
          `/exec/${exec.json.Id}/start`,
          { Detach: false },
          { version },
        );
        await started.ended();
        await docker.get(`/exec/${exec.json.Id}/json`, { version });
      }
      await post(`/containers/${id}/update`, { Memory: 67_108_864, NanoCpus: 5e8, PidsLimit: 0 });
      await post(`/containers/${id}/update`, { RestartPolicy: { Name: 'nosuch' } });
      await docker.get(`/containers/${id}/logs?stdout=1&until=1`, { version });
      await docker.get(`/containers/${id}/top`, { version });
      // 20.10 goes on from the pool that it drew last, whoever had it: its networks are given theirs.
      const IPAM = { Driver: 'default', Config: [{ Subnet: '10.88.0.0/24', Gateway: '10.88.0.1' }] };
      const network = await post('/networks/create', {
        Name: `net${version.slice(1)}`,
        CheckDuplicate: true,
        EnableIPv4: true,
        IPAM,
      });
      await post('/networks/create', { Name: `net${version.slice(1)}`, CheckDuplicate: true });
      if (network.status === 201) {
        await post(`/networks/${network.json.Id}/connect`, {
          Container: id,
          EndpointConfig: { Aliases: ['a'], GwPriority: 5 },
        });
        await docker.get(`/containers/${id}/json`, { version });
        await post(`/networks/${network.json.Id}/disconnect`, { Container: id, Force: true });
        await docker.delete(`/networks/${network.json.Id}`, { version });
      }
      await post(`/containers/${id}/stop?signal=SIGKILL&t=0`);
      await post(`/containers/${id}/wait?condition=not-running`);
      await post(`/containers/${id}/wait?condition=nonsense`);
      await post(`/containers/prune?filters=${encodeURIComponent('{"label!":["keep"]}')}`);
      await post(`/volumes/prune?filters=${encodeURIComponent('{"all":["true"]}')}`);
      await post(`/volumes/create`, { Name: `vol${version.slice(1)}`, Labels: { v: version } });
      await docker.delete(`/volumes/vol${version.slice(1)}?force=1`, { version });
      await docker.delete('/containers/nosuch', { version });
      await post('/images/busybox/tag?repo=again&tag=1&force=1');
      await docker.delete('/images/again:1', { version });
    });
  },
  'start-with-host-config': async docker => {
    await docker.run({ Cmd: ['sleep', '1000'] }, 'db');
    for (const version of ['/v1.12', '/v1.23', '/v1.24']) {
      const start = async (hostConfig: unknown, config: object = {}, options: object = {}) => {
        const id = await docker.create({ Cmd: ['sleep', '1000'], ...config });
        await docker.post(`/containers/${id}/start`, hostConfig, { version, ...options });
        await docker.get(`/containers/${id}/json`);
        await docker.post(`/containers/${id}/start`, { Memory: 100_000_000 }, { version });
        await docker.delete(`/containers/${id}?force=1&v=1`);
      };
      await start(
        {
          Binds: ['data:/data', '/srv:/host:ro'],
          PortBindings: { '80/tcp': [{ HostPort: '18081' }] },
          Memory: 67_108_864,
          RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 },
          Dns: ['1.1.1.1'],
        },
        { ExposedPorts: { '80/tcp': {} }, Volumes: { '/data': {}, '/own': {} } },
      );
      await start({ NetworkMode: 'host' });
      await start({ NetworkMode: 'none', ReadonlyRootfs: true });
      await start({ Links: ['db:database'], VolumesFrom: ['db'] });
      await start({});
      await start('null');
      await start('{"Binds":1}');
      await start('not json at all');
      await start({ Binds: ['relative:x'] });
      await start({ Memory: 1 });
      await start({ LogConfig: { Type: 'nosuch' } });
      await start({ Memory: 67_108_864 }, {}, { headers: [['Content-Type', 'text/plain']] });
    }
    await docker.post('/containers/nosuch/start', { Memory: 67_108_864 }, { version: '/v1.23' });
  },
  'versions-rest': async docker => {
    const file = await tarOf({ name: 'put', content: 'x', uid: 1000, gid: 1000 });
    const platform = encodeURIComponent('{"os":"plan9","architecture":"amd64"}');
    await forEachVersion(docker, async version => {
      const ask = (method: string, path: string, body?: unknown) =>
        docker.ask(method, path, body, { version });
      const context = await tarOf({
        name: 'Dockerfile',
        content: `FROM busybox\nLABEL version=${version.slice(1)}\n`,
      });
      const built = `/build?t=built:${version.slice(2)}&networkmode=none&extrahosts=a:1.2.3.4&cachefrom=%5B%22nosuch%22%5D&dockerfile=Dockerfile`;
      await docker.post(built, context, { ...AS_TAR, version });
      await ask('POST', `/images/prune?filters=${encodeURIComponent('{"dangling":["true"]}')}`);
      await ask('GET', `/images/json?filters=${encodeURIComponent('{"reference":["busy*"]}')}`);
      await docker.put('/containers/nosuch/archive?path=/', file, { ...AS_TAR, version });
      const id = await docker.create({ Cmd: ['true'], User: 'nobody' }, 'box');
      await docker.put('/containers/box/archive?path=/tmp&copyUIDGID=1', file, { ...AS_TAR, version });
      await ask('GET', '/containers/box/archive?path=/tmp/put');
      await ask('DELETE', `/containers/${id}`);
      await ask('POST', '/containers/create?name=box', {
        ...{ Image: 'busybox', Cmd: ['true'], ExposedPorts: { '9/sctp': {} } },
        HostConfig: {
          LogConfig: { Type: 'json-file', Config: { mode: 'blocking', 'max-buffer-size': '1m' } },
          PortBindings: { '9/sctp': [{ HostPort: '9999' }] },
        },
      });
      await ask('GET', `/containers/json?all=1&filters=${encodeURIComponent('{"status":["removing"]}')}`);
      await ask('GET', `/containers/json?all=1&filters=${encodeURIComponent('{"status":["nosuch"]}')}`);
      await ask('POST', '/containers/prune');
      await ask('POST', '/networks/create', {
        Name: 'gone',
        Options: { a: 'b' },
        IPAM: { Driver: 'default', Config: [{ Subnet: '10.89.0.0/24' }] },
      });
      await ask('POST', '/networks/prune');
      await ask('DELETE', '/networks/gone');
      await ask('POST', `/images/load?platform=${platform}`, 'no archive');
      await ask('POST', `/images/create?fromSrc=-&platform=nonsense/a/b/c`, file);
      await ask('POST', `/images/nosuch/push?platform=${platform}`);
      await ask('POST', '/build/prune?keep-storage=x');
      await ask('POST', '/session');
      await ask('DELETE', `/images/built:${version.slice(2)}`);
      await ask('GET', '/nosuch');
      await ask('GET', '/containers/box/stats?stream=false&one-shot=true');
    });
  },
};
