import { expect, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { askRaw, newEngine } from '../fixtures/ask-raw.ts';

const daemon = api(newEngine());

test('GET /_ping', async () => {
  expect(await askRaw(daemon, 'GET', '/_ping')).toEqual({
    status: 200,
    headers: [
      'Api-Version: 1.51',
      'Builder-Version: 2',
      'Cache-Control: no-cache, no-store, must-revalidate',
      'Docker-Experimental: false',
      'Ostype: linux',
      'Pragma: no-cache',
      'Server: Docker/28.5.2 (linux)',
      'Swarm: inactive',
      'Date: Thu, 01 Jan 2026 00:00:00 GMT',
      'Content-Length: 2',
      'Content-Type: text/plain; charset=utf-8',
    ],
    body: 'OK',
  });
});

test('an unknown path gets few headers', async () => {
  expect(await askRaw(daemon, 'GET', '/v1.51/nope')).toEqual({
    status: 404,
    headers: ['Content-Type: application/json', 'Date: Thu, 01 Jan 2026 00:00:00 GMT', 'Content-Length: 29'],
    body: '{"message":"page not found"}\n',
  });
});

test('versions above the newest are spoken where they were asked for', async () => {
  const engine = newEngine();
  const future = api(engine, { maxVersion: '1.56' });
  const answer = await askRaw(future, 'GET', '/v1.56/_ping');
  expect([answer.status, answer.headers[0]]).toEqual([200, 'Api-Version: 1.56']);
  expect(engine.unsimulated()).toEqual({});
  expect((await askRaw(future, 'GET', '/v1.56/images/x/attestations')).status).toBe(501);
  expect((await askRaw(daemon, 'GET', '/v1.51/images/x/attestations')).status).toBe(404);
});

test("what is not simulated says so, in Docker's form, and is counted", async () => {
  const engine = newEngine();
  const answer = await askRaw(engine, 'POST', '/v1.51/swarm/init');
  expect([answer.status, answer.body]).toEqual([
    501,
    '{"message":"dockless does not simulate POST /swarm/init"}\n',
  ]);
  expect(engine.unsimulated()).toEqual({ 'POST /swarm/init': 1 });
});
