import { expect, test } from 'vitest';
import { askRaw, JSON_BODY, newEngine } from '../../fixtures/ask-raw.ts';
import { engineWithBusybox } from '../../fixtures/engine.ts';

const auth = async (body: object | string) => {
  const options = { headers: JSON_BODY, body: typeof body === 'string' ? body : JSON.stringify(body) };
  const answer = await askRaw(newEngine(), 'POST', '/auth', options);
  return [answer.status, JSON.parse(answer.body)];
};

// The sentences of errors are what dockerd 28.5.2 answered, offline.
test('credentials are good at Docker Hub, which says that nobody checked them', async () => {
  const engine = newEngine();
  const body = JSON.stringify({ username: 'a', password: 'b', serveraddress: 'https://index.docker.io/v1/' });
  const answer = await askRaw(engine, 'POST', '/auth', { headers: JSON_BODY, body });
  expect([answer.status, answer.body]).toEqual([200, '{"IdentityToken":"","Status":"Login Succeeded"}\n']);
  expect(engine.unsimulated()).toEqual({ 'credentials (any name and password are good at Docker Hub)': 1 });
});

test.each<[object | string, number, string]>([
  [
    { username: 'a', password: 'b', serveraddress: 'localhost:5000' },
    500,
    'Get "http://localhost:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused',
  ],
  [
    { serveraddress: 'http://[bad' },
    400,
    'unable to parse server address: parse "http://[bad": missing \']\' in host',
  ],
  ['{"username":1}', 500, 'json: cannot unmarshal number into Go struct field .username of type string'],
  ['', 500, 'EOF'],
])('POST /auth %j: %i %s', async (body, status, message) => {
  expect(await auth(body)).toEqual([status, { message }]);
});

// Which parts are null for which types, as dockerd 28.5.2 has it.
test.each([
  ['type=container', '{"LayersSize":0,"Images":null,"Containers":[],"Volumes":null,"BuildCache":null}\n'],
  [
    'type=volume&type=build-cache',
    '{"LayersSize":0,"Images":null,"Containers":null,"Volumes":[],"BuildCache":[]}\n',
  ],
  ['type=', '{"message":"unknown object type: "}\n'],
])('GET /system/df?%s', async (query, expected) => {
  expect((await askRaw(newEngine(), 'GET', `/v1.51/system/df?${query}`)).body).toBe(expected);
});

test('GET /system/df counts what is there', async () => {
  const engine = engineWithBusybox();
  await askRaw(engine, 'POST', '/containers/create?name=web', {
    headers: JSON_BODY,
    body: '{"Image":"busybox"}',
  });
  await askRaw(engine, 'POST', '/volumes/create', { headers: JSON_BODY, body: '{"Name":"data"}' });
  const usage = JSON.parse((await askRaw(engine, 'GET', '/v1.51/system/df')).body);
  expect(usage.Images[0]).toMatchObject({ Containers: 1, RepoDigests: null, RepoTags: ['busybox:latest'] });
  expect(usage.Containers[0].Names).toEqual(['/web']);
  expect(usage.Volumes[0]).toMatchObject({ Name: 'data', UsageData: { RefCount: 0, Size: 0 } });
});

test('GET /info tells the state', async () => {
  const engine = engineWithBusybox();
  const info = async () => JSON.parse((await askRaw(engine, 'GET', '/info')).body);
  expect(await info()).toMatchObject({
    Containers: 0,
    Images: 1,
    NEventsListener: 0,
    SystemTime: expect.any(String),
  });
  await askRaw(engine, 'POST', '/containers/create', { headers: JSON_BODY, body: '{"Image":"busybox"}' });
  const stop = engine.events.subscribe(() => {});
  expect(await info()).toMatchObject({
    Containers: 1,
    ContainersStopped: 1,
    ContainersRunning: 0,
    NEventsListener: 1,
  });
  stop();
  expect((await info()).ID).toBe((await info()).ID);
});
