import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRecording } from '../../src/recording/recording-folder.ts';
import { toHar } from '../../src/recording/show/har.ts';
import { toPage } from '../../src/recording/show/page.ts';
import { exchangeInFull, timeline } from '../../src/recording/show/timeline.ts';

const recording = readRecording(join(import.meta.dirname, '../../recordings/attach-stdin'));

test('show prints a line an exchange, and what streams carried', () => {
  expect(timeline(recording)).toBe(
    `recorded 2026-11-23T16:25:24.247Z, Docker 28.5.2+dfsg4 (API 1.51), by test/conformance, scenario attach-stdin
    0.000    #1  201      7 ms  POST /v1.51/containers/create?name=box
    0.007    #2  101    181 ms  POST /v1.51/containers/8174703ffc01/attach?stream=1&stdin=1&stdout=1&stderr=1  (stream: 12 B in, 28 B out, 4 pieces)
    0.008    #3  204    152 ms  POST /v1.51/containers/8174703ffc01/start
    0.189    #4  200     62 ms  POST /v1.51/containers/8174703ffc01/wait
    0.251    #5  200      1 ms  GET /v1.51/containers/8174703ffc01/logs?stdout=1  (28 B)
5 exchanges, 0 of them failed, in 0.252 s
`,
  );
  expect(exchangeInFull(recording, 2)).toContain('\n\nhello\nagain\n\n\n101 UPGRADED\n');
  expect(() => exchangeInFull(recording, 9)).toThrow('the recording has no exchange #9');
});

test('the page is one file that holds all, and ends no script early', () => {
  const page = toPage(recording, '</script><b>');
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  expect(page).not.toMatch(/(src|href)=/);
  const data = JSON.parse(/<script id="data"[^>]*>(.*?)<\/script>/s.exec(page)?.[1] ?? '');
  expect(data.exchanges.map(({ x, lane }: { x: number; lane: number }) => [x, lane])).toEqual([
    [1, 0],
    [2, 0],
    [3, 1],
    [4, 0],
    [5, 0],
  ]);
});

test('HAR holds the exchanges that are no streams, and says which it leaves out', () => {
  const { har, leftOut } = toHar(recording, '0.1.0');
  const { log } = har as { log: { comment: string; entries: Array<Record<string, never>> } };
  expect(log.entries.map(({ _exchange }) => _exchange)).toEqual([1, 3, 4, 5]);
  expect(log.entries[2]).toMatchObject({
    startedDateTime: '2026-11-23T16:25:24.436Z',
    request: { method: 'POST', queryString: [] },
    response: { status: 200, content: { text: '{"StatusCode":0}\n', mimeType: 'application/json' } },
  });
  expect(leftOut).toEqual([expect.stringMatching(/^#2 POST .*\/attach\?.*: a stream both ways$/)]);
  expect(log.comment).toBe(`not carried: ${leftOut[0]}`);
});

/** What HAR 1.2 demands of each object (its specification), and of what type. */
const HAR: Record<string, Record<string, string>> = {
  log: { version: 'string', creator: 'object', entries: 'object' },
  creator: { name: 'string', version: 'string' },
  entry: {
    startedDateTime: 'string',
    time: 'number',
    request: 'object',
    response: 'object',
    cache: 'object',
    timings: 'object',
  },
  request: {
    method: 'string',
    url: 'string',
    httpVersion: 'string',
    cookies: 'object',
    headers: 'object',
    queryString: 'object',
    headersSize: 'number',
    bodySize: 'number',
  },
  response: {
    status: 'number',
    statusText: 'string',
    httpVersion: 'string',
    cookies: 'object',
    headers: 'object',
    content: 'object',
    redirectURL: 'string',
    headersSize: 'number',
    bodySize: 'number',
  },
  content: { size: 'number', mimeType: 'string' },
  timings: { send: 'number', wait: 'number', receive: 'number' },
  postData: { mimeType: 'string', text: 'string' },
};

test('HAR has all that HAR 1.2 demands, of every recording here', () => {
  const wrong: string[] = [];
  const check = (kind: string, value: Record<string, unknown>) => {
    for (const [key, type] of Object.entries(HAR[kind] ?? {})) {
      if (typeof value[key] !== type || value[key] === null) wrong.push(`${kind}.${key}`);
    }
  };
  const sessions = join(import.meta.dirname, 'sessions');
  for (const folder of ['build', 'builds', 'streams', 'together', 'tour']) {
    const { har } = toHar(readRecording(join(sessions, folder)), '0.1.0');
    const { log } = JSON.parse(JSON.stringify(har));
    check('log', log);
    check('creator', log.creator);
    for (const entry of log.entries) {
      check('entry', entry);
      for (const kind of ['request', 'response', 'timings']) check(kind, entry[kind]);
      check('content', entry.response.content);
      if (entry.request.postData !== undefined) check('postData', entry.request.postData);
      for (const { name, value } of [...entry.request.headers, ...entry.response.headers]) {
        if (typeof name !== 'string' || typeof value !== 'string') wrong.push('headers');
      }
      if (Number.isNaN(Date.parse(entry.startedDateTime)) || !URL.canParse(entry.request.url))
        wrong.push('entry');
      if (entry.time < 0) wrong.push('entry.time');
    }
  }
  expect(wrong).toEqual([]);
});

test('what BuildKit carried is told call by call', () => {
  const build = readRecording(join(import.meta.dirname, 'sessions/build'));
  const shown = exchangeInFull(build, 9);
  expect(shown).toContain('\n/moby.buildkit.v1.frontend.LLBBridge/Solve\n{\n  "2": "dockerfile.v0",');
  expect(shown).toContain('"name": "session-image"');
  expect(shown).toContain('\ngrpc-status: 0\n');
});
