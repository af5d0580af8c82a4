import type { Scenarios } from '../scenario.ts';

/** Each was first seen in a random history. */
export const foundAtRandom: Scenarios = {
  'failed-start-in-lists': async docker => {
    await docker.create({ Cmd: ['sleep', '1000'] }, 'box');
    const EndpointConfig = { MacAddress: '02:42:ac:11:00:77' };
    await docker.post('/networks/nosuch/connect', { Container: 'box', EndpointConfig });
    await docker.post('/containers/box/start');
    await docker.get('/containers/box/json');
    await docker.get('/containers/json?all=1');
    await docker.post('/containers/box/rename?name=bax');
    await docker.get('/containers/json?all=1');
  },
  'failed-start-volumes': async docker => {
    const volume = { Binds: ['vol:/vol'] };
    await docker.create({ HostConfig: { ...volume, Sysctls: { 'bad.x': '1' } } }, 'sysctl');
    const devices = [{ PathOnHost: '/dev/nosuch', PathInContainer: '/dev/n', CgroupPermissions: 'r' }];
    await docker.create({ HostConfig: { ...volume, Devices: devices } }, 'device');
    await docker.create({ Cmd: ['nosuch'], HostConfig: volume }, 'program');
    await docker.create({ HostConfig: { ...volume, Dns: ['bad'] } }, 'dns');
    const stream = await docker.stream('GET', '/events');
    for (const name of ['sysctl', 'device', 'program', 'dns']) await docker.post(`/containers/${name}/start`);
    await docker.post('/volumes/create', { Name: 'last' });
    await stream.until('"last"');
    stream.abort();
    await stream.ended();
  },
  'bind-without-source': async docker => {
    await docker.create({ HostConfig: { Binds: ['/onlytarget'] } }, 'box');
    await docker.get('/containers/box/json');
    await docker.get('/containers/json?all=1');
    const { json } = await docker.get('/volumes');
    const name = encodeURIComponent(JSON.stringify({ volume: [json.Volumes[0].Name] }));
    await docker.get(`/containers/json?all=1&filters=${name}`);
  },
  'exec-bad-environment': async docker => {
    await docker.run({ Cmd: ['sleep', '1000'] }, 'box');
    for (const Tty of [true, false]) {
      const exec = await docker.post('/containers/box/exec', {
        Cmd: ['env'],
        Env: ['=x'],
        Tty,
        AttachStdout: true,
      });
      const output = await docker.stream('POST', `/exec/${exec.json.Id}/start`, { Tty });
      await output.ended();
      await docker.get(`/exec/${exec.json.Id}/json`);
    }
  },
  'mac-address': async docker => {
    await docker.create({ Cmd: ['sleep', '1000'], MacAddress: '02:42:ac:11:00:77' }, 'box');
    await docker.get('/containers/box/json');
    await docker.post('/networks/bridge/disconnect', { Container: 'box' });
    await docker.get('/containers/box/json');
    await docker.post('/networks/bridge/connect', { Container: 'box' });
    await docker.post('/containers/box/start');
    await docker.get('/containers/box/json');
    await docker.get('/containers/box/json', { version: '/v1.41' });
  },
  'shared-pids': async docker => {
    await docker.run({ Cmd: ['sleep', '1000'], HostConfig: { PidMode: 'host' } }, 'box');
    await docker.post('/containers/box/stop?t=5');
    await docker.get('/containers/box/json');
  },
};
