import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Daemon, Exchange, RawHeaders } from '../../src/exchange/exchange.ts';
import { compare } from '../../src/recording/compare/compare.ts';
import type { Frame, RecordingHeader } from '../../src/recording/frame.ts';
import { record } from '../../src/recording/record.ts';
import { createRecording, readRecording } from '../../src/recording/recording-folder.ts';
import { Docker } from '../conformance/client.ts';

const parent = mkdtempSync(join(tmpdir(), 'dockless-recording-'));
afterAll(() => rmSync(parent, { recursive: true }));
const HEADER: RecordingHeader = {
  recording: 'dockless',
  format: 1,
  startedAt: '2026-01-01T00:00:00Z',
  scrubbed: [],
};
let folders = 0;

const bytes = (text: string) => new TextEncoder().encode(text);
const json: RawHeaders = [['Content-Type', 'application/json']];

function recorded(daemon: Daemon): { docker: Docker; folder: string; frames: () => object[] } {
  folders += 1;
  const folder = join(parent, String(folders));
  const docker = new Docker(record(daemon, createRecording(folder, HEADER)));
  const withoutTime = ({ t, ...rest }: Frame) => rest;
  return { docker, folder, frames: () => readRecording(folder).frames.map(withoutTime) };
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of body) text += new TextDecoder().decode(chunk);
  return text;
}

test('an exchange is written down as it crosses, chunk by chunk', async () => {
  const { docker, frames } = recorded(async exchange => {
    const sent = await textOf(exchange.body);
    return {
      status: 201,
      headers: [['X-A', '1']],
      body: (async function* () {
        yield bytes(`got ${sent}`);
        yield new Uint8Array([0xff, 0]);
      })(),
    };
  });
  await docker.post('/x?y=%20', '{"a":1}');
  expect(frames()).toEqual([
    {
      x: 1,
      kind: 'request',
      method: 'POST',
      target: '/v1.51/x?y=%20',
      headers: [
        ['Host', 'docker'],
        ['Content-Type', 'application/json'],
        ['Content-Length', '7'],
      ],
    },
    { x: 1, kind: 'request-bytes', text: '{"a":1}' },
    { x: 1, kind: 'request-end' },
    { x: 1, kind: 'reply', status: 201, headers: [['X-A', '1']] },
    { x: 1, kind: 'reply-bytes', text: 'got {"a":1}' },
    { x: 1, kind: 'reply-bytes', base64: '/wA=' },
    { x: 1, kind: 'reply-end' },
  ]);
});

test('a hijacked connection is written down both ways, each end by itself', async () => {
  const { docker, frames } = recorded(async () => ({
    status: 101,
    reason: 'UPGRADED',
    headers: [],
    hijack: stream =>
      void (async () => {
        for await (const chunk of stream.input) await stream.write(chunk);
        await stream.end();
      })(),
  }));
  const stream = await docker.stream('POST', '/attach');
  await stream.write('hi');
  await stream.until('hi');
  await stream.end();
  await stream.ended();
  expect(frames().slice(1)).toEqual([
    { x: 1, kind: 'reply', status: 101, reason: 'UPGRADED', headers: [], hijack: true },
    { x: 1, kind: 'input-bytes', text: 'hi' },
    { x: 1, kind: 'output-bytes', text: 'hi' },
    { x: 1, kind: 'input-end' },
    { x: 1, kind: 'output-end' },
  ]);
});

test('a client that goes away and a daemon that fails are written down', async () => {
  const { docker, frames } = recorded(async ({ target, signal }) => {
    if (target.endsWith('/fail')) throw new Error('gone');
    return {
      status: 200,
      headers: [],
      body: (async function* () {
        yield bytes('a');
        await new Promise(resolve => signal.addEventListener('abort', resolve));
      })(),
    };
  });
  const stream = await docker.stream('GET', '/events');
  await stream.until('a');
  stream.abort();
  await stream.ended();
  await expect(docker.get('/fail')).rejects.toThrow('gone');
  expect(frames().slice(2)).toEqual([
    { x: 1, kind: 'reply-bytes', text: 'a' },
    { x: 1, kind: 'abort' },
    { x: 1, kind: 'reply-end' },
    { x: 2, kind: 'request', method: 'GET', target: '/v1.51/fail', headers: [['Host', 'docker']] },
    { x: 2, kind: 'broken', message: 'gone' },
  ]);
});

