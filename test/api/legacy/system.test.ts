import { expect, test } from 'vitest';
import { legacyWorld, NATIVE, NOT_FOUND_PAGE, SERVER, VERSIONS } from './world.ts';

test.for(VERSIONS)('86. at %s: info', async version => {
  const world = legacyWorld(NATIVE, version);
  const keys = Object.keys((await world.get('/info')).json);
  if (version === '1.0') {
    expect(keys).toEqual(['Containers', 'Version', 'Images', 'Debug', 'GoVersion']);
    return;
  }
  expect(keys.slice(0, 3)).toEqual(['Debug', 'Containers', 'Images']);
  expect(keys.includes('Version')).toBe(false);
  expect(keys.includes('KernelVersion') && keys.at(-1) === 'IndexServerAddress').toBe(version === '1.4');
});

test.for(VERSIONS)('87. at %s: version', async version => {
  const { body } = await legacyWorld(NATIVE, version).get('/version');
  const expected = {
    '1.0': '{"Version":"0.3.4","GitCommit":"8d73740","MemoryLimit":true,"SwapLimit":true}',
    '1.1': '{"Version":"0.4.0","GitCommit":"a8ae398","GoVersion":"go1.0.3"}',
    '1.2': '{"Version":"0.4.2","GitCommit":"2e7649b","GoVersion":"go1.1"}',
    '1.3': '{"Version":"0.5.0","GitCommit":"51f6c4a","GoVersion":"go1.1"}',
    '1.4': '{"Version":"0.6.0","GitCommit":"f4a4f1c","GoVersion":"go1.1.2"}',
  }[version];
  expect(body).toBe(expected);
});

test.for(VERSIONS)('88. and 89. at %s: the login', async version => {
  const world = legacyWorld(NATIVE, version);
  const login = { username: 'jo', password: 'secret', email: 'jo@example.org' };
  const { status, json } = await world.post('/auth', login);
  expect([status, json.Status.trim()]).toEqual([200, 'Login Succeeded']);
  expect(json.Status.endsWith('\n')).toBe(version < '1.3');
  const wrong = await world.post('/auth', { username: '', password: '' });
  expect([wrong.status, wrong.body]).toEqual([
    version < '1.3' ? 500 : 401,
    'Wrong login/password, please try again\n',
  ]);
  const stored = await world.get('/auth');
  if (version < '1.2') {
    expect(stored.json).toEqual({ username: 'jo', password: '', email: 'jo@example.org' });
  } else expect([stored.status, stored.body]).toEqual([404, version < '1.4' ? '' : NOT_FOUND_PAGE]);
});

/** The events from the beginning on, read until no more come. */
async function eventsOf(world: ReturnType<typeof legacyWorld>): Promise<Array<Record<string, unknown>>> {
  const { api } = await import('../../../src/api/api.ts');
  const leaving = new AbortController();
  const reply = await api(world.engine)({
    method: 'GET',
    target: world.engine.persona.daemon === 'any' ? '/v1.3/events?since=1' : '/events?since=1',
    headers: [],
    body: (async function* () {})(),
    signal: leaving.signal,
  });
  if ('hijack' in reply || reply.body instanceof Uint8Array) throw new Error('not a stream');
  let text = '';
  leaving.abort();
  for await (const chunk of reply.body) text += new TextDecoder().decode(chunk);
  expect(text).not.toContain('\n');
  return text === '' ? [] : JSON.parse(`[${text.replaceAll('}{', '},{')}]`);
}

test.for(VERSIONS)('90. at %s: whether there are events', async version => {
  if (version >= '1.3') return;
  const { status, body } = await legacyWorld(NATIVE, version).get('/events');
  expect([status, body]).toEqual([404, NOT_FOUND_PAGE]);
});

test('90. to 93. what is told of a life', async () => {
  const world = legacyWorld(SERVER);
  const id = await world.run({ Cmd: ['sh', '-c', 'trap exit TERM; sleep 1000 & wait'] });
  const act = async (method: string, path: string) => {
    const acting = world.ask(method, `/containers/${id}${path}`);
    await world.engine.driver.advance(11_000);
    expect((await acting).status).toBe(204);
  };
  await act('POST', '/restart');
  await act('POST', '/stop');
  await act('POST', '/stop');
  await act('POST', '/start');
  await act('POST', '/kill');
  await act('POST', '/kill');
  await act('DELETE', '');
  await world.ask('POST', '/images/busybox/tag?repo=x');
  await world.ask('DELETE', '/images/x');
  const events = await eventsOf(world);
  const container = events.filter(({ from }) => from !== undefined);
  expect(container.map(({ status }) => status)).toEqual(
    'create start die restart die stop stop start die kill kill destroy'.split(' '),
  );
  expect(Object.keys(container[0] as object)).toEqual(['status', 'id', 'from', 'time']);
  expect([container[0]?.id, container[0]?.from]).toEqual([id, 'busybox:latest']);
  const image = events.filter(({ from }) => from === undefined);
  expect(image.map(({ status }) => status)).toEqual(['untag']);
});

test('90. at 1.3 without from', async () => {
  const world = legacyWorld(NATIVE, '1.3');
  await world.create();
  const [created] = await eventsOf(world);
  expect(Object.keys(created as object)).toEqual(['status', 'id', 'time']);
});

test('94. events are not posted', async () => {
  expect((await legacyWorld(NATIVE, '1.4').ask('POST', '/events')).body).toBe(NOT_FOUND_PAGE);
});
