import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Daemon, Exchange, HijackedStream, RawHeaders, Reply } from '../../src/exchange/exchange.ts';
import { RawClient } from './raw-client.ts';

/** A transport under test. */
export interface Served {
  /** One end of a new connection, half-close allowed. */
  dial(): Promise<Duplex>;
  /** How many connections the server holds open. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

export type Serve = (daemon: Daemon, onError: (error: unknown) => void) => Promise<Served>;

const text = (value: string) => new TextEncoder().encode(value);
const plain = (body: string, headers: RawHeaders = []): Reply => ({
  status: 200,
  headers: [...headers, ['Content-Length', String(body.length)]],
  body: text(body),
});

async function bodyOf(exchange: Exchange): Promise<string> {
  let body = '';
  for await (const chunk of exchange.body) body += Buffer.from(chunk).toString('latin1');
  return body;
}

/** What every transport keeps, whichever way its bytes go. */
export function transportContract(name: string, serve: Serve): void {
  describe(name, () => {
    const cleanups: Array<() => unknown> = [];
    let errors: unknown[] = [];
    let served: Served;
    afterEach(async () => {
      for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
      errors = [];
    });

    async function start(daemon: Daemon): Promise<RawClient> {
      served = await serve(daemon, error => errors.push(error));
      cleanups.push(() => served.close());
      return dial();
    }

    async function dial(): Promise<RawClient> {
      const client = new RawClient(await served.dial());
      cleanups.push(() => client.socket.destroy());
      return client;
    }

    const setup = { start, dial, errors: () => errors, served: () => served };
    requests(setup);
    framing(setup);
    hijacks(setup);
    flowControl(setup);
    endings(setup);
  });
}

interface Setup {
  start(daemon: Daemon): Promise<RawClient>;
  dial(): Promise<RawClient>;
  errors(): unknown[];
  served(): Served;
}

function requests({ start, dial }: Setup): void {
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

function framing({ start }: Setup): void {
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

function hijacks({ start }: Setup): void {
  const echo = (stream: HijackedStream) =>
    void (async () => {
      for await (const chunk of stream.input) await stream.write(text(`<${Buffer.from(chunk)}>`));
      await stream.write(text('bye'));
      await stream.end();
    })().catch(() => {});
  const upgrade = ['Connection: Upgrade', 'Upgrade: tcp'];
  const upgraded: Daemon = async () => ({
    status: 101,
    reason: 'UPGRADED',
    headers: [['Upgrade', 'tcp']],
    hijack: echo,
  });

  test('gives the connection away with 101; the client ends first', async () => {
    const client = await start(upgraded);
    client.request('POST /attach', upgrade);
    expect(await client.until('\r\n\r\n')).toBe('HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n');
    expect(await client.send('one').until('>')).toBe('<one>');
    expect(await client.send('GET / HTTP/1.1\r\n\r\n').until('>')).toBe('<GET / HTTP/1.1\r\n\r\n>');
    client.socket.end();
    expect(await client.rest()).toBe('bye');
  });

  test('drops an announced body that the daemon left, even where it comes late', async () => {
    const client = await start(upgraded);
    client.request('POST /attach', [...upgrade, 'Content-Length: 7'], '{"a"');
    await client.until('\r\n\r\n');
    expect(await client.send(':1}stdin').until('>')).toBe('<stdin>');
  });

  test('gives the connection away with 200 and no Upgrade, with what followed the body in one packet', async () => {
    const bodies: string[] = [];
    const client = await start(async exchange => {
      bodies.push(await bodyOf(exchange));
      return { status: 200, headers: [['Content-Type', 'x']], hijack: echo };
    });
    client.request('POST /exec/1/start', ['Content-Length: 2'], '{}first');
    expect(await client.until('>')).toBe('HTTP/1.1 200 OK\r\nContent-Type: x\r\n\r\n<first>');
    client.socket.end();
    expect(await client.rest()).toBe('bye');
    expect(bodies).toEqual(['{}']);
  });

  test('the daemon ends first, and still hears the client', async () => {
    let heard = '';
    let finished = () => {};
    const done = new Promise<void>(resolve => {
      finished = resolve;
    });
    const client = await start(async () => ({
      status: 101,
      headers: [],
      hijack: stream =>
        void (async () => {
          await stream.write(text('output'));
          await stream.end();
          for await (const chunk of stream.input) heard += Buffer.from(chunk);
          finished();
        })(),
    }));
    expect((await client.request('POST /', upgrade).rest()).endsWith('output')).toBe(true);
    client.send('late').socket.end('r');
    await done;
    expect(heard).toBe('later');
  });

  test('an Upgrade that the daemon does not take is an ordinary exchange', async () => {
    const client = await start(async () => plain('no'));
    client.request('POST /a', upgrade).request('GET /b', ['Connection: close']);
    expect((await client.rest()).match(/200 OK/g)?.length).toBe(2);
  });

  test('a client that goes away is seen: input ends, a write fails, the signal aborts', async () => {
    let seen: (value: string) => void = () => {};
    const aborted = new Promise<string>(resolve => {
      seen = resolve;
    });
    const client = await start(async () => ({
      status: 101,
      headers: [],
      hijack: stream => {
        stream.signal.addEventListener('abort', () => seen('aborted'));
        void (async () => {
          for await (const _ of stream.input);
          // Only a write tells a peer that is gone from one that half-closed; dockerd finds out no earlier.
          for (;;) {
            await stream.write(text('output'));
            await sleep(1);
          }
        })().catch(() => {});
      },
    }));
    client.request('POST /', upgrade);
    await client.until('\r\n\r\n');
    client.socket.destroy();
    expect(await aborted).toBe('aborted');
  });
}

function flowControl({ start }: Setup): void {
  const chunk = new Uint8Array(64 * 1024);

  test('a fast producer waits for a client that does not read', async () => {
    let produced = 0;
    const client = await start(async () => ({
      status: 200,
      headers: [],
      body: (async function* () {
        for (; produced < 1_000; produced += 1) yield chunk;
      })(),
    }));
    client.socket.pause();
    client.request('GET /');
    await sleep(100);
    expect(produced).toBeLessThan(100); // of 1,000: what the sockets' own buffers hold
    let received = 0;
    client.socket.removeAllListeners('data');
    client.socket.on('data', (data: Buffer) => {
      received += data.length;
    });
    client.socket.resume();
    while (received < 1_000 * chunk.length) await once(client.socket, 'data');
    expect(produced).toBe(1_000);
  });

  test('an upload waits for a daemon that does not read', async () => {
    let go = () => {};
    const open = new Promise<void>(resolve => {
      go = resolve;
    });
    const client = await start(async exchange => {
      await open;
      let length = 0;
      for await (const piece of exchange.body) length += piece.length;
      return plain(String(length));
    });
    client.request('POST /load', [`Content-Length: ${1_000 * chunk.length}`]);
    let sent = 0;
    const sending = (async () => {
      for (; sent < 1_000; sent += 1) {
        if (!client.socket.write(chunk)) await once(client.socket, 'drain');
      }
    })();
    await sleep(100);
    expect(sent).toBeLessThan(100);
    go();
    await sending;
    expect(await client.until(String(1_000 * chunk.length))).toContain('200 OK');
  });

  test('a hijacked stream waits for a client that does not read', async () => {
    let written = 0;
    const client = await start(async () => ({
      status: 101,
      headers: [],
      hijack: stream =>
        void (async () => {
          for (; written < 1_000; written += 1) await stream.write(chunk);
        })().catch(() => {}),
    }));
    client.socket.pause();
    client.request('POST /', ['Connection: Upgrade', 'Upgrade: tcp']);
    await sleep(100);
    expect(written).toBeLessThan(100);
  });
}

function endings({ start, dial, errors, served }: Setup): void {
  test('a client that goes away aborts the signal, and its reply is never waited for', async () => {
    let aborted = () => {};
    const seen = new Promise<void>(resolve => {
      aborted = resolve;
    });
    const client = await start(
      ({ signal }) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            aborted();
            reject(new Error('canceled'));
          }),
        ),
    );
    client.request('GET /events');
    await sleep(10);
    client.socket.destroy();
    await seen;
    await noConnections(served());
    expect(errors()).toEqual([]);
  });

