import { expect, test } from 'vitest';
import type { ApiReply } from '../../src/api/call.ts';
import { wireReply } from '../../src/api/reply.ts';
import type { Exchange } from '../../src/exchange/exchange.ts';

const DATE = 'Mon, 23 Nov 2026 15:41:59 GMT';

function headersOf(answer: ApiReply, method = 'GET', headers: Exchange['headers'] = []): string[] {
  const exchange: Exchange = {
    method,
    target: '/',
    headers,
    body: (async function* () {})(),
    signal: new AbortController().signal,
  };
  const reply = wireReply(answer, [['Server', 'S']], DATE, exchange);
  return reply.headers.map(([name, value]) => `${name}: ${value}`);
}

const date = `Date: ${DATE}`;
const bytes = (length: number) => new Uint8Array(length).fill(0x61);

// Go's server, as dockerd 28.5.2 shows it: what fits its buffer of 2,048 bytes has a length, the rest is chunked.
test.each<[string, ApiReply, string[]]>([
  [
    'a body that fits',
    { status: 200, json: 'x'.repeat(2045) },
    ['Content-Type: application/json', 'Server: S', date, 'Content-Length: 2048'],
  ],
  [
    'one that does not',
    { status: 200, json: 'x'.repeat(2046) },
    ['Content-Type: application/json', 'Server: S', date],
  ],
  [
    'text',
    { status: 200, body: bytes(2) },
    ['Server: S', date, 'Content-Length: 2', 'Content-Type: text/plain; charset=utf-8'],
  ],
  ['nothing', { status: 200 }, ['Server: S', date, 'Content-Length: 0']],
  ['no content', { status: 204 }, ['Server: S', date]],
  ['not modified, which is an error in moby', { status: 304, json: { message: '' } }, ['Server: S', date]],
  ['a stream', { status: 200, messages: [1] }, ['Content-Type: application/json', 'Server: S', date]],
])('%s', (_name, answer, expected) => {
  expect(headersOf(answer)).toEqual(expected);
});

test('HEAD tells the length of what it does not send, and nothing of nothing', () => {
  const error: ApiReply = { status: 404, json: { message: 'page not found' } };
  expect(headersOf(error, 'HEAD')).toEqual([
    'Content-Type: application/json',
    'Server: S',
    date,
    'Content-Length: 29',
  ]);
  expect(headersOf({ status: 200 }, 'HEAD')).toEqual(['Server: S', date]);
});

test('a hijack with and without an upgrade', () => {
  const answer: ApiReply = { contentType: 'application/vnd.docker.multiplexed-stream', hijack: () => {} };
  expect(headersOf(answer, 'POST', [['Upgrade', 'tcp']])).toEqual([
    'Content-Type: application/vnd.docker.multiplexed-stream',
    'Connection: Upgrade',
    'Upgrade: tcp',
    'Server: S',
  ]);
  expect(headersOf(answer, 'POST')).toEqual(['Content-Type: application/vnd.docker.raw-stream', 'Server: S']);
});
