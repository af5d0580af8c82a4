import { type Duplex, duplexPair } from 'node:stream';
import { expect, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import { serveConnection } from '../../src/transport/http1/serve-connection.ts';

const PIECES = [
  ...[
    'GET ',
    'POST ',
    'HEAD ',
    'DELETE ',
    'FOO ',
    '/_ping',
    '/events',
    '/v1.51/containers/json',
    '/v1.51/containers/create',
  ],
  ...[
    '/v1.51/exec/x/start',
    '/v1.51/containers/x/attach?stream=1',
    '/v1.51/images/load',
    '/build',
    ' HTTP/1.1\r\n',
    ' HTTP/1.0\r\n',
  ],
  ...[
    'Host: a\r\n',
    'Host: a\r\n',
    'Content-Length: 5\r\n',
    'Content-Length: 99999999\r\n',
    'Transfer-Encoding: chunked\r\n',
  ],
  ...[
    'Connection: Upgrade\r\nUpgrade: tcp\r\n',
    'Connection: close\r\n',
    'Expect: 100-continue\r\n',
    'Content-Type: application/json\r\n',
  ],
  ...[
    '\r\n',
    '\r\n',
    '\r\n\r\n',
    '5\r\nhello\r\n',
    '0\r\n\r\n',
    'zz\r\n',
    '{"Image":"busybox"}',
    '\0\xff\xfe',
    'x'.repeat(3000),
  ],
];

test('whatever bytes come, a connection whose client is gone is over, and nothing of ours breaks', async () => {
  let state = 1;
  const draw = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const daemon = api(createEngine());
  const errors: unknown[] = [];
  for (let connection = 0; connection < 300; connection += 1) {
    const sent = Array.from({ length: 2 + draw(12) }, () => PIECES[draw(PIECES.length)]).join('');
    const [near, far] = duplexPair() as unknown as [Duplex, Duplex];
    void serveConnection(far, daemon, error => errors.push(error));
    const over = new Promise<'over'>(resolve => near.on('end', () => resolve('over')));
    near.resume();
    near.write(sent, 'latin1');
    if (draw(2) === 0) await new Promise(resolve => setImmediate(resolve));
    near.end();
    const late = new Promise<string>(resolve => setTimeout(() => resolve(`open: ${sent}`), 2_000));
    expect(await Promise.race([over, late])).toBe('over');
  }
  expect(errors).toEqual([]);
}, 30_000);
