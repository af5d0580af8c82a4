import { expect, test } from 'vitest';
import { JSON_BODY } from '../../fixtures/ask-raw.ts';
import { legacyWorld, NATIVE, NOT_FOUND_PAGE, SERVER, TEXT, VERSIONS } from './world.ts';

// The numbers are those of the statements in legacy-api.md, section 4.

test('1. without a version it is the newest', async () => {
  const world = legacyWorld(SERVER);
  expect(await world.get('/info')).toEqual(await world.get('/v1.4/info'));
});

test('2. a version beyond the newest, or none at all', async () => {
  for (const path of ['/v1.5/info', '/v2/info', '/v0/info', '/v0.0/info']) {
    const { status, type, body, headers } = await legacyWorld(SERVER).get(path);
    expect([status, type, body]).toEqual([404, TEXT, '']);
    expect(headers).toContain('Content-Length: 0');
  }
});

test('3. a version is read as a number', async () => {
  const world = legacyWorld('0.5.0');
  const auth = async (version: string) => (await world.get(`/v${version}/auth`)).status;
  // Up to 1.1 the login is the daemon's, later it is not.
  expect(await auth('1')).toBe(200);
  expect(await auth('1.000000')).toBe(200);
  expect(await auth('01.0')).toBe(200);
  expect(await auth('1.10')).toBe(200);
  expect(await auth('1.20')).toBe(404);
});

test('4. what is no number is no version', async () => {
  const world = legacyWorld(SERVER);
  expect(await world.get('/v1.2.3/info')).toEqual(await world.get('/info'));
});

test('5. no route, wrong method, HEAD, a slash at the end', async () => {
  for (const [method, path] of [
    ['GET', '/nope'],
    ['GET', '/v1.4/containers'],
    ['HEAD', '/info'],
    ['POST', '/info'],
    ['GET', '/info/'],
    ['POST', '/events'],
  ] as const) {
    const { status, body, type } = await legacyWorld(SERVER).ask(method, path);
    expect([path, status]).toEqual([path, 404]);
    if (method !== 'HEAD') expect([body, type]).toEqual([NOT_FOUND_PAGE, TEXT]);
  }
});

test('6. a path that is not clean', async () => {
  const { status, headers, body } = await legacyWorld(SERVER).get('//info?x=1');
  expect([status, body]).toEqual([301, '']);
  expect(headers).toContain('Location: /info');
});

test('7. a target in absolute form', async () => {
  const world = legacyWorld(SERVER);
  expect(await world.get('http://anything/v1.4/info')).toEqual(await world.get('/v1.4/info'));
  const any = legacyWorld(NATIVE);
  expect(await any.get('http://anything/v1.4/info')).toEqual(await any.get('/v1.4/info'));
});

test.for(VERSIONS)('8. at %s: names with slashes', async version => {
  const world = legacyWorld(NATIVE, version);
  await world.ask('POST', '/images/busybox/tag?repo=user/repo');
  const plain = await world.get('/images/user/repo/json');
  expect(plain.status).toBe(200);
  expect(await world.get('/images/user%2Frepo/json')).toEqual(plain);
  expect((await world.get('/images/host:5000/repo/json')).body).toBe('No such image: host:5000/repo\n');
});

test.for(VERSIONS)('9. and 49. at %s: an unknown container is one line of text', async version => {
  const world = legacyWorld(NATIVE, version);
  for (const [method, path] of [
    ['GET', 'json'],
    ['GET', 'changes'],
    ['GET', 'export'],
    ['POST', 'start'],
    ['POST', 'stop'],
    ['POST', 'restart'],
    ['POST', 'kill'],
    ['POST', 'wait'],
    ['POST', 'resize?h=1&w=1'],
    ['POST', 'attach'],
  ] as const) {
    const { status, type, body } = await world.ask(method, `/containers/nope/${path}`);
    expect([path, status, type, body]).toEqual([path, 404, TEXT, 'No such container: nope\n']);
  }
  expect((await world.ask('DELETE', '/containers/nope')).body).toBe('No such container: nope\n');
});

