import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { bodyOf, plain, type Setup } from './setup.ts';

export function requests({ start, dial }: Setup): void {
  test('hands on method, target and headers as they were sent', async () => {
    const client = await start(async ({ method, target, headers }) =>
      plain(JSON.stringify({ method, target, headers })),
    );
    client.send('PUT /a%2Fb?x=1&x=%20 HTTP/1.1\r\nhOsT: d\r\nX-B: 1\r\nx-a:  two words \r\nX-B: 3\r\n\r\n');
    await client.until('\r\n\r\n');
    expect(JSON.parse(await client.until('}'))).toEqual({
      method: 'PUT',
      target: '/a%2Fb?x=1&x=%20',
      headers: [
        ['hOsT', 'd'],
        ['X-B', '1'],
        ['x-a', 'two words'],
        ['X-B', '3'],
      ],
    });
  });

  test('keeps the connection, and answers pipelined requests in order', async () => {
    const client = await start(async ({ target }) => {
      if (target === '/1') await sleep(5);
      return plain(target);
    });
    client.request('GET /1').request('GET /2').request('GET /3', ['Connection: close']);
    expect(await client.rest()).toBe(
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n/1' +
        'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n/2' +
        'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n/3',
    );
  });

  test('reads sized and chunked bodies to their ends, and drops what the daemon leaves', async () => {
    const client = await start(async exchange =>
      plain(exchange.target === '/skip' ? 'skipped' : await bodyOf(exchange)),
    );
    client
      .request('POST /a', ['Content-Length: 5'], 'hello')
      .request('POST /skip', ['Content-Length: 4'], 'abcd');
    client.request(
      'POST /b',
      ['Transfer-Encoding: chunked'],
      '3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: 1\r\n\r\n',
    );
    expect(await client.until('hello')).toContain('Content-Length: 5');
    await client.until('skipped');
    expect(await client.until('abcde')).toContain('Content-Length: 5');
  });

  test('asks for the body only when the daemon reads it', async () => {
    const client = await start(async exchange =>
      plain(exchange.target === '/read' ? await bodyOf(exchange) : 'no'),
    );
    client.request('POST /read', ['Expect: 100-continue', 'Content-Length: 2']);
    expect(await client.until('\r\n\r\n')).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    expect(await client.send('ok').until('ok')).toBe('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    client.request('POST /unread', ['Expect: 100-continue', 'Content-Length: 2']);
    expect(await client.rest()).toBe('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno');
  });

  test('serves several connections at once', async () => {
    const waiting: Array<() => void> = [];
    const first = await start(async ({ target }) => {
      await new Promise<void>(resolve => {
        waiting.push(resolve);
        if (waiting.length === 3) for (const go of waiting) go();
      });
      return plain(target);
    });
    const clients = [first, await dial(), await dial()];
    const answers = clients.map((client, index) =>
      client.request(`GET /${index}`).until(`\r\n\r\n/${index}`),
    );
    expect((await Promise.all(answers)).length).toBe(3);
  });
}