  test('a client that only half-closes aborts the signal too, and gets the rest of its reply', async () => {
    // So does dockerd: GET /events over `nc -N` ends with an empty chunk, POST /wait with "context canceled".
    const client = await start(async ({ signal }) => ({
      status: 200,
      headers: [],
      body: (async function* () {
        yield text('start');
        await new Promise(resolve => signal.addEventListener('abort', resolve));
        yield text('canceled');
      })(),
    }));
    client.request('GET /');
    await client.until('start\r\n');
    client.socket.end();
    expect(await client.rest()).toBe('8\r\ncanceled\r\n0\r\n\r\n');
  });

  test('a producer whose client went away is told to stop', async () => {
    let stopped = () => {};
    const stop = new Promise<void>(resolve => {
      stopped = resolve;
    });
    const client = await start(async () => ({
      status: 200,
      headers: [],
      body: (async function* () {
        try {
          for (;;) {
            yield text('tick');
            await sleep(1);
          }
        } finally {
          stopped();
        }
      })(),
    }));
    await client.request('GET /').until('tick');
    client.socket.destroy();
    await stop;
    await noConnections(served());
  });

  test('a daemon that rejects, or whose body throws, drops that connection only', async () => {
    const client = await start(async ({ target }) => {
      if (target === '/reject') throw new Error('rejected');
      if (target === '/hijack') return { status: 101, headers: [], hijack: () => assertNever() };
      if (target === '/ok') return plain('fine');
      return { status: 200, headers: [], body: failing() };
    });
    expect(await client.request('GET /reject').rest()).toBe('');
    expect(await (await dial()).request('POST /hijack').rest()).toContain('101');
    expect(await (await dial()).request('GET /body').rest()).not.toContain('\r\n0\r\n');
    expect(await (await dial()).request('GET /ok').until('fine')).toContain('200');
    expect(errors().map(String)).toEqual(['Error: rejected', 'Error: hijack failed', 'Error: body failed']);
  });

