import type { Docker } from '../client.ts';
import type { Scenarios } from '../scenario.ts';

const SLEEP = { Cmd: ['sleep', '1000'] };

function list(docker: Docker, filters: object | string) {
  const text = typeof filters === 'string' ? filters : JSON.stringify(filters);
  return docker.get(`/networks?filters=${encodeURIComponent(text)}`);
}

const IPAM = { Config: [{ Subnet: '10.99.0.0/16', IPRange: '10.99.5.0/24', Gateway: '10.99.0.1' }] };

export const networks: Scenarios = {
  'network-defaults': async docker => {
    await docker.get('/networks');
    for (const name of ['bridge', 'host', 'none']) {
      const { json } = await docker.get(`/networks/${name}`);
      await docker.get(`/networks/${json.Id.slice(0, 12)}?verbose=1`);
      await docker.delete(`/networks/${name}`);
      await docker.post('/networks/create', { Name: name });
    }
    await docker.get('/networks/nosuch');
    await docker.get('/networks/bridge?scope=swarm');
    await docker.get('/networks/bridge?scope=local');
    await docker.get('/networks/bridge?verbose=x');
    await docker.get('/networks/bridge', { version: '/v1.24' });
    await docker.get('/networks/bridge', { version: '/v1.43' });
    await docker.delete('/networks/nosuch');
  },
  'network-filters': async docker => {
    await docker.post('/networks/create', { Name: 'mine', Labels: { a: '1' } });
    for (const filters of [
      { name: ['bri'] },
      { name: ['mine'] },
      { driver: ['host'] },
      { scope: ['local'] },
      { scope: ['nope'] },
      { type: ['custom'] },
      { type: ['builtin'] },
      { type: ['nope'] },
      { label: ['a'] },
      { label: ['a=2'] },
      { dangling: ['true'] },
      { dangling: ['false'] },
      { dangling: ['maybe'] },
      { nosuch: ['x'] },
      { id: ['zzz'] },
    ]) {
      await list(docker, filters);
    }
    await list(docker, '{');
    await list(docker, '[]');
  },
  'network-create': async docker => {
    const create = (body: object | string) => docker.post('/networks/create', body);
    await create({ Name: 'one' });
    await docker.get('/networks/one');
    await create({ Name: 'one' });
    await create({
      Name: 'two',
      Driver: 'bridge',
      Internal: true,
      Labels: { a: 'b' },
      Options: { 'com.docker.network.bridge.name': 'br-two' },
    });
    await docker.get('/networks/two');
    await create({ Name: 'three', IPAM });
    await docker.get('/networks/three');
    await create({ Name: 'four', IPAM });
    await create({
      Name: 'five',
      Attachable: true,
      EnableIPv6: false,
      IPAM: { Driver: 'default', Options: { x: 'y' } },
    });
    await docker.get('/networks/five');
    for (const name of ['one', 'two', 'three', 'five']) await docker.delete(`/networks/${name}`);
    await docker.delete('/networks/one');
  },
  'network-create-errors': async docker => {
    const create = (body: object | string) => docker.post('/networks/create', body);
    for (const body of ['', '{', '{}', '[]', 'null']) await create(body);
    await create({ Name: '' });
    await create({ Name: 'a/b' });
    await create({ Name: ' ' });
    await create({ Name: '-x' });
    await create({ Name: 'x', Driver: 'nosuch' });
    await create({ Name: 'x', Driver: 'host' });
    await create({ Name: 'x', Driver: 'null' });
    await create({ Name: 'x', Driver: 'overlay' });
    await create({ Name: 'x', Scope: 'swarm' });
    await create({ Name: 'x', IPAM: { Driver: 'nosuch' } });
    await create({ Name: 'x', IPAM: { Config: [{ Subnet: 'bad' }] } });
    await create({ Name: 'x', IPAM: { Config: [{ Subnet: '10.1.0.0/16', Gateway: 'bad' }] } });
    await create({ Name: 'x', IPAM: { Config: [{ Subnet: '10.1.0.0/16', Gateway: '10.2.0.1' }] } });
    await create({ Name: 'x', IPAM: { Config: [{ Subnet: '10.1.0.0/16', IPRange: '10.2.0.0/24' }] } });
    await create({ Name: 'x', IPAM: { Config: [{ Subnet: '10.1.0.5/16' }] } });
    await create({ Name: 'x', IPAM: { Config: [{ Gateway: '10.1.0.1' }] } });
    await create({ Name: 'x', IPAM: { Config: [{ Subnet: 'fd00::/64' }] } });
    await create({ Name: 'x', Options: { 'com.docker.network.driver.mtu': 'x' } });
    await create({ Name: 'x', ConfigOnly: true, Internal: true });
    await create({ Name: 'x', ConfigFrom: { Network: 'nosuch' } });
    await create({ Name: 'x', Ingress: true });
    await docker.post('/networks/create', 'x', { headers: [['Content-Type', 'text/plain']] });
  },
  'network-connect': async docker => {
    const net = await docker.post('/networks/create', { Name: 'net', IPAM });
    const id = await docker.run(SLEEP, 'box');
    const connect = (body: object) => docker.post('/networks/net/connect', body);
    await connect({
      Container: 'box',
      EndpointConfig: { Aliases: ['db'], IPAMConfig: { IPv4Address: '10.99.7.7' } },
    });
    await docker.get('/containers/box/json');
    await docker.get('/networks/net');
    await connect({ Container: 'box' });
    await connect({ Container: 'nosuch' });
    await connect({});
    await docker.post('/networks/nosuch/connect', { Container: 'box' });
    await docker.post('/networks/host/connect', { Container: 'box' });
    await docker.post('/networks/none/connect', { Container: 'box' });
    await docker.delete('/networks/net');
    await docker.post('/networks/net/disconnect', { Container: 'box' });
    await docker.post('/networks/net/disconnect', { Container: 'box' });
    await docker.post('/networks/net/disconnect', { Container: 'box', Force: true });
    await docker.post('/networks/net/disconnect', { Container: 'nosuch' });
    await docker.post('/networks/bridge/disconnect', { Container: id });
    await docker.get('/containers/box/json');
    await docker.get('/containers/json');
    await docker.create({}, 'stopped');
    await connect({ Container: 'stopped', EndpointConfig: { IPAMConfig: { IPv4Address: '10.99.7.8' } } });
    await connect({ Container: 'stopped', EndpointConfig: { IPAMConfig: { IPv4Address: '11.0.0.1' } } });
    await docker.get('/containers/stopped/json');
    await docker.delete(`/networks/${net.json.Id}`);
    await docker.post('/containers/stopped/start');
  },
  'network-in-create': async docker => {
    await docker.post('/networks/create', { Name: 'net', IPAM });
    const create = (name: string, settings: object) =>
      docker.post(`/containers/create?name=${name}`, {
        Image: 'busybox',
        ...SLEEP,
        HostConfig: { NetworkMode: 'net' },
        NetworkingConfig: { EndpointsConfig: { net: settings } },
      });
    await create('aa', { Aliases: ['one', 'two'] });
    await create('bb', { IPAMConfig: { IPv4Address: '10.99.5.50' } });
    await create('cc', { IPAMConfig: { IPv4Address: '10.1.1.1' } });
    await create('dd', { MacAddress: '02:42:0a:63:00:42' });
    for (const name of ['aa', 'bb', 'cc', 'dd']) await docker.post(`/containers/${name}/start`);
    for (const name of ['aa', 'bb', 'dd']) await docker.get(`/containers/${name}/json`);
    await docker.get('/networks/net');
    await docker.get('/containers/json');
    await docker.delete('/containers/bb?force=1');
    await docker.get('/networks/net');
  },
  'network-prune': async docker => {
    await docker.post('/networks/create', { Name: 'unused', Labels: { a: '1' } });
    await docker.post('/networks/create', { Name: 'used' });
    await docker.run({ ...SLEEP, HostConfig: { NetworkMode: 'used' } });
    const prune = (filters: string) => docker.post(`/networks/prune?filters=${encodeURIComponent(filters)}`);
    await prune('{"nosuch":["x"]}');
    await prune('{"until":["x"]}');
    await prune('{"label":["b"]}');
    await docker.post('/networks/prune');
    await list(docker, { type: ['custom'] });
  },
};
