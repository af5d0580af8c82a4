import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import net, { connect as connectBefore, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import Docker from 'dockerode';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Daemon } from '../../src/exchange/exchange.ts';
import { type Interception, intercept } from '../../src/transport/intercept/intercept.ts';
import { listen } from '../../src/transport/listen.ts';

const named =
  (name: string): Daemon =>
  async ({ target }) => ({
    status: 200,
    headers: [['Content-Type', 'text/plain']],
    body: new TextEncoder().encode(`${name} ${target}`),
  });

const open: Interception[] = [];
function intercepted(name: string, targets?: readonly string[]): Interception {
  const interception = intercept(named(name), targets ? { targets } : {});
  open.push(interception);
  return interception;
}
afterEach(() => {
  for (const interception of open.splice(0)) interception.dispose();
});

function request(module: typeof http | typeof https, options: http.RequestOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    module
      .request(options, response => resolve(text(response)))
      .on('error', reject)
      .end();
  });
}

function raw(socket: Socket): Promise<string> {
  socket.end('GET /raw HTTP/1.0\r\n\r\n');
  return text(socket).then(answer => answer.split('\r\n\r\n')[1] ?? '');
}

const clients: Record<string, () => Promise<string>> = {
  'http by socket path': () => request(http, { socketPath: '/var/run/docker.sock', path: '/x' }),
  'http without an agent': () =>
    request(http, { socketPath: '/var/run/docker.sock', path: '/x', agent: false }),
  'http by named pipe': () => request(http, { socketPath: '//./pipe/docker_engine', path: '/x' }),
  'http by port': () => request(http, { host: '127.0.0.1', port: 2375, path: '/x' }),
  'https by port': () => request(https, { host: 'localhost', port: 2376, path: '/x' }),
  fetch: async () => (await fetch('http://localhost:2375/x')).text(),
};

test.each(['ssh://me@elsewhere', 'not a host'])(
  'a DOCKER_HOST that nobody can dial is no target: %s',
  async host => {
    vi.stubEnv('DOCKER_HOST', host);
    intercepted('mine');
    expect(await request(http, { socketPath: '/var/run/docker.sock', path: '/x' })).toBe('mine /x');
    vi.unstubAllEnvs();
  },
);

describe('clients that dial Docker reach the daemon', () => {
  for (const [name, call] of Object.entries(clients)) {
    test(name, async () => {
      intercepted('mine');
      expect(await call()).toBe('mine /x');
    });
  }

  test('dockerode by all its kinds of address', async () => {
    intercepted('mine');
    const path = { socketPath: '/var/run/docker.sock' };
    for (const options of [
      path,
      { host: '127.0.0.1', port: 2375 },
      { protocol: 'https' as const, host: 'localhost', port: 2376 },
    ]) {
      expect(String(await new Docker(options).ping())).toBe('mine /_ping');
    }
  });

  test('raw sockets, however they were made', async () => {
    const required: typeof net = createRequire(import.meta.url)('node:net');
    intercepted('mine');
    expect(await raw(net.connect('/var/run/docker.sock'))).toBe('mine /raw');
    expect(await raw(net.createConnection({ path: '/var/run/docker.sock' }))).toBe('mine /raw');
    expect(await raw(connectBefore('/var/run/docker.sock'))).toBe('mine /raw');
    expect(await raw(required.connect(2375, 'localhost'))).toBe('mine /raw');
    expect(await raw(new Socket().connect('/var/run/docker.sock'))).toBe('mine /raw');
  });

  test('a pooled connection serves several requests', async () => {
    const interception = intercepted('mine');
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (let count = 0; count < 3; count += 1) {
      expect(await request(http, { socketPath: '/var/run/docker.sock', path: `/${count}`, agent })).toBe(
        `mine /${count}`,
      );
    }
    expect(interception.connections).toBe(1);
  });
});

describe('several daemons, and everybody else', () => {
  test('daemons are told apart by their addresses; the newest wins', async () => {
    intercepted('one', ['unix:///one.sock']);
    intercepted('two', ['tcp://docker.example:2375']);
    const inner = intercepted('inner', ['unix:///one.sock']);
    const ask = () => request(http, { socketPath: '/one.sock', path: '/x', agent: false });
    expect(await ask()).toBe('inner /x');
    expect(await (await fetch('http://docker.example:2375/x')).text()).toBe('two /x');
    inner.dispose();
    expect(await ask()).toBe('one /x');
  });

  test('other connections are left alone', async () => {
    const real = await listen(named('real'), 'tcp://127.0.0.1:0');
    intercepted('mine');
    expect(await (await fetch(`${real.host.replace('tcp', 'http')}/x`)).text()).toBe('real /x');
    await real.close();
  });

  test('disposing restores every patched function and ends open connections', async () => {
    const before = [
      net.connect,
      net.createConnection,
      Socket.prototype.connect,
      http.Agent.prototype.createConnection,
    ];
    const interception = intercepted('mine', ['unix:///nowhere/docker.sock']);
    expect(net.connect).not.toBe(before[0]);
    const socket = net.connect('/nowhere/docker.sock');
    await new Promise(resolve => socket.once('connect', resolve));
    const closed = new Promise(resolve => socket.once('close', resolve));
    interception.dispose();
    await closed;
    expect([
      net.connect,
      net.createConnection,
      Socket.prototype.connect,
      http.Agent.prototype.createConnection,
    ]).toEqual(before);
    await expect(request(http, { socketPath: '/nowhere/docker.sock', path: '/x' })).rejects.toThrow('ENOENT');
  });

  test('a malformed target is refused with a sentence', () => {
    expect(() => intercepted('mine', ['docker.sock'])).toThrow(
      'invalid host "docker.sock": use unix:///absolute/path or tcp://127.0.0.1:PORT',
    );
    expect(open).toEqual([]);
  });
});
