import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { essence, get, json, requests, send } from './bad-input/requests.ts';
import { serveForTest, type TestServer } from './serve-for-test.ts';

const recorded = JSON.parse(readFileSync(new URL('bad-input/recorded.json', import.meta.url), 'utf8'));
let server: TestServer;
beforeAll(async () => {
  server = await serveForTest();
});
afterAll(() => server.stop());

for (const [name, bytes] of Object.entries(requests)) {
  test(`bad input: ${name}`, async () => {
    const answer = await send(server.socketPath, bytes);
    expect(essence(answer)).toEqual(recorded[name]);
    expect(await send(server.socketPath, get('/_ping'))).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*OK$/);
  });
}

function openSockets(): number {
  return readdirSync(`/proc/${server.pid}/fd`).length;
}

test.skipIf(process.platform !== 'linux')('clients that vanish leave no socket open', async () => {
  await send(server.socketPath, get('/_ping'));
  const before = openSockets();
  const sockets: Socket[] = [];
  for (const request of [
    get('/events'),
    'GET /_ping HT',
    json('POST', '/containers/create', '').replace('-Length: 0', '-Length: 9999'),
  ]) {
    for (let count = 0; count < 20; count += 1) {
      const socket = connect(server.socketPath, () => socket.write(request));
      socket.on('error', () => {});
      socket.on('data', () => {});
      sockets.push(socket);
    }
  }
  await new Promise(resolve => setTimeout(resolve, 300));
  expect(openSockets()).toBeGreaterThanOrEqual(before + 55);
  for (const socket of sockets) socket.destroy();
  for (let tries = 0; tries < 100 && openSockets() > before; tries += 1) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  expect(openSockets()).toBeLessThanOrEqual(before);
});
