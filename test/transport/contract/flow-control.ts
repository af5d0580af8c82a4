import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { plain, type Setup } from './setup.ts';

export function flowControl({ start }: Setup): void {
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
    expect(produced).toBeLessThan(200); // of 1,000: what the sockets' own buffers hold
    let received = 0;
    client.socket.removeAllListeners('data');
    client.socket.on('data', (data: Buffer) => {
      received += data.length;
    });
    client.socket.resume();
    while (received < 1_000 * chunk.length) await once(client.socket, 'data');
    await vi.waitFor(() => expect(produced).toBe(1_000)); // the chunks' own framing was counted, too
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
    expect(sent).toBeLessThan(200);
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
    expect(written).toBeLessThan(200); // two more sockets, and TLS, where it goes by `live`
  });
}