test.for(VERSIONS)('10. at %s: 204 has a type and no body', async version => {
  const world = legacyWorld(NATIVE, version);
  const id = await world.create();
  const { status, type, body } = await world.ask('DELETE', `/containers/${id}`);
  expect([status, type, body]).toEqual([204, TEXT, '']);
});

test.for(VERSIONS)(
  '11. and 12. at %s: keys in any case, nulls, unknown keys, any content type',
  async version => {
    const world = legacyWorld(NATIVE, version);
    const body = {
      image: 'busybox',
      CMD: ['true'],
      Tty: null,
      Memory: null,
      Env: null,
      Volumes: null,
      Nope: 1,
    };
    const { status } = await world.post('/containers/create', body, [['Content-Type', 'text/plain']]);
    expect(status).toBe(201);
  },
);

test.for(VERSIONS)('13. at %s: what is neither true nor false', async version => {
  const world = legacyWorld(NATIVE, version);
  const { status, body } = await world.get('/containers/json?all=maybe');
  expect([status, body]).toEqual([400, 'Bad parameter\n']);
  for (const all of ['', '0', '1', 'true']) {
    expect((await world.get(`/containers/json?all=${all}`)).status).toBe(200);
  }
});

test('14. numbers are never a bad parameter', async () => {
  const world = legacyWorld(SERVER);
  const id = await world.run();
  expect((await world.get('/containers/json?limit=abc')).json).toHaveLength(1);
  const stopping = world.ask('POST', `/containers/${id}/stop?t=abc`);
  await world.engine.driver.advance(11_000);
  expect((await stopping).status).toBe(204);
});

test('15. a form stands for the query', async () => {
  const world = legacyWorld(SERVER);
  const headers = [['Content-Type', 'application/x-www-form-urlencoded'] as const];
  const answer = await world.ask('POST', '/images/busybox/tag', { headers, body: 'repo=mine&tag=v1' });
  expect(answer.status).toBe(201);
  expect((await world.get('/images/mine:v1/json')).status).toBe(200);
});

test('16. a prefix of one character, and an ambiguous one', async () => {
  const world = legacyWorld(SERVER);
  const id = await world.create();
  expect((await world.get(`/containers/${id[0]}/json`)).json.ID.startsWith(id)).toBe(true);
  for (let more = 0; more < 17; more += 1) await world.create();
  const ids: string[] = (await world.get('/containers/json?all=1')).json.map(
    ({ Id }: { Id: string }) => Id[0],
  );
  const twice = ids.find((first, index) => ids.indexOf(first) !== index) as string;
  const { status, body } = await world.get(`/containers/${twice}/json`);
  expect([status, body]).toEqual([404, `No such container: ${twice}\n`]);
});

test('17. OPTIONS since 0.4.1, and no CORS where nobody asked for it', async () => {
  const world = legacyWorld(NATIVE);
  for (const version of VERSIONS) {
    const { status, headers } = await world.ask('OPTIONS', `/v${version}/anything`);
    expect([version, status]).toEqual([version, version < '1.2' ? 404 : 200]);
    expect(headers.filter(header => header.startsWith('Access-Control'))).toEqual([]);
  }
});

test('a client of 2013 and one of today share an engine', async () => {
  const world = legacyWorld(NATIVE, '1.0');
  const id = await world.create();
  const today = await world.at('1.51').get(`/containers/${id}/json`);
  expect(today.json.Config.Cmd).toEqual(['sleep', '1000']);
  expect((await world.at(undefined).get('/version')).json.ApiVersion).toBe('1.56');
});

test('a daemon refuses what came after it', async () => {
  expect((await legacyWorld('0.3.4').get('/v1.1/info')).status).toBe(200);
  expect((await legacyWorld('0.3.4').get('/v1.2/info')).status).toBe(404);
  expect((await legacyWorld('0.4.2').get('/v1.2/info')).status).toBe(200);
  expect((await legacyWorld('0.4.2').get('/_ping')).body).toBe(NOT_FOUND_PAGE);
  expect((await legacyWorld('0.4.0').post('/containers/create', {}, JSON_BODY)).status).toBe(404);
});
