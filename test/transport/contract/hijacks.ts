import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Daemon, HijackedStream } from '../../../src/exchange/exchange.ts';
import { bodyOf, plain, type Setup, text } from './setup.ts';

export function hijacks({ start }: Setup): void {
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
