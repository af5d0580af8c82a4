import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import Docker from 'dockerode';
import { HttpResponse, http } from 'msw';
import { defineNetwork } from 'msw/experimental';
import { afterEach, expect, test, vi } from 'vitest';
import { createEngine } from '../../../src/create-engine.ts';
import { dockerSource } from '../../../src/msw.ts';
import { pull } from './pull.ts';

const cleanups: Array<() => unknown> = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function networkOf(...sources: ReturnType<typeof dockerSource>[]) {
  const network = defineNetwork({ sources, handlers: [], context: { quiet: true } });
  network.enable();
  cleanups.push(() => network.disable());
  return network;
}

const docker = () => new Docker({ socketPath: '/var/run/docker.sock' });

test('a client talks both ways over a connection that it takes over', async () => {
  networkOf(dockerSource(createEngine()));
  await pull(docker(), 'busybox');
  const container = await docker().createContainer({ Image: 'busybox', Cmd: ['cat'], OpenStdin: true });
  const stream = await container.attach({ stream: true, stdin: true, stdout: true, hijack: true });
  await container.start();
  const out = new PassThrough();
  docker().modem.demuxStream(stream, out, out);
  stream.on('end', () => out.end());
  stream.end('to and fro\n');
  expect(await text(out)).toBe('to and fro\n');
});

test('network.use() overrides a call, and its handlers may read the body and leave it to the daemon', async () => {
  const network = networkOf(dockerSource(createEngine()));
  await pull(docker(), 'busybox');
  const seen: unknown[] = [];
  network.use(
    http.get('*/info', () => HttpResponse.json({ message: 'disk full' }, { status: 500 })),
    http.post('*/containers/create', async ({ request }) => {
      seen.push(await request.json());
    }),
  );
  await expect(docker().info()).rejects.toThrow('disk full');
  const container = await docker().createContainer({ Image: 'busybox', Cmd: ['echo', 'read twice'] });
  expect((await container.inspect()).Config.Cmd).toEqual(['echo', 'read twice']);
  expect(seen).toMatchObject([{ Image: 'busybox' }]);
  network.resetHandlers();
  expect(await docker().info()).toMatchObject({ Containers: 1 });
});

test("msw's events tell of each call and who answered", async () => {
  const network = networkOf(dockerSource(createEngine()));
  network.use(http.get('*/version', () => HttpResponse.json({ Version: 'of a handler' })));
  const told: string[] = [];
  network.events.on('request:start', ({ request }) => {
    told.push(`${request.method} ${request.url}`);
  });
  for (const type of ['response:mocked', 'response:bypass'] as const) {
    network.events.on(type, async ({ response }) => {
      told.push(`${type} ${response.status} ${await response.clone().text()}`);
    });
  }
  await docker().ping();
  await docker().version();
  expect(told).toEqual([
    'GET http://localhost/_ping',
    'response:bypass 200 OK',
    'GET http://localhost/version',
    'response:mocked 200 {"Version":"of a handler"}',
  ]);
});

test('Response.error() drops the connection, and a handler that throws answers 500', async () => {
  const network = networkOf(dockerSource(createEngine()));
  network.use(
    http.get('*/info', () => HttpResponse.error()),
    http.get('*/version', () => {
      throw new Error('a mistake in a handler');
    }),
  );
  const print = vi.spyOn(console, 'error').mockImplementation(() => {});
  cleanups.push(() => print.mockRestore());
  await expect(docker().info()).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(docker().version()).rejects.toThrow('a mistake in a handler');
});

test('two daemons in one network are told apart by their origins', async () => {
  const network = networkOf(
    dockerSource(createEngine({ seed: 'near' })),
    dockerSource(createEngine({ seed: 'far' }), { targets: ['tcp://far:2375'], origin: 'http://far' }),
  );
  network.use(http.get('http://far/_ping', () => HttpResponse.text('far away')));
  expect(String(await docker().ping())).toBe('OK');
  expect(String(await new Docker({ host: 'far', port: 2375 }).ping())).toBe('far away');
});

test('disabling it leaves no Docker behind', async () => {
  const network = networkOf(dockerSource(createEngine(), { targets: ['unix:///gone.sock'] }));
  cleanups.length = 0;
  const gone = new Docker({ socketPath: '/gone.sock' });
  expect(String(await gone.ping())).toBe('OK');
  network.disable();
  await expect(gone.ping()).rejects.toMatchObject({ code: 'ENOENT' });
});
