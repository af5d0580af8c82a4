import { expect, test } from 'vitest';
import { legacyWorld, NATIVE, SERVER, TEXT, VERSIONS } from './world.ts';

test.for(VERSIONS)('59. to 61. at %s: a list of images', async version => {
  const world = legacyWorld(NATIVE, version);
  await world.ask('POST', '/images/busybox/tag?repo=mine&tag=v1');
  const id = await world.create();
  const untagged = (await world.ask('POST', `/commit?container=${id}`)).json.Id;
  const { json } = await world.get('/images/json');
  const sizes = version < '1.2' ? [] : ['Size', 'VirtualSize'];
  const named = json.filter((row: { Tag?: string }) => row.Tag !== undefined);
  expect(named.map((row: object) => Object.keys(row))).toEqual([
    ['Repository', 'Tag', 'Id', 'Created', ...sizes],
    ['Repository', 'Tag', 'Id', 'Created', ...sizes],
  ]);
  expect(named[0].Id).toMatch(/^[0-9a-f]{64}$/);
  expect(named[0].Id).toBe(named[1].Id);
  const [bare] = json.filter((row: { Tag?: string }) => row.Tag === undefined);
  expect([bare.Id.slice(0, 12), 'Repository' in bare]).toEqual([untagged, false]);
  const filtered = (await world.get('/images/json?filter=mine')).json;
  expect(filtered.map(({ Repository, Tag }: Record<string, string>) => [Repository, Tag])).toEqual([
    ['mine', 'v1'],
  ]);
});

test.for(VERSIONS)('62. at %s: an inspected image', async version => {
  const { json, type } = await legacyWorld(NATIVE, version).get('/images/busybox/json');
  expect(type).toBe('application/json');
  expect(json.id).toMatch(/^[0-9a-f]{64}$/);
  for (const key of ['id', 'created', 'container_config']) expect(key in json).toBe(true);
  expect('Size' in json).toBe(version >= '1.2');
  expect('architecture' in json).toBe(version >= '1.1');
});

test.for(VERSIONS)('63. and 64. at %s: history', async version => {
  const world = legacyWorld(NATIVE, version);
  const missing = await world.get('/images/nope/history');
  expect([missing.status, missing.body]).toEqual([500, 'Image does not exist: nope\n']);
  const untaggable = await world.ask('POST', '/images/nope/tag?repo=x');
  expect([untaggable.status, untaggable.body]).toEqual([500, 'Image does not exist: nope\n']);
  const [newest] = (await world.get('/images/busybox/history')).json;
  expect(newest.Id).toMatch(/^[0-9a-f]{12}$/);
  expect(Object.keys(newest)).toEqual(
    version < '1.3' ? ['Id', 'Created', 'CreatedBy'] : ['Id', 'Tags', 'Created', 'CreatedBy'],
  );
});

test('65. search is not simulated, and says so', async () => {
  const world = legacyWorld(SERVER);
  const { status, body } = await world.get('/images/search?term=x');
  expect([status, body]).toEqual([501, 'dockless does not simulate searching Docker Hub\n']);
  expect(world.engine.unsimulated()).toEqual({ 'searching Docker Hub': 1 });
});

test('66. and 67. the words of a pull', async () => {
  const pull = (daemon: string, version: string) =>
    legacyWorld(daemon, version).ask('POST', '/images/create?fromImage=alpine&tag=latest');
  const first = await pull(NATIVE, '1.0');
  expect([first.status, first.type]).toEqual([200, TEXT]);
  expect(first.body).toMatch(/^Pulling repository alpine from https:\/\/index\.docker\.io\/v1\r\n/);
  expect(first.body).toMatch(/\r\nPulling image [0-9a-f]{64} \(latest\) from alpine\r\n/);
  expect(first.body).toMatch(/\rDownloading|\nDownloading (\d+)\/\1 \(100%\)\r/);

  const second = await pull(NATIVE, '1.1');
  expect(second.type).toBe('application/json');
  expect(second.body).toContain('"}{"');
  expect(second.body).toMatch(/\{"progress":"(\d+)\/\1 \(100%\)"\}\{\}/);
  expect(second.body.endsWith('}')).toBe(true);

  const third = await pull(NATIVE, '1.2');
  expect(third.body).toMatch(/\{"status":"Downloading","progress":"(\d+)\/\1 \(100%\)"\}\{\}/);
  expect((await pull(NATIVE, '1.3')).body).toMatch(/"progress":" *[\d.]+ [kM]B\/[\d.]+ [kM]B \(100%\)"/);

  const last = await pull(NATIVE, '1.4');
  expect(last.body).toMatch(
    /^\{"status":"Pulling repository alpine"\}\{"status":"Pulling","progress":"image \(latest\) from alpine","id":"[0-9a-f]{12}"\}/,
  );
  expect(last.body).toMatch(/\{"status":"Download","progress":"complete","id":"[0-9a-f]{12}"\}$/);
  // 0.3.4 wrote its objects by hand.
  expect((await pull('0.3.4', '1.1')).body).toMatch(/^\{"status" : "Pulling repository alpine/);
});

test.for(VERSIONS)('68. at %s: a pull that fails', async version => {
  const world = legacyWorld(NATIVE, version);
  const { status, body } = await world.ask('POST', '/images/create?fromImage=nope&tag=latest');
  expect(status).toBe(200);
  const error = 'Internal server error: 404 trying to fetch remote history for nope';
  const last = {
    '1.0': /\nError: HTTP code: 404 [^\n]*\r\n$/,
    '1.1': /\}\{"error":"HTTP code: 404 [^"]*"\}$/,
    '1.2': /\}\{"error":"HTTP code: 404 [^"]*"\}$/,
    '1.3': new RegExp(`\\}\\{"error":"${error}"\\}$`),
    '1.4': new RegExp(`\\}\\{"error":"${error}","errorDetail":\\{"code":404,"message":"${error}"\\}\\}$`),
  }[version];
  expect(body).toMatch(last);
});

