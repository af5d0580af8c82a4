import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RawClient } from '../transport/raw-client.ts';
import { serveForTest, type TestServer } from './serve-for-test.ts';

// The client libraries of 2013 that no registry has any more: their requests written by hand, byte for byte as their
// sources made them (versions, headers and quirks: legacy-api.md, section 5), over a real socket.

let native: TestServer;
let server: TestServer;
beforeAll(async () => {
  native = await serveForTest('--daemon', 'any');
  server = await serveForTest('--daemon', '0.6.0');
  for (const { socketPath } of [native, server]) {
    await call(socketPath, 'POST /v1.4/images/create?fromImage=busybox&tag=latest');
  }
});
afterAll(async () => {
  await native?.stop();
  await server?.stop();
});

interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** One request on a connection of its own, which the server closes when it has answered. */
async function call(
  socketPath: string,
  line: string,
  body = '',
  headers: readonly string[] = [],
): Promise<Answer> {
  const client = new RawClient(connect(socketPath));
  const length = line.startsWith('POST') ? [`Content-Length: ${body.length}`] : [];
  const whole = await client.request(line, ['Connection: close', ...length, ...headers], body).rest();
  const end = whole.indexOf('\r\n\r\n');
  const head = whole.slice(0, end);
  const raw = whole.slice(end + 4);
  return { head, status: Number(head.slice(9, 12)), body: /chunked/.test(head) ? unchunked(raw) : raw };
}

function unchunked(text: string): string {
  let rest = text;
  let body = '';
  for (;;) {
    const size = Number.parseInt(rest, 16);
    const start = rest.indexOf('\r\n') + 2;
    if (!(size > 0)) return body;
    body += rest.slice(start, start + size);
    rest = rest.slice(start + size + 2);
  }
}

const json = (body: unknown) => JSON.stringify(body);
const JSON_TYPE = 'Content-Type: application/json';

test('docker-py 0.1.4: /v1.4 over a unix socket, always a body at start, logs by attach', async () => {
  const ask = (line: string, body?: string, headers?: readonly string[]) =>
    call(server.socketPath, line, body, headers);
  const created = await ask(
    'POST /v1.4/containers/create',
    json({
      Hostname: null,
      PortSpecs: null,
      User: null,
      Tty: false,
      OpenStdin: false,
      Memory: 0,
      AttachStdin: false,
      AttachStdout: true,
      AttachStderr: true,
      Env: null,
      Cmd: ['true'],
      Dns: null,
      Image: 'busybox',
      Volumes: null,
      VolumesFrom: null,
    }),
    [JSON_TYPE],
  );
  const { Id } = JSON.parse(created.body);
  expect((await ask(`POST /v1.4/containers/${Id}/start`, '{}', [JSON_TYPE])).status).toBe(204);
  expect(JSON.parse((await ask(`POST /v1.4/containers/${Id}/wait`)).body)).toEqual({ StatusCode: 0 });
  const [listed] = JSON.parse((await ask(`GET /v1.4/containers/json?all=1&limit=-1`)).body);
  expect([listed.Command, listed.Id.slice(0, 12)]).toEqual(['true ', Id]);
  expect(JSON.parse((await ask(`GET /v1.4/containers/${Id}/json`)).body).ID).toBe(listed.Id);
  const missing = await ask('GET /v1.4/images/nope/history');
  expect([missing.status, missing.body]).toEqual([500, 'Image does not exist: nope\n']);
  // Its login asks first what is stored, and 0.6 has no such route.
  expect((await ask('GET /v1.4/auth')).body).toBe('404 page not found\n');
  const logs = await ask(`POST /v1.4/containers/${Id}/attach?logs=1&stdout=1&stderr=1`);
  expect([logs.status, logs.body]).toEqual([200, '']);
});

