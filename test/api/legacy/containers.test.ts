import { expect, test } from 'vitest';
import { JSON_BODY } from '../../fixtures/ask-raw.ts';
import { legacyWorld, NATIVE, NOT_FOUND_PAGE, SERVER, TEXT, VERSIONS } from './world.ts';

const JSON_TYPE = JSON_BODY;
const KEYS = 'Id Image Command Created Status Ports';

test.for(VERSIONS)('18. to 22. and 25. at %s: a list', async version => {
  const world = legacyWorld(NATIVE, version);
  expect((await world.get('/containers/json')).body).toBe('[]');
  const id = await world.run({ PortSpecs: ['80'], Cmd: ['cat'], OpenStdin: true });
  const { json, body } = await world.get('/containers/json');
  expect((await world.get('/containers/ps')).body).toBe(body);
  const [row] = json;
  expect(Object.keys(row).join(' ')).toBe(version < '1.2' ? KEYS : `${KEYS} SizeRw SizeRootFs`);
  expect(row.Id).toMatch(/^[0-9a-f]{64}$/);
  expect([row.Id.slice(0, 12), row.Image, row.Command]).toEqual([id, 'busybox:latest', 'cat ']);
  expect(Number.isInteger(row.Created)).toBe(true);
  expect(row.Ports).toMatch(/^\d+->80$/);
  expect(body).toContain('-\\u003e80"');
  expect(row.Status).toBe('Up Less than a second');
  if (version >= '1.2') expect(row.SizeRootFs > 0).toBe(version === '1.2');
  if (version >= '1.3') {
    expect((await world.get('/containers/json?size=1')).json[0].SizeRootFs).toBeGreaterThan(0);
  }
});

test('23. and 24. limit, before and since', async () => {
  const world = legacyWorld(SERVER);
  const [oldest, middle, newest] = [await world.create(), await world.create(), await world.create()];
  const ids = async (query: string) =>
    (await world.get(`/containers/json?${query}`)).json.map(({ Id }: { Id: string }) => Id.slice(0, 12));
  expect(await ids('')).toEqual([]);
  expect(await ids('all=1')).toEqual([newest, middle, oldest]);
  expect(await ids('limit=1')).toEqual([newest]);
  expect(await ids('limit=0')).toEqual([]);
  expect(await ids(`before=${middle}`)).toEqual([oldest]);
  expect(await ids(`since=${middle}`)).toEqual([newest]);
  const full = (await world.get(`/containers/${middle}/json`)).json.ID;
  expect(await ids(`before=${full}`)).toEqual([]);
  expect(await ids(`since=${full}`)).toEqual([newest, middle, oldest]);
});

test.for(VERSIONS)('26. and 27. at %s: created', async version => {
  const world = legacyWorld(NATIVE, version);
  const { status, type, json, body } = await world.post('/containers/create', {
    Image: 'busybox',
    Cmd: ['true'],
  });
  expect([status, type]).toEqual([201, TEXT]);
  expect(json.Id).toMatch(/^[0-9a-f]{12}$/);
  expect(body.endsWith('}')).toBe(true);
  expect(json).toEqual(version === '1.0' ? { Id: json.Id, Warnings: null } : { Id: json.Id });
});

test.for(VERSIONS)('28. to 31. at %s: refused at create', async version => {
  const world = legacyWorld(NATIVE, version);
  const create = async (body: object) => {
    const { status, body: text } = await world.post('/containers/create?name=mine', body);
    return [status, status === 201 ? '' : text];
  };
  const tag = version === '1.4' ? ' (tag: latest)' : '';
  expect(await create({ Image: 'nope', Cmd: ['x'] })).toEqual([404, `No such image: nope${tag}\n`]);
  expect((await world.get('/images/json')).json).toHaveLength(1);
  expect(await create({ Image: 'busybox', Cmd: ['x'], Memory: 1000 })).toEqual(
    version < '1.2' ? [201, ''] : [500, 'Memory limit must be given in bytes (minimum 524288 bytes)\n'],
  );
  expect(await create({ Image: 'busybox', Cmd: ['x'] })).toEqual([201, '']);
  expect((await world.get('/containers/mine/json')).status).toBe(404);
  expect((await world.ask('POST', '/containers/create')).body).toBe('EOF\n');
});

