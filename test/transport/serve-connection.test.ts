import { type Duplex, duplexPair } from 'node:stream';
import { expect, test } from 'vitest';
import { serveConnection } from '../../src/transport/http1/serve-connection.ts';
import { RawClient } from './raw-client.ts';

const ANSWERED = 'HTTP/1.1 404 Not Found\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';

async function answerTo(bytes: string): Promise<string> {
  const [near, far] = duplexPair() as unknown as [Duplex, Duplex];
  const notFound = async () => ({ status: 404, headers: [], body: new Uint8Array(0) });
  void serveConnection(far, notFound, () => {});
  const client = new RawClient(near).send(bytes);
  near.end();
  return client.rest();
}

function refusal(status: string, text = status): string {
  return `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${text}`;
}

// Each answer is what a dockerd 28.5.2 sent to the same bytes.
test.each([
  ['no version', 'GET /_ping\r\n\r\n', refusal('400 Bad Request')],
  ['an empty line first', '\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n', refusal('400 Bad Request')],
  ['a method that is no token', 'G@T / HTTP/1.1\r\nHost: a\r\n\r\n', refusal('400 Bad Request')],
  ['a bad escape', 'GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n', refusal('400 Bad Request')],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', refusal('400 Bad Request: missing required Host header')],
  ['two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', refusal('400 Bad Request')],
  ['a bad host', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n', refusal('400 Bad Request: malformed Host header')],
  [
    'a bad header name',
    'GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n',
    refusal('400 Bad Request: invalid header name'),
  ],
  ['no colon', 'GET / HTTP/1.1\r\nHost: a\r\nXb\r\n\r\n', refusal('400 Bad Request')],
  ['no header name', 'GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n', refusal('400 Bad Request')],
  ['a control character', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\x01b\r\n\r\n', refusal('400 Bad Request')],
  ['a bad length', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n', refusal('400 Bad Request')],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 2\r\n\r\nabc',
    refusal('400 Bad Request'),
  ],
  [
    'an unknown coding',
    'GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: foo\r\n\r\n',
    refusal('501 Not Implemented', 'Unsupported transfer encoding'),
  ],
  [
    'another version',
    'GET / HTTP/2.5\r\nHost: a\r\n\r\n',
    refusal('505 HTTP Version Not Supported: unsupported protocol version'),
  ],
  ['half a head', 'POST / HTTP/1.1\r\nHost', refusal('400 Bad Request')],
])('refuses %s as dockerd does', async (_, bytes, expected) => {
  expect(await answerTo(bytes)).toBe(expected);
});

test.each([
  ['any method', 'FOO / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
  ['bare line feeds', 'GET / HTTP/1.1\nHost: a\nConnection: close\n\n'],
  ['a folded header', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\nConnection: close\r\n\r\n'],
  ['an absolute target', 'GET http://x/y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
  ['long headers', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(500_000)}\r\nConnection: close\r\n\r\n`],
  ['a malformed chunk', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  [
    'a length beside chunks',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n',
  ],
  ['a body too long to wait for', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\nabc'],
])('answers %s', async (_, bytes) => {
  expect(await answerTo(bytes)).toBe(ANSWERED);
});

test('refuses heads above a megabyte', async () => {
  expect(await answerTo(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(1_100_000)}\r\n\r\n`)).toBe(
    refusal('431 Request Header Fields Too Large'),
  );
});

test('skips an empty line after a POST, which old clients send', async () => {
  const post = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab\r\n';
  const answer = await answerTo(`${post}GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  expect(answer.match(/404 Not Found/g)).toHaveLength(2);
});
