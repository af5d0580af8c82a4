import http from 'node:http';
import { connect } from 'node:net';
import Docker from 'dockerode';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import { type Interception, intercept } from '../../src/transport/intercept/intercept.ts';

const docker = new Docker({ socketPath: '/var/run/docker.sock' });
let interception: Interception | undefined;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'setImmediate', 'Date', 'performance'] });
});
afterEach(() => {
  interception?.dispose();
  vi.useRealTimers();
});

test.each(['auto', 'real'] as const)(
  'a test that faked the timers drives a %s clock as ever',
  async clock => {
    const engine = createEngine({ clock, images: ['busybox'] });
    interception = intercept(api(engine));
    const container = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['sh', '-c', 'sleep 0.1; exit 3'],
    });
    await container.start();
    expect(await container.wait()).toEqual({ StatusCode: 3 });
    if (clock === 'auto') await engine.advance(1_000);
    engine.close();
  },
);

test('connections end under faked timers, and other daemons may delay by them', async () => {
  interception = intercept(async () => ({
    status: 200,
    headers: [['Connection', 'close']],
    body: new TextEncoder().encode('bye'),
  }));
  await new Promise<void>((resolve, reject) => {
    const request = http.get({ socketPath: '/var/run/docker.sock', path: '/', agent: false }, reply => {
      reply.resume().on('close', resolve);
    });
    request.on('error', reject);
  });
  await vi.waitFor(() => expect(interception?.connections).toBe(0));
});

test('a client that goes away is noticed under faked timers', async () => {
  const aborted = Promise.withResolvers<void>();
  interception = intercept(({ signal }) => {
    signal.addEventListener('abort', () => aborted.resolve());
    return new Promise(() => {});
  });
  const client = connect({ path: '/var/run/docker.sock' });
  client.write('GET /events HTTP/1.1\r\nHost: docker\r\n\r\n', () => client.destroy());
  await aborted.promise;
});