test('29. no command', async () => {
  const world = legacyWorld(SERVER);
  const { engine } = world;
  const tar = new Uint8Array(1024);
  const imported = await world.ask('POST', '/images/create?fromSrc=-&repo=bare', {
    body: new TextDecoder().decode(tar),
  });
  expect([imported.status, engine.state.images.images.size]).toEqual([200, 2]);
  const { status, body } = await world.post('/containers/create', { Image: 'bare' });
  expect([status, body]).toEqual([500, 'No command specified\n']);
});

test.for(VERSIONS)('32. to 36. at %s: an inspected container', async version => {
  const world = legacyWorld(NATIVE, version);
  const id = await world.create({
    Cmd: ['cat'],
    OpenStdin: true,
    PortSpecs: ['80'],
    Volumes: { '/data': {} },
  });
  const before = (await world.get(`/containers/${id}/json`)).json;
  expect(Object.keys(before)[0]).toBe(version < '1.2' ? 'Id' : 'ID');
  expect(before.State).toEqual({
    Running: false,
    Pid: 0,
    ExitCode: 0,
    StartedAt: '0001-01-01T00:00:00Z',
    Ghost: false,
  });
  expect([before.Args, before.Volumes, before.NetworkSettings.PortMapping]).toEqual([[], null, null]);
  expect((await world.get(`/containers/${id}/changes`)).body).toBe('null');

  await world.ask('POST', `/containers/${id}/start`);
  const { json } = await world.get(`/containers/${id}/json`);
  const address = json.NetworkSettings[version < '1.2' ? 'IpAddress' : 'IPAddress'];
  expect(address).toMatch(/^172\.17\./);
  const { PortMapping } = json.NetworkSettings;
  const tcp = version < '1.3' ? PortMapping : PortMapping.Tcp;
  expect(Object.keys(tcp)).toEqual(['80']);
  if (version >= '1.3') expect(Object.keys(PortMapping)).toEqual(['Tcp', 'Udp']);
  expect(Object.keys(json.Volumes)).toEqual(['/data']);
  expect('VolumesRW' in json).toBe(version >= '1.3');
  expect('Entrypoint' in json.Config).toBe(version >= '1.3');
  expect('WorkingDir' in json.Config).toBe(version >= '1.4');
  expect([json.Config.PortSpecs, json.Config.Dns]).toEqual([['80'], null]);
  expect('Name' in json || 'HostConfig' in json).toBe(false);
});

test.for(VERSIONS)('37. at %s: top', async version => {
  const world = legacyWorld(NATIVE, version);
  const id = await world.run();
  const { status, body, json } = await world.get(`/containers/${id}/top`);
  if (version < '1.3') expect([status, body]).toEqual([404, NOT_FOUND_PAGE]);
  else if (version === '1.3') {
    expect(json).toEqual([{ PID: expect.any(String), Tty: '?', Time: '00:00:00', Cmd: 'sleep' }]);
  } else {
    expect(json).toEqual({
      Titles: ['PID', 'TTY', 'TIME', 'CMD'],
      Processes: [[expect.any(String), '?', '00:00:00', 'sleep']],
    });
  }
});

test('38. and 39. top of the 0.6 server', async () => {
  const world = legacyWorld(SERVER);
  const { status, body } = await world.get('/v1.3/containers/nope/top');
  expect([status, body]).toEqual([
    500,
    'top was improved a lot since 1.3, Please upgrade your docker client.\n',
  ]);
  const id = await world.run();
  const { Titles } = (await world.get(`/containers/${id}/top?ps_args=aux`)).json;
  expect(Titles.join(' ')).toBe('USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND');
});

