import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import axios from 'axios';
import Docker from 'dockerode';
import Docker3 from 'dockerode-3';
import Docker4 from 'dockerode-4';
import got from 'got';
import { setupServer } from 'msw/node';
import { Agent, request as undiciRequest } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import { type Interception, intercept } from '../../src/transport/intercept/intercept.ts';
import { flows } from './dockerode/flows.ts';

/** Each client in this process sends a request with a body and reads the answer, its own way. */
type Post = (path: string, body: unknown) => Promise<{ status: number; body: string }>;

const SOCKET = '/var/run/docker.sock';
const JSON_TYPE = { 'Content-Type': 'application/json' };

const byNode =
  (module: typeof http | typeof https, options: http.RequestOptions): Post =>
  (path, body) =>
    new Promise((resolve, reject) => {
      module
        .request({ ...options, path, method: 'POST', headers: JSON_TYPE }, async response =>
          resolve({ status: response.statusCode ?? 0, body: await text(response) }),
        )
        .on('error', reject)
        .end(JSON.stringify(body));
    });

const clients: Record<string, Post> = {
  'node:http, unix socket': byNode(http, { socketPath: SOCKET }),
  'node:http, named pipe': byNode(http, { socketPath: '\\\\.\\pipe\\docker_engine' }),
  'node:http, tcp': byNode(http, { host: 'localhost', port: 2375 }),
  'node:https, "tls" in memory': byNode(https, { host: 'localhost', port: 2376 }),
  fetch: async (path, body) => {
    const response = await fetch(`http://localhost:2375${path}`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.text() };
  },
  'undici over tcp': async (path, body) => {
    const options = { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) } as const;
    const response = await undiciRequest(`http://localhost:2375${path}`, options);
    return { status: response.statusCode, body: await response.body.text() };
  },
  'undici over a unix socket': async (path, body) => {
    const dispatcher = new Agent({ connect: { socketPath: SOCKET } });
    const options = {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify(body),
      dispatcher,
    } as const;
    const response = await undiciRequest(`http://docker${path}`, options);
    const answer = { status: response.statusCode, body: await response.body.text() };
    await dispatcher.close();
    return answer;
  },
  axios: async (path, body) => {
    const { status, data } = await axios.post(path, body, {
      socketPath: SOCKET,
      responseType: 'text',
      transformResponse: [(raw: string) => raw],
    });
    return { status, body: data };
  },
  got: async (path, body) => {
    const { statusCode, body: answer } = await got.post(`unix:${SOCKET}:${path}`, {
      json: body,
      enableUnixSockets: true,
    });
    return { status: statusCode, body: answer };
  },
  'raw net': async (path, body) => {
    const data = JSON.stringify(body);
    const socket = connect(SOCKET);
    socket.end(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${data.length}\r\n\r\n${data}`,
    );
    const [head = '', answer = ''] = (await text(socket)).split('\r\n\r\n');
    return { status: Number(head.split(' ')[1]), body: answer };
  },
};

let interception: Interception;
let engine: ReturnType<typeof createEngine>;
const servers: Array<ReturnType<typeof setupServer>> = [];

function begin(): void {
  engine = createEngine({ images: ['busybox'] });
  interception = intercept(api(engine));
}
function listenWithMsw(): void {
  const server = setupServer();
  server.listen();
  servers.push(server);
}
afterEach(() => {
  interception.dispose();
  for (const server of servers.splice(0)) server.close();
});

/** Whether msw listens as well, and who came first. */
const ORDERS: Record<string, () => void> = {
  'without msw': begin,
  'msw listening before': () => {
    listenWithMsw();
    begin();
  },
  'msw listening after': () => {
    begin();
    listenWithMsw();
  },
};

describe.each(Object.entries(ORDERS))('%s', (_, order) => {
  test.each(Object.entries(clients))('%s', async (_name, post) => {
    order();
    const body = { Image: 'busybox', Cmd: ['sh', '-c', 'sleep 60; exit 7'] };
    const created = await post('/v1.51/containers/create?name=job', body);
    expect(created.status).toBe(201);
    expect(Object.keys(JSON.parse(created.body))).toEqual(['Id', 'Warnings']);
    expect(engine.calls.at(-1)).toMatchObject({ operation: 'ContainerCreate' });
    engine.container('job');
  });

  test('ws attaches over a unix socket', async () => {
    order();
    const docker = new Docker({ socketPath: SOCKET });
    const options = { Image: 'busybox', Cmd: ['cat'], OpenStdin: true, StdinOnce: true };
    const container = await docker.createContainer(options);
    await container.start();
    const query = 'stream=1&stdin=1&stdout=1';
    const socket = new WebSocket(`ws+unix:${SOCKET}:/v1.51/containers/${container.id}/attach/ws?${query}`);
    await new Promise(resolve => socket.once('open', resolve));
    const echoed = new Promise<string>(resolve => socket.once('message', data => resolve(String(data))));
    socket.send('over ws\n');
    expect(await echoed).toBe('over ws\n');
    socket.close();
  });

  test('a big upload and a big download pass whole', async () => {
    order();
    const docker = new Docker({ socketPath: SOCKET });
    const container = await docker.createContainer({ Image: 'busybox' });
    const archive = await buffer(await docker.getImage('busybox').get());
    await container.putArchive(archive, { path: '/tmp' });
    const back = await buffer(await container.getArchive({ path: '/tmp' }));
    expect(back.length).toBeGreaterThan(archive.length);
  });
});

const recorded = JSON.parse(readFileSync(new URL('dockerode/recorded.json', import.meta.url), 'utf8'));

describe.each([
  ['3', Docker3],
  ['4', Docker4],
  ['5', Docker],
])('dockerode %s sees in memory what it sees of dockerd', (_, Client) => {
  beforeEach(begin);
  test.each(Object.entries(flows))('%s', { timeout: 30_000 }, async (name, flow) => {
    const docker = new Client({ socketPath: SOCKET });
    expect(JSON.parse(JSON.stringify(await flow(docker)))).toEqual(recorded[name]);
  });
});