  test('an upload that is cut off reaches the daemon as Go says it', async () => {
    const failures: unknown[] = [];
    const daemon: Daemon = async exchange =>
      plain(await bodyOf(exchange).catch(error => String(failures.push(error))));
    const client = await start(daemon);
    client.request('POST /', ['Content-Length: 10'], 'half').socket.end();
    expect(await client.rest()).toContain('200 OK');
    expect(failures.map(String)).toEqual(['Error: unexpected EOF']);
  });

  test('abandoned connections leave nothing behind', async () => {
    const first = await start(async ({ target, signal }) =>
      target === '/wait'
        ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('canceled'))))
        : { status: 101, headers: [], hijack: stream => void endWith(stream) },
    );
    const clients = [first];
    for (let count = 0; count < 30; count += 1) clients.push(await dial());
    for (const [index, client] of clients.entries()) {
      if (index % 4 === 0) client.request('GET /wait');
      if (index % 4 === 1) client.request('POST /attach', ['Upgrade: tcp', 'Connection: Upgrade']);
      if (index % 4 === 2) client.send('POST / HT');
    }
    await sleep(20);
    for (const client of clients) client.socket.destroy();
    await noConnections(served());
    expect(errors()).toEqual([]);
  });
}

async function noConnections(served: Served): Promise<void> {
  for (let tries = 0; tries < 100 && (await served.connections()) > 0; tries += 1) await sleep(10);
  expect(await served.connections()).toBe(0);
}

/** What an attached process does that ends when its input does. */
async function endWith(stream: HijackedStream): Promise<void> {
  for await (const _ of stream.input);
  await stream.end();
}

function assertNever(): never {
  throw new Error('hijack failed');
}

// biome-ignore lint/correctness/useYield: it fails before it has anything to yield
async function* failing(): AsyncGenerator<Uint8Array> {
  await sleep(1);
  throw new Error('body failed');
}
