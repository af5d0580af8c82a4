import { expect, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Exchange } from '../../src/exchange/exchange.ts';
import { hostTimers } from '../../src/support/host-timers.ts';

const daemon = api(new Engine({ host: hostTimers() }));

async function ask(method: string, target: string) {
  const exchange: Exchange = {
    method,
    target,
    headers: [],
    body: (async function* () {})(),
    signal: new AbortController().signal,
  };
  const reply = await daemon(exchange);
  if ('hijack' in reply) throw new Error('hijacked');
  const body = reply.body instanceof Uint8Array ? new TextDecoder().decode(reply.body) : '(stream)';
  return { status: reply.status, headers: reply.headers.map(([name, value]) => `${name}: ${value}`), body };
}

test('GET /_ping', async () => {
  expect(await ask('GET', '/_ping')).toEqual({
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
  expect(await ask('GET', '/v1.51/nope')).toEqual({
    status: 404,
    headers: ['Content-Type: application/json', 'Date: Thu, 01 Jan 2026 00:00:00 GMT', 'Content-Length: 29'],
    body: '{"message":"page not found"}\n',
  });
});