test.for(VERSIONS)('69. at %s: an import', async version => {
  const body = new TextDecoder().decode(new Uint8Array(1024));
  const answer = await legacyWorld(NATIVE, version).ask('POST', '/images/create?fromSrc=-', { body });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatch(version === '1.0' ? /^[0-9a-f]{12}\n$/ : /^\{"status":"[0-9a-f]{12}"\}$/);
});

test.for(VERSIONS)('71. at %s: an insert that cannot be', async version => {
  const { status, body } = await legacyWorld(NATIVE, version).ask(
    'POST',
    '/images/nope/insert?url=x&path=/x',
  );
  if (version === '1.0') expect(status).toBe(500);
  else expect([status, body]).toEqual([200, '{"Id":""}']);
});

test.for(VERSIONS)('72. and 74. at %s: a push', async version => {
  const world = legacyWorld(NATIVE, version);
  const bare = await world.ask('POST', '/images/nope/push');
  if (version >= '1.2') expect([bare.status, bare.body]).toEqual([500, 'EOF\n']);
  const { status, body } = await world.post('/images/nope/push', {});
  expect(status).toBe(200);
  if (version === '1.0') expect(body).toMatch(/\r\nError: No such id: nope\r\n$/);
  else expect(body).toContain('{"error":"No such id: nope"');
});

test('73. a push to the 0.6 server', async () => {
  for (const version of VERSIONS) {
    const { status, body } = await legacyWorld(SERVER, version).ask('POST', '/images/busybox/push');
    expect([status, body]).toEqual([500, 'EOF\n']);
  }
});

test.for(VERSIONS)('75. at %s: a tag', async version => {
  const world = legacyWorld(NATIVE, version);
  for (const force of ['', '&force=1']) {
    const { status, body, type } = await world.ask('POST', `/images/busybox/tag?repo=mine${force}`);
    expect([status, body, type]).toEqual([201, '', TEXT]);
  }
  expect((await world.get('/images/mine:latest/json')).status).toBe(200);
  expect((await world.ask('POST', '/images/busybox/tag')).body).toBe("Repository name can't be empty\n");
});

test.for(VERSIONS)('76. and 77. at %s: a removed image', async version => {
  const world = legacyWorld(NATIVE, version);
  await world.ask('POST', '/images/busybox/tag?repo=mine');
  const id = (await world.get('/images/busybox/json')).json.id.slice(0, 12);
  if (version < '1.2') {
    const { status, body, type } = await world.ask('DELETE', '/images/busybox');
    expect([status, body, type]).toEqual([204, '', TEXT]);
    return;
  }
  const byId = await world.ask('DELETE', `/images/${id}`);
  expect([byId.status, byId.body]).toEqual([409, `Conflict, ${id} wasn't deleted\n`]);
  expect((await world.ask('DELETE', '/images/mine')).json).toEqual([{ Untagged: id }]);
  const { status, json } = await world.ask('DELETE', '/images/busybox:latest');
  expect([status, json[0], json[1]]).toEqual([200, { Untagged: id }, { Deleted: id }]);
});

test.for(VERSIONS)('78. and 79. at %s: the graph, and no cache', async version => {
  const world = legacyWorld(NATIVE, version);
  const viz = await world.get('/images/viz');
  expect(viz.type).toBe(TEXT);
  expect(viz.body.startsWith('digraph docker {\n')).toBe(true);
  expect(viz.body).toMatch(/\n "[0-9a-f]{12}" \[label="[0-9a-f]{12}\\nbusybox:latest",shape=box/);
  expect(viz.body.endsWith('}\n')).toBe(true);
  const { status, body } = await world.post('/images/getCache', { Id: 'nope', Cmd: ['x'] });
  expect([status, body]).toEqual([404, '']);
});

test.for(VERSIONS)('85. at %s: a commit', async version => {
  const world = legacyWorld(NATIVE, version);
  const id = await world.create();
  const query = `container=${id}&repo=mine&tag=v1&comment=hello&author=jo&m=no&run={}`;
  const { status, type, json } = await world.post(`/commit?${query}`, { Cmd: ['true'] });
  expect([status, type]).toEqual([201, TEXT]);
  const image = (await world.get('/images/mine:v1/json')).json;
  expect([image.id.slice(0, 12), image.author]).toEqual([json.Id, 'jo']);
  expect(image.config.Cmd).toEqual(['true']);
});
