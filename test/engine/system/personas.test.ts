import { expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { createEngine } from '../../../src/create-engine.ts';
import { daemonNames } from '../../../src/engine/system/persona-daemon.ts';
import { askRaw } from '../../fixtures/ask-raw.ts';

// Sentences, statuses and headers from each tag's api/server (moby), not from our own output.

const daemonOf = (daemon: string) => api(createEngine({ daemon }));
const ask = (daemon: string, target: string, method = 'GET') => askRaw(daemonOf(daemon), method, target);
const DATE = 'Date: Thu, 01 Jan 2026 00:00:00 GMT';
const tooOld = (client: string, oldest: string) =>
  `client version ${client} is too old. Minimum supported API version is ${oldest}, please upgrade your client to a newer version`;

test('createEngine takes the daemons there are, and names them for any other', () => {
  expect(daemonNames.join(' ')).toBe(
    '29 28.5 26.1 24.0 20.10 19.03 17.03 1.12 1.6 0.6.0 0.5.0 0.4.2 0.4.0 0.3.4 any',
  );
  expect(() => createEngine({ daemon: '3.11' })).toThrow('There is no daemon "3.11": take one of 29, 28.5,');
});

test('the default is 28.5, to the byte', async () => {
  for (const target of ['/version', '/info', '/_ping', '/v1.23/info', '/v1.52/info']) {
    expect(await ask('28.5', target)).toEqual(await askRaw(api(createEngine()), 'GET', target));
  }
});

test.for([
  ['29', '29.0.4', '1.52', '1.44'],
  ['28.5', '28.5.2', '1.51', '1.24'],
  ['26.1', '26.1.5', '1.45', '1.24'],
  ['24.0', '24.0.9', '1.43', '1.12'],
  ['20.10', '20.10.27', '1.41', '1.12'],
  ['19.03', '19.03.15', '1.40', '1.12'],
  ['17.03', '17.03.2-ce', '1.27', '1.12'],
] as const)('%s says its version and its range', async ([daemon, Version, ApiVersion, MinAPIVersion]) => {
  const { body } = await ask(daemon, '/version');
  expect(JSON.parse(body)).toMatchObject({ Version, ApiVersion, MinAPIVersion });
  expect(JSON.parse((await ask(daemon, '/info')).body).ServerVersion).toBe(Version);
});

test('GET /version before it had components, a minimum, an order', async () => {
  const keys = async (daemon: string) => Object.keys(JSON.parse((await ask(daemon, '/version')).body));
  const flat = 'Version ApiVersion GitCommit GoVersion Os Arch KernelVersion BuildTime';
  expect((await keys('1.12')).join(' ')).toBe(flat);
  expect((await keys('17.03')).join(' ')).toBe(flat.replace('ApiVersion', 'ApiVersion MinAPIVersion'));
  expect((await keys('1.6')).join(' ')).toBe('ApiVersion Arch GitCommit GoVersion KernelVersion Os Version');
});

test('a version that is too old', async () => {
  const json = `{"message":"${tooOld('1.43', '1.44')}"}\n`;
  const text = `${tooOld('1.11', '1.12')}\n`;
  expect(await ask('29', '/v1.43/info')).toEqual({
    status: 400,
    headers: [
      'Api-Version: 1.52',
      'Content-Type: application/json',
      'Ostype: linux',
      'Server: Docker/29.0.4 (linux)',
      DATE,
      `Content-Length: ${json.length}`,
    ],
    body: json,
  });
  expect(await ask('1.12', '/v1.11/info')).toEqual({
    status: 400,
    headers: [
      'Content-Type: text/plain; charset=utf-8',
      'X-Content-Type-Options: nosniff',
      DATE,
      `Content-Length: ${text.length}`,
    ],
    body: text,
  });
});

test('a version that is too new', async () => {
  const refusal = async (daemon: string, version: string) => {
    const { status, body } = await ask(daemon, `/v${version}/info`);
    return [status, body];
  };
  const message = (client: string, newest: string) =>
    `{"message":"client version ${client} is too new. Maximum supported API version is ${newest}"}\n`;
  expect(await refusal('29', '1.53')).toEqual([400, message('1.53', '1.52')]);
  expect(await refusal('20.10', '1.42')).toEqual([400, message('1.42', '1.41')]);
  // 17.03 took every newer one.
  expect((await refusal('17.03', '1.51'))[0]).toBe(200);
  expect(await refusal('1.12', '1.25')).toEqual([
    400,
    '{"message":"client is newer than server (client API version: 1.25, server API version: 1.24)"}\n',
  ]);
  expect(await refusal('1.6', '1.19')).toEqual([
    404,
    "client and server don't have same version (client : 1.19, server: 1.18)\n",
  ]);
});

test('the headers of GET /_ping', async () => {
  const names = async (daemon: string) => {
    const { headers } = await ask(daemon, '/_ping');
    return headers.map(header => header.split(':')[0]).join(' ');
  };
  const last = 'Date Content-Length Content-Type';
  expect(await names('24.0')).toBe(await names('28.5'));
  expect(await names('20.10')).toBe(
    `Api-Version Cache-Control Docker-Experimental Ostype Pragma Server ${last}`,
  );
  expect(await names('17.03')).toBe(`Api-Version Docker-Experimental Server ${last}`);
  expect(await names('1.12')).toBe(`Server ${last}`);
  expect(await names('1.6')).toBe(last);
});

test('what came later is no route', async () => {
  expect((await ask('19.03', '/_ping', 'HEAD')).status).toBe(200);
  expect((await ask('17.03', '/_ping', 'HEAD')).status).toBe(404);
  expect((await ask('1.12', '/system/df')).body).toBe('{"message":"page not found"}\n');
  const { status, headers, body } = await ask('1.6', '/volumes');
  expect([status, headers[0], body]).toEqual([
    404,
    'Content-Type: text/plain; charset=utf-8',
    '404 page not found\n',
  ]);
});

test('errors are plain for the clients of before 1.24', async () => {
  const missing = 'No such container: nope';
  expect((await ask('20.10', '/v1.24/containers/nope/json')).body).toBe(`{"message":"${missing}"}\n`);
  expect((await ask('20.10', '/v1.23/containers/nope/json')).body).toBe(`${missing}\n`);
  expect((await ask('1.6', '/containers/nope/json')).body).toBe(`${missing}\n`);
});

test('a fork and a commit are of the same daemon', async () => {
  const engine = createEngine({ daemon: '24.0' });
  expect(JSON.parse((await askRaw(engine.fork(), 'GET', '/version')).body).Version).toBe('24.0.9');
});
