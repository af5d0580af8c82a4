import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { api } from '../../../src/api/api.ts';
import { createEngine } from '../../../src/create-engine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { encodeFrame, OPCODES, readFrames } from '../../../src/support/web-socket-frames.ts';
import { intercept } from '../../../src/transport/intercept/intercept.ts';
import { type Listening, listen } from '../../../src/transport/listen.ts';
import { RawClient } from '../../transport/raw-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'dockless-ws-'));
const socketPath = join(folder, 'd.sock');
let listening: Listening | undefined;
afterEach(() => listening?.close());
afterAll(() => rmSync(folder, { recursive: true }));

function world(): Engine {
  return createEngine({
    containers: [
      { name: 'cat', image: 'busybox', command: ['cat'], config: { OpenStdin: true, StdinOnce: true } },
      { name: 'fin', image: 'busybox', command: ['sh', '-c', 'sleep 1; echo out; echo err >&2; exit 3'] },
    ],
  });
}

const ALL = 'stream=1&stdin=1&stdout=1&stderr=1';

/** What a real dockerd 28.5.2 writes to these heads, byte for byte. */
const HANDSHAKES: Array<[name: string, path: string, without: string, with_: string[], answer: string]> = [
  [
    'no upgrade',
    `cat/attach/ws?${ALL}`,
    'Upgrade',
    [],
    'HTTP/1.1 400 Bad Request\r\n\r\nnot websocket protocol',
  ],
  [
    'no key',
    `cat/attach/ws?${ALL}`,
    'Sec-WebSocket-Key',
    [],
    'HTTP/1.1 400 Bad Request\r\n\r\nmismatch challenge/response',
  ],
  [
    'another version',
    `cat/attach/ws?${ALL}`,
    'Sec-WebSocket-Version',
    ['Sec-WebSocket-Version: 8'],
    'HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Version: 13\r\n\r\nmissing or bad WebSocket Version',
  ],
  [
    'two protocols',
    `cat/attach/ws?${ALL}`,
    '-',
    ['Sec-WebSocket-Protocol: a, b'],
    'HTTP/1.1 400 Bad Request\r\n\r\n',
  ],
];

function upgrade(path: string, without = '-', more: string[] = []): RawClient {
  const heads = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
  ];
  const client = new RawClient(connect({ path: '/ws.sock', allowHalfOpen: true }));
  return client.request(`GET /v1.51/containers/${path}`, [
    ...heads.filter(
      head => !head.startsWith(without) && !(without === 'Upgrade' && head.startsWith('Connection')),
    ),
    ...more,
  ]);
}

test.each(HANDSHAKES)('a handshake with %s is refused', async (_name, path, without, more, answer) => {
  using _ = intercept(api(world()), { targets: ['unix:///ws.sock'] });
  expect(await upgrade(path, without, more).rest()).toBe(answer);
});

test('the bytes of an attach that echoes, is pinged and closes', async () => {
  using _ = intercept(api(world()), { targets: ['unix:///ws.sock'] });
  const client = upgrade(`cat/attach/ws?${ALL}`);
  const mask = Uint8Array.of(1, 2, 3, 4);
  const send = (opcode: number, text: string) =>
    client.send(Buffer.from(encodeFrame(opcode, Buffer.from(text, 'latin1'), mask)).toString('latin1'));
  expect(await client.until('\r\n\r\n')).toBe(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
  );
  send(OPCODES.binary, 'hello\n');
  expect(await client.until('hello\n')).toBe('\x82\x06hello\n');
  send(OPCODES.ping, 'pp');
  expect(await client.until('pp')).toBe('\x8a\x02pp');
  send(OPCODES.text, 'text\n');
  expect(await client.until('text\n')).toBe('\x82\x05text\n');
  send(OPCODES.close, '\x03\xe8');
  expect(await client.rest()).toBe('\x88\x02\x03\xe8');
});

test('the end of a process closes normally; a container that is not there is an ordinary 404', async () => {
  using _ = intercept(api(world()), { targets: ['unix:///ws.sock'] });
  const client = upgrade(`fin/attach/ws?${ALL}`);
  await client.until('\r\n\r\n');
  expect(await client.rest()).toBe('\x82\x04out\n\x82\x04err\n\x88\x02\x03\xe8');
  expect(await upgrade('none/attach/ws').until('}')).toContain('404 Not Found');
});

test('the ws package talks to a container over a socket', async () => {
  listening = await listen(api(world()), `unix://${socketPath}`);
  const socket = new WebSocket(`ws+unix://${socketPath}:/containers/cat/attach/ws?${ALL}`);
  let received = '';
  socket.on('message', data => {
    received += data;
  });
  await once(socket, 'open');
  socket.send('a'.repeat(70_000));
  await vi.waitFor(() => expect(received.length).toBe(70_000));
  expect(received).toBe('a'.repeat(70_000));
  socket.close();
  expect((await once(socket, 'close'))[0]).toBe(1000);
});

test('frames come out as they went in, however the bytes were cut', async () => {
  const sizes = [0, 1, 125, 126, 65_535, 65_536];
  const frames = sizes.map(size =>
    encodeFrame(
      OPCODES.binary,
      new Uint8Array(size).fill(7),
      size % 2 ? Uint8Array.of(9, 8, 7, 6) : undefined,
    ),
  );
  const bytes = Buffer.concat(frames);
  for (const step of [1_000, 65_537, bytes.length]) {
    const pieces = async function* () {
      for (let at = 0; at < bytes.length; at += step) yield new Uint8Array(bytes.subarray(at, at + step));
    };
    const seen: number[] = [];
    for await (const { payload } of readFrames(pieces())) {
      expect(payload.every(byte => byte === 7)).toBe(true);
      seen.push(payload.length);
    }
    expect(seen).toEqual(sizes);
  }
});
