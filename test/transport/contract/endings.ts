import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Daemon, HijackedStream } from '../../../src/exchange/exchange.ts';
import { bodyOf, noConnections, plain, type Setup, text } from './setup.ts';

export function endings({ start, dial, errors, served }: Setup): void {
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

  test('a client that goes away is noticed behind a body that nobody reads', async () => {
    const client = await start(async ({ signal }) => ({
      status: 200,
      headers: [],
      body: (async function* () {
        yield text('start');
        await new Promise(resolve => signal.addEventListener('abort', resolve));
      })(),
    }));
    await client.request('GET /events', ['Content-Length: 2'], '{}').until('start');
    client.socket.destroy();
    await noConnections(served());
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