test.for(VERSIONS)('40. at %s: started twice', async version => {
  const world = legacyWorld(NATIVE, version);
  const id = await world.create();
  const first = await world.ask('POST', `/containers/${id}/start`);
  expect([first.status, first.type]).toEqual([204, TEXT]);
  const { status, body } = await world.ask('POST', `/containers/${id}/start`);
  expect(status).toBe(500);
  expect(body).toMatch(
    new RegExp(`^Error starting container ${id}: The container [0-9a-f]{64} is already running\\.\n$`),
  );
});

test.for(VERSIONS)('41. and 42. at %s: the body of a start', async version => {
  const bound = async (contentType: string) => {
    const world = legacyWorld(NATIVE, version);
    const id = await world.create({ Volumes: { '/data': {} } });
    const body = { Binds: ['/srv:/data:ro'] };
    const { status } = await world.post(`/containers/${id}/start`, body, [['Content-Type', contentType]]);
    expect(status).toBe(204);
    return (await world.get(`/containers/${id}/json`)).json.Volumes['/data'] === '/srv';
  };
  expect(await bound('application/json')).toBe(version >= '1.3');
  expect(await bound('application/json; charset=UTF-8')).toBe(version >= '1.4');
  const world = legacyWorld(NATIVE, version);
  const id = await world.create();
  const { status, body } = await world.ask('POST', `/containers/${id}/start`, { headers: JSON_TYPE });
  expect([status, body]).toEqual(version < '1.3' ? [204, ''] : [500, 'EOF\n']);
});

test('43. LxcConf is a list', async () => {
  const world = legacyWorld(SERVER);
  const id = await world.create();
  const start = async (LxcConf: unknown) => (await world.post(`/containers/${id}/start`, { LxcConf })).status;
  expect(await start({ 'lxc.utsname': 'docker' })).toBe(500);
  expect(await start([{ Key: 'lxc.utsname', Value: 'docker' }])).toBe(204);
});

test.for(VERSIONS)('44. at %s: a command that is not there', async version => {
  const world = legacyWorld(NATIVE, version);
  const id = await world.create({ Cmd: ['nope'] });
  expect((await world.ask('POST', `/containers/${id}/start`)).status).toBe(204);
  expect((await world.get('/containers/json?all=1')).json[0].Status).toBe('Exit 127');
});

test.for(VERSIONS)('45. to 47. at %s: what does not run is stopped, killed and waited for', async version => {
  const world = legacyWorld(NATIVE, version);
  const id = await world.create();
  expect((await world.post(`/containers/${id}/stop`, { t: 5 })).status).toBe(204);
  expect((await world.ask('POST', `/containers/${id}/kill?signal=HUP`)).status).toBe(204);
  const { status, body, type } = await world.ask('POST', `/containers/${id}/wait`);
  expect([status, body, type]).toEqual([200, '{"StatusCode":0}', 'application/json']);
});

test.for(VERSIONS)('48. at %s: a running container removed', async version => {
  const world = legacyWorld(NATIVE, version);
  const id = await world.run({ Cmd: ['sh', '-c', 'trap exit TERM; sleep 1000 & wait'] });
  const removing = world.ask('DELETE', `/containers/${id}`);
  await world.engine.driver.advance(4_000);
  const { status, body } = await removing;
  expect([status, body]).toEqual(
    version < '1.3' ? [204, ''] : [406, 'Impossible to remove a running container, please stop it first\n'],
  );
});

test.for(VERSIONS)('50. at %s: resize', async version => {
  const world = legacyWorld(NATIVE, version);
  const plain = await world.run();
  const noSize = await world.ask('POST', `/containers/${plain}/resize`);
  expect([noSize.status, noSize.body]).toEqual([500, 'strconv.ParseInt: parsing "": invalid syntax\n']);
  expect((await world.ask('POST', `/containers/${plain}/resize?h=1&w=1`)).status).toBe(500);
  const tty = await world.run({ Tty: true });
  const { status, body } = await world.ask('POST', `/containers/${tty}/resize?h=24&w=80`);
  expect([status, body]).toEqual([200, '']);
});