test('docker-ruby: the protocol before HTTP, on port 4242, is no Remote API: nothing to simulate', async () => {
  const client = new RawClient(connect(server.socketPath));
  const answer = await client.send('{"Cmd":["run","base","true"]}\r\n\r\n').rest();
  expect(answer.startsWith('HTTP/1.1 400 ')).toBe(true);
});

test('docker-client 0.1.4 (geku): no version, /containers/ps, empty bodies, an image removed by 204', async () => {
  const old = await serveForTest('--daemon', '0.4.0');
  try {
    const ask = (line: string, body?: string) => call(old.socketPath, line, body);
    await ask('POST /images/create?fromImage=busybox&tag=latest');
    const { body, head } = await ask('POST /containers/create', json({ Image: 'busybox', Cmd: ['true'] }));
    expect(head).toContain('Content-Type: text/plain; charset=utf-8');
    const { Id } = JSON.parse(body);
    expect((await ask(`POST /containers/${Id}/start`)).status).toBe(204);
    await ask(`POST /containers/${Id}/wait`);
    const [listed] = JSON.parse((await ask('GET /containers/ps?all=1&only_ids=0&trunc_cmd=1')).body);
    expect(listed.Status).toBe('Exit 0');
    expect((await ask('GET /containers/ps?all=perhaps')).body).toBe('Bad parameter\n');
    expect((await ask(`POST /commit?container=${Id}&m=message&repo=mine`)).status).toBe(201);
    expect((await ask('POST /images/mine/tag?repo=other&force=1')).status).toBe(201);
    expect((await ask('DELETE /images/other')).status).toBe(204);
  } finally {
    await old.stop();
  }
});

test('docker-api 1.4 (swipely): JSON that calls itself text, t in a body, an import that is one object', async () => {
  const ask = (line: string, body?: string, headers: readonly string[] = ['Content-Type: text/plain']) =>
    call(native.socketPath, line, body, headers);
  const { Id } = JSON.parse(
    (await ask('POST /v1.4/containers/create', json({ Image: 'busybox', Cmd: ['sleep', '1000'] }))).body,
  );
  expect((await ask(`POST /v1.4/containers/${Id}/start`, '{}')).status).toBe(204);
  const top = JSON.parse((await ask(`GET /v1.4/containers/${Id}/top`)).body);
  expect(top.Titles).toEqual(['PID', 'TTY', 'TIME', 'CMD']);
  expect((await ask(`POST /v1.4/containers/${Id}/kill`, json({ t: 1 }))).status).toBe(204);
  // The first eight digits of an id are enough for it.
  const commit = await ask(`POST /v1.4/commit?container=${Id.slice(0, 8)}`, '{}');
  expect(JSON.parse(commit.body).Id).toMatch(/^[0-9a-f]{12}$/);
  const imported = await ask('POST /v1.4/images/create?fromSrc=-', '\0'.repeat(1024));
  expect(JSON.parse(imported.body)).toEqual({ status: expect.stringMatching(/^[0-9a-f]{12}$/) });
  const inserted = await ask('POST /v1.4/images/nope/insert?path=/x&url=http://nowhere/');
  expect(inserted.body.endsWith('{"Id":""}')).toBe(true);
});

test('docker.io 0.9.8: every target in absolute form, also over a unix socket', async () => {
  const ask = (method: string, path: string, body?: string) =>
    call(server.socketPath, `${method} http://localhost:4243/v1.4${path}`, body, [JSON_TYPE]);
  expect(JSON.parse((await ask('GET', '/version')).body).Version).toBe('0.6.0');
  const { Id } = JSON.parse(
    (await ask('POST', '/containers/create', json({ Image: 'busybox', Cmd: ['true'] }))).body,
  );
  expect((await ask('POST', `/containers/${Id}/start`, '{}')).status).toBe(204);
  expect((await ask('POST', `/containers/${Id}/stop`, json({ t: 1 }))).status).toBe(204);
  expect((await ask('DELETE', `/containers/${Id}`)).status).toBe(204);
  // It forgets a slash there.
  const history = await call(server.socketPath, 'GET http://localhost:4243/v1.4images/busybox/history');
  expect([history.status, history.body]).toEqual([404, '404 page not found\n']);
});

