import { expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import type { Exchange } from '../../../src/exchange/exchange.ts';
import { legacyWorld, NATIVE, NOT_FOUND_PAGE, TEXT, VERSIONS } from './world.ts';

type World = ReturnType<typeof legacyWorld>;
const HEAD = 'Content-Type: application/vnd.docker.raw-stream';

/** Attaches, writes `input`, closes that side, and gives what came until the server closed. */
async function attach(world: World, version: string, id: string, query: string, input = '') {
  const exchange: Exchange = {
    method: 'POST',
    target: `/v${version}/containers/${id}/attach?${query}`,
    headers: [
      ['Connection', 'Upgrade'],
      ['Upgrade', 'tcp'],
    ],
    body: (async function* () {})(),
    signal: new AbortController().signal,
  };
  const reply = await api(world.engine)(exchange);
  if (!('hijack' in reply)) throw new Error(`no attach: ${reply.status}`);
  const output = new Promise<string>(resolve => {
    let text = '';
    reply.hijack({
      input: (async function* () {
        if (input !== '') yield new TextEncoder().encode(input);
      })(),
      write: async chunk => {
        text += new TextDecoder().decode(chunk);
      },
      end: async () => resolve(text),
      destroy: () => resolve(text),
      signal: new AbortController().signal,
    });
  });
  return { status: reply.status, headers: reply.headers.map(([name, value]) => `${name}: ${value}`), output };
}

test.for(VERSIONS)('51. to 53. at %s: 200, one header, and the bytes as they are', async version => {
  const world = legacyWorld(NATIVE, version);
  const id = await world.run({ Cmd: ['sh', '-c', 'echo out; echo err >&2'] });
  await world.engine.driver.advance(1_000);
  const both = await attach(world, version, id, 'logs=1&stdout=1&stderr=1');
  expect([both.status, both.headers, await both.output]).toEqual([200, [HEAD], 'out\nerr\n']);
  expect(await (await attach(world, version, id, 'logs=1&stdout=1')).output).toBe('out\n');
  expect(await (await attach(world, version, id, 'logs=1')).output).toBe('');
  const running = await world.run();
  expect(await (await attach(world, version, running, 'stream=1')).output).toBe('');
});

test.for(VERSIONS)('54. and 55. at %s: attached before the start', async version => {
  const world = legacyWorld(NATIVE, version);
  const id = await world.create({ Cmd: ['echo', 'hello'] });
  const { output } = await attach(world, version, id, 'stream=1&stdout=1&stderr=1');
  await world.ask('POST', `/containers/${id}/start`);
  await world.engine.driver.advance(1_000);
  expect(await output).toBe(
    version === '1.1' || version === '1.2'
      ? 'Error: Impossible to attach to a stopped container, start it first\n'
      : 'hello\n',
  );
});

test.for(VERSIONS)('56. at %s: cat gives back what it is given, and ends with its input', async version => {
  const world = legacyWorld(NATIVE, version);
  const id = await world.run({ Cmd: ['cat'], OpenStdin: true, StdinOnce: true });
  const { output } = await attach(world, version, id, 'stream=1&stdin=1&stdout=1', 'hello\n');
  await world.engine.driver.advance(1_000);
  expect(await output).toBe('hello\n');
});

test.for(VERSIONS)('57. at %s: an unknown container is an ordinary 404', async version => {
  const answer = await legacyWorld(NATIVE, version).ask('POST', '/containers/nope/attach?stream=1');
  expect([answer.status, answer.type, answer.body]).toEqual([404, TEXT, 'No such container: nope\n']);
});

test.for(VERSIONS)('58. at %s: whether there is /attach/ws', async version => {
  const { status, body } = await legacyWorld(NATIVE, version).get('/containers/nope/attach/ws');
  if (version === '1.4')
    expect([status, body]).toEqual([501, expect.stringContaining('dockless does not simulate')]);
  else expect([status, body]).toEqual([404, NOT_FOUND_PAGE]);
});