test('no credential reaches the disk, wherever it stands and however it is cut', async () => {
  const SECRET = 'hunter2-and-more';
  const auth = Buffer.from(JSON.stringify({ username: 'u', password: SECRET, serveraddress: 'r' })).toString(
    'base64',
  );
  const { docker, folder } = recorded(async exchange => {
    await textOf(exchange.body);
    const env = `{"Env":["DB_PASSWORD=${SECRET}","A=1"]}\n`;
    return {
      status: 200,
      headers: json,
      body: (async function* () {
        yield bytes(env.slice(0, 25));
        yield bytes(env.slice(25));
      })(),
    };
  });
  const buildargs = encodeURIComponent(JSON.stringify({ NPM_TOKEN: SECRET, VERSION: '1' }));
  await docker.post(`/build?buildargs=${buildargs}&t=x`, undefined, { headers: [['X-Registry-Auth', auth]] });
  await docker.post('/auth', { username: 'u', password: SECRET });
  const answer = await docker.post('/containers/create', { Env: [`API_KEY=${SECRET}`, 'PLAIN=kept'] });
  expect(answer.text).toContain(SECRET); // the client gets what the daemon said
  const disk = readFileSync(join(folder, 'recording.ndjson'), 'utf8');
  expect(disk).not.toContain(SECRET);
  expect(disk).not.toContain(auth);
  expect(decodeURIComponent(disk)).toContain('{"NPM_TOKEN":"scrubbed-1","VERSION":"1"}');
  expect(disk).toContain('PLAIN=kept');
  expect(disk).toContain('API_KEY=scrubbed-1');
});

test('a large body goes to a file of its own', async () => {
  const large = new Uint8Array(100_000).fill(7);
  const { docker, folder } = recorded(async () => ({ status: 200, headers: [], body: large }));
  await docker.get('/a');
  await docker.get('/b');
  expect(readdirSync(join(folder, 'blobs')).sort()).toEqual(['1-reply-bytes', '2-reply-bytes']);
  const recording = readRecording(folder);
  const frame = recording.frames.find(({ kind }) => kind === 'reply-bytes') as Frame;
  expect(recording.bytes(frame)).toEqual(large);
});

test('a torn last line is left out, and a folder that is no recording is named', async () => {
  const { docker, folder } = recorded(async () => ({ status: 200, headers: [], body: bytes('x') }));
  await docker.get('/a');
  const before = readRecording(folder).frames.length;
  appendFileSync(join(folder, 'recording.ndjson'), '{"x":2,"t":1,"ki');
  expect(readRecording(folder).frames.length).toBe(before);
  expect(() => readRecording(parent)).toThrow(`${parent} holds no recording: recording.ndjson is missing`);
  expect(() => createRecording(folder, HEADER)).toThrow('already holds a recording');
});

test('compare binds ids, leaves times open and tells every other difference', async () => {
  const daemon =
    (id: string, extra: object, status = 200): Daemon =>
    async ({ target }: Exchange) => {
      if (target.endsWith('/create')) return { status: 201, headers: json, body: bytes(`{"Id":"${id}"}\n`) };
      const known = target.includes(id.slice(0, 12));
      const body = {
        Id: id,
        Created: '2026-01-01T00:00:00.5Z',
        Known: known,
        Text: `container ${id.slice(0, 12)} is up`,
        ...extra,
      };
      return { status, headers: json, body: bytes(`${JSON.stringify(body)}\n`) };
    };
  const { docker, folder } = recorded(daemon('a'.repeat(64), { Same: 1, List: [1, 2] }));
  await docker.post('/containers/create');
  await docker.get(`/containers/${'a'.repeat(12)}/json`);
  const recording = readRecording(folder);
  const where = async (other: Daemon) =>
    (await compare(recording, other, { patienceMs: 50 })).map(({ where }) => where);
  expect(await where(daemon('b'.repeat(64), { Same: 1, List: [1, 2] }))).toEqual([]);
  expect(await where(daemon('b'.repeat(64), { Same: '1', List: [1] }))).toEqual([
    'body Same',
    'body List.length',
  ]);
  expect(await where(daemon('b'.repeat(64), { List: [1, 2], Same: 1 }))).toEqual(['body order of keys']);
  expect(await where(daemon('b'.repeat(64), {}, 404))).toEqual(['status']);
  expect(await where(async () => Promise.reject(new Error('no')))).toEqual(['status', 'status']);
});
