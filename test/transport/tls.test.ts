import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterEach, expect, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import { type Listening, listen } from '../../src/transport/listen.ts';
import { live } from '../../src/transport/live.ts';
import { Docker as Client } from '../conformance/client.ts';

const pem = (name: string) => readFileSync(join(import.meta.dirname, 'tls', `${name}.pem`));
const server = { key: pem('server-key'), cert: pem('server') };
const client = { key: pem('client-key'), cert: pem('client'), ca: pem('ca') };

let listening: Listening | undefined;
afterEach(() => listening?.close());

function dockerAt(host: string, tls: object): Docker {
  return new Docker({ protocol: 'https', host: '127.0.0.1', port: Number(host.split(':').at(-1)), ...tls });
}

test('a client with a certificate is served, one without is not', async () => {
  listening = await listen(api(createEngine()), 'tcp://127.0.0.1:0', { tls: { ...server, ca: pem('ca') } });
  expect(String(await dockerAt(listening.host, client).ping())).toBe('OK');
  await expect(dockerAt(listening.host, { ca: pem('ca') }).ping()).rejects.toThrow();
  expect(await new Client(live(listening.host, { tls: client })).get('/_ping')).toMatchObject({ text: 'OK' });
});

test('without an authority any client is served that trusts the server', async () => {
  listening = await listen(api(createEngine()), 'tcp://127.0.0.1:0', { tls: server });
  expect(String(await dockerAt(listening.host, { ca: pem('ca') }).ping())).toBe('OK');
  const distrustful = new Client(live(listening.host.replace('tcp:', 'https:')));
  await expect(distrustful.get('/_ping')).rejects.toThrow(
    /Cannot connect to the Docker daemon at tcp:.*certif/,
  );
});

test('a unix socket has no TLS, and says so', async () => {
  await expect(listen(api(createEngine()), 'unix:///tmp/none.sock', { tls: server })).rejects.toThrow(
    'unix:///tmp/none.sock cannot have TLS: use tcp://127.0.0.1:PORT',
  );
});
