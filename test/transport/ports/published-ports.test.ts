import { createServer, connect as netConnect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import Docker from 'dockerode';
import { afterEach, describe, expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { createEngine } from '../../../src/create-engine.ts';
import { intercept } from '../../../src/transport/intercept/intercept.ts';
import { listenOnPorts } from '../../../src/transport/ports/listen-on-ports.ts';

/** Both ways to a published port: a real socket of this machine, and in memory. */
const ways = ['socket', 'memory'] as const;
type Way = (typeof ways)[number];

const undo: Array<() => void> = [];
afterEach(() => {
  for (const each of undo.splice(0).reverse()) each();
});

async function setUp(way: Way): Promise<Docker> {
  const engine = createEngine();
  const daemon = api(engine);
  const interception = intercept(way === 'memory' ? daemon : exchange => daemon(exchange), {
    targets: ['unix:///published-ports.sock'],
  });
  undo.push(
    () => engine.close(),
    () => interception.dispose(),
  );
  if (way === 'socket') undo.push(listenOnPorts(daemon, expect.unreachable));
  const docker = new Docker({ socketPath: '/published-ports.sock' });
  const progress = await docker.pull('busybox');
  await new Promise(resolve => docker.modem.followProgress(progress, resolve));
  return docker;
}

async function publish(docker: Docker, script: string, hostPort = ''): Promise<[Docker.Container, number]> {
  const container = await docker.createContainer({
    Image: 'busybox',
    Cmd: ['sh', '-c', script],
    ExposedPorts: { '80/tcp': {} },
    HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: hostPort }] } },
  });
  await container.start();
  const { NetworkSettings } = await container.inspect();
  return [container, Number(NetworkSettings.Ports['80/tcp']?.[0]?.HostPort)];
}

async function connect(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = netConnect({ host, port, allowHalfOpen: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

describe.each(ways)('a published port, through %s', way => {
  test('a web server in a container answers fetch', async () => {
    const docker = await setUp(way);
    const [, port] = await publish(docker, 'echo hello > index.html; httpd -f -p 80');
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect([answer.status, await answer.text()]).toEqual([200, 'hello\n']);
    expect(await (await fetch(`http://localhost:${port}/nosuch`)).text()).toContain('404 Not Found');
  });

  test('each direction is closed on its own', async () => {
    const docker = await setUp(way);
    const [container, port] = await publish(docker, 'nc -l -p 80; echo over');
    const socket = await connect(port);
    socket.end('sent\n');
    expect(await text(socket)).toBe('');
    await container.wait();
    expect(String(await container.logs({ stdout: true }))).toContain('sent\n');
  });

  test('large amounts go both ways whole', async () => {
    const docker = await setUp(way);
    const [, port] = await publish(docker, 'nc -l -p 80 -e cat');
    const socket = await connect(port);
    const sent = Buffer.alloc(1_000_000, 'dockless');
    socket.end(sent);
    expect((await text(socket)) === sent.toString()).toBe(true);
  });

  test('a client that leaves is noticed in the container', async () => {
    const docker = await setUp(way);
    const [container, port] = await publish(docker, 'nc -l -p 80; echo noticed');
    (await connect(port)).destroy();
    expect(await container.wait()).toEqual({ StatusCode: 0 });
  });

  test('what the container still had to say arrives after it ended', async () => {
    const docker = await setUp(way);
    const [container, port] = await publish(docker, 'echo last words | nc -l -p 80 & sleep 5; exit 0');
    const socket = await connect(port);
    await container.wait();
    expect(await text(socket)).toBe('last words\n');
  });

  test('where nothing listens in the container, the connection is reset', async () => {
    const docker = await setUp(way);
    const [, port] = await publish(docker, 'sleep 1000');
    const socket = await connect(port);
    socket.write('anybody there?');
    const error = await new Promise<NodeJS.ErrnoException>(resolve => socket.once('error', resolve).resume());
    expect(error.code).toMatch(/ECONNRESET|EPIPE/);
  });

  test('a stopped container publishes nothing', async () => {
    const docker = await setUp(way);
    const [container, port] = await publish(docker, 'httpd -f -p 80');
    await container.kill();
    await expect(connect(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

test('a port of this machine that another program has is refused with dockerd’s sentence, a range goes on', async () => {
  const docker = await setUp('socket');
  const other = createServer();
  const port = await new Promise<number>(resolve =>
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
  );
  undo.push(() => other.close());
  const refusal = await publish(docker, 'true', String(port)).catch(error => error.json.message);
  expect(refusal.replace(/[0-9a-f]{64}/, '<id>').replace(/endpoint \S+/, 'endpoint <name>')).toBe(
    'failed to set up container networking: driver failed programming external connectivity on endpoint <name> (<id>): ' +
      `failed to bind host port for 127.0.0.1:${port}:172.17.0.2:80/tcp: address already in use`,
  );
  const [, next] = await publish(docker, 'sleep 9', `${port}-${port + 9}`);
  expect(next).toBeGreaterThan(port);
});
