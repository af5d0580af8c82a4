import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { RawHeaders, Reply } from '../../../src/exchange/exchange.ts';
import { plain, type Setup, text } from './setup.ts';

export function framing({ start }: Setup): void {
  const headers: RawHeaders = [
    ['X-Z', '1'],
    ['Api-Version', '1.51'],
    ['X-Z', '2'],
  ];
  const head = 'X-Z: 1\r\nApi-Version: 1.51\r\nX-Z: 2\r\n';
  const produced = async (): Promise<Reply> => ({
    status: 200,
    headers,
    body: (async function* () {
      yield text('one');
      yield text('');
      await sleep(1);
      yield text('sixteen-letters!');
    })(),
  });

  test('writes the headers as given, and the body in chunks as they come', async () => {
    const client = await start(produced);
    client.request('GET /').request('GET /', ['Connection: close']);
    const chunks = '3\r\none\r\n10\r\nsixteen-letters!\r\n0\r\n\r\n';
    expect(await client.rest()).toBe(
      `HTTP/1.1 200 OK\r\n${head}Transfer-Encoding: chunked\r\n\r\n${chunks}` +
        `HTTP/1.1 200 OK\r\n${head}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
    );
  });

  test('frames for HTTP/1.0 by closing, unless the length is known and the client keeps alive', async () => {
    const client = await start(async exchange => (exchange.target === '/sized' ? plain('abc') : produced()));
    client.send('GET /sized HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n');
    expect(await client.rest()).toBe(
      'HTTP/1.0 200 OK\r\nContent-Length: 3\r\nConnection: keep-alive\r\n\r\nabc' +
        `HTTP/1.0 200 OK\r\n${head}\r\nonesixteen-letters!`,
    );
  });

  test('sends no body for HEAD, 204 and 304', async () => {
    const client = await start(async ({ method, target }) =>
      method === 'HEAD'
        ? plain('body')
        : { status: Number(target.slice(1)), headers: [], body: new Uint8Array(0) },
    );
    client.request('HEAD /').request('GET /204').request('GET /304', ['Connection: close']);
    expect(await client.rest()).toBe(
      'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n' +
        'HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n',
    );
  });

  test('refuses what is not HTTP in the words of a dockerd 28.5.2', async () => {
    const client = await start(async () => plain('never'));
    client.send('garbage\r\n\r\n');
    expect(await client.rest()).toBe(
      'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request',
    );
  });
}
