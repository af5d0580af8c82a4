import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import { Duplex, duplexPair } from 'node:stream';
import { expect, test } from 'vitest';
import type { Frame } from '../../../src/recording/frame.ts';
import { type CallEvent, callsOf } from '../../../src/recording/http2/recorded-calls.ts';
import { exchangesOf } from '../../../src/recording/replay/recorded-exchange.ts';
import { grpcFrame } from '../../../src/support/grpc-messages.ts';

/** Every character that a header's value may hold, and what is long, repeated or secret: all forms of HPACK. */
const METADATA = {
  'x-all': Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join(''),
  'x-latin': Array.from({ length: 96 }, (_, index) => String.fromCharCode(160 + index)).join(''),
  'x-long': 'abc123'.repeat(100),
  'x-list': ['one', 'two'],
  accept: '',
};

/** Node's own HTTP/2, and what crosses between its two ends as frames of a recording. */
async function recorded(calls: number): Promise<CallEvent[][]> {
  const frames: Frame[] = [{ x: 1, t: 0, kind: 'request', method: 'POST', target: '/grpc', headers: [] }];
  const [near, far] = duplexPair();
  const write = (kind: 'input-bytes' | 'output-bytes', chunk: Uint8Array) => {
    // Cut at odd places: no frame may count on coming whole.
    for (let at = 0; at < chunk.length; at += 7) {
      const base64 = Buffer.from(chunk.subarray(at, at + 7)).toString('base64');
      frames.push({ x: 1, t: 0, kind, base64 });
    }
  };
  const tapped = new Duplex({
    read: () => {},
    write: (chunk, _, done) => {
      write('input-bytes', chunk);
      near.write(chunk, () => done());
    },
  });
  near.on('data', chunk => {
    write('output-bytes', chunk);
    tapped.push(chunk);
  });
  const server = createServer();
  server.on('stream', stream => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0', ...METADATA }));
    stream.resume().on('end', () => stream.end(grpcFrame(Uint8Array.of(1, 2, 3))));
  });
  server.emit('connection', far);
  const client = connect('http://localhost', { createConnection: () => tapped });
  for (let index = 0; index < calls; index += 1) {
    const call = client.request({ ':method': 'POST', ':path': `/service/call-${index}`, ...METADATA });
    call.write(grpcFrame(new Uint8Array(70_000).fill(index)));
    call.end(grpcFrame(new Uint8Array(0)));
    await once(call.resume(), 'close');
  }
  client.destroy();
  const recording = {
    header: { recording: 'dockless', format: 1, startedAt: '', scrubbed: [] },
    frames,
    bytes: (frame: Frame) => Buffer.from('base64' in frame ? frame.base64 : '', 'base64'),
  } as const;
  return exchangesOf(recording).flatMap(exchange =>
    callsOf(recording, exchange).map(({ events }) => [...events]),
  );
}

const pairs = Object.entries(METADATA).flatMap(([name, value]) => [value].flat().map(one => [name, one]));

test('what crossed an HTTP/2 connection of Node is read back call by call', async () => {
  const calls = await recorded(3);
  expect(calls).toHaveLength(3);
  for (const [index, events] of calls.entries()) {
    const said = (from: string) =>
      events.filter(event => event.from === from).map(({ at: _, t: __, from: ___, ...sent }) => sent);
    const asked = [
      [':method', 'POST'],
      [':path', `/service/call-${index}`],
    ];
    expect(said('caller')).toEqual([
      { kind: 'headers', headers: expect.arrayContaining([...asked, ...pairs]) },
      { kind: 'message', message: new Uint8Array(70_000).fill(index) },
      { kind: 'message', message: new Uint8Array(0) },
      { kind: 'end' },
    ]);
    expect(said('answerer')).toEqual([
      { kind: 'headers', headers: expect.arrayContaining([[':status', '200']]) },
      { kind: 'message', message: Uint8Array.of(1, 2, 3) },
      { kind: 'headers', headers: [['grpc-status', '0'], ...pairs] },
      { kind: 'end' },
    ]);
  }
});