test('docker-js (dgoujard): no version, null for all that is not set', async () => {
  const ask = (line: string, body?: string) => call(server.socketPath, line, body, [JSON_TYPE]);
  const body = {
    Hostname: '',
    User: '',
    Memory: null,
    Env: null,
    Cmd: ['true'],
    Dns: null,
    Image: 'busybox',
  };
  const created = await ask('POST /containers/create', json({ ...body, Volumes: null, VolumesFrom: null }));
  expect(created.status).toBe(201);
  const list = await ask('GET /containers/json?all=true&limit=-1&only_ids=false&trunc_cmd=true');
  expect(JSON.parse(list.body).length).toBeGreaterThan(0);
});

test('dockerui (crosbymichael): an image removed gives an array, ports are text; its old build is refused', async () => {
  const ask = (line: string, body?: string, headers?: readonly string[]) =>
    call(server.socketPath, line, body, headers);
  await ask('POST /images/busybox/tag?repo=ui');
  expect(JSON.parse((await ask('DELETE /images/ui')).body)).toEqual([
    { Untagged: expect.stringMatching(/^[0-9a-f]{12}$/) },
  ]);
  for (const { Ports } of JSON.parse((await ask('GET /containers/json?all=1')).body)) expect(Ports).toBe('');
  const build = await ask('POST /v1.2/build', '', ['Content-Type: multipart/form-data; boundary=x']);
  expect(build.status).toBe(500);
  // The native 1.4 has OPTIONS for a browser's question before.
  expect((await ask('OPTIONS /containers/json')).status).toBe(200);
});

test('docker-java (kpelykh): /v1.3, a charset after the type, and a type on every answer', async () => {
  const headers = ['Content-Type: application/json;charset=UTF-8'];
  const ask = (line: string, body?: string) => call(native.socketPath, line, body, headers);
  const config = { Image: 'busybox', Cmd: ['true'], Volumes: { '/data': {} } };
  const created = await ask('POST /v1.3/containers/create', json(config));
  expect(created.head).toContain('Content-Type: text/plain');
  const { Id } = JSON.parse(created.body);
  // 0.5 wants the type to be exactly JSON, so that the binds do not count.
  const started = await ask(`POST /v1.3/containers/${Id}/start`, json({ Binds: ['/srv:/data'] }));
  expect([started.status, /Content-Type: /.test(started.head)]).toEqual([204, true]);
  await ask(`POST /v1.3/containers/${Id}/wait`);
  const { Volumes } = JSON.parse((await ask(`GET /v1.3/containers/${Id}/json`)).body);
  expect(Volumes['/data']).toMatch(/^\/var\/lib\/docker\/volumes\//);
  const removed = await ask(`DELETE /v1.3/containers/${Id}`);
  expect([removed.status, /Content-Type: /.test(removed.head)]).toEqual([204, true]);
});

test('attach over a socket: 200, one header, the echo, and the end', async () => {
  const { Id } = JSON.parse(
    (
      await call(
        native.socketPath,
        'POST /v1.1/containers/create',
        json({ Image: 'busybox', Cmd: ['cat'], OpenStdin: true, StdinOnce: true }),
      )
    ).body,
  );
  await call(native.socketPath, `POST /v1.1/containers/${Id}/start`);
  const client = new RawClient(connect(native.socketPath));
  client.request(`POST /v1.1/containers/${Id}/attach?stream=1&stdin=1&stdout=1&stderr=1`, ['Upgrade: tcp']);
  expect(await client.until('\r\n\r\n')).toBe(
    'HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n',
  );
  client.send('hello\n');
  client.socket.end();
  expect(await client.rest()).toBe('hello\n');
});
