import http from 'node:http';
import net from 'node:net';
import Docker from 'dockerode';
import { afterEach, expect, test } from 'vitest';
import { intercept } from '../../src/transport/intercept/intercept.ts';
import { type Lockdown, lockdown } from '../../src/transport/intercept/lockdown.ts';
import { listen } from '../../src/transport/listen.ts';

let active: Lockdown | undefined;
afterEach(() => {
  try {
    active?.dispose();
  } catch {
    // Each test looks at the attempts itself.
  }
  active = undefined;
});

test('a client that dials Docker is refused, and the caller is named', async () => {
  active = lockdown();
  const error = await new Promise<Error>(resolve => {
    http.get({ socketPath: '/var/run/docker.sock', path: '/_ping' }).on('error', resolve);
  });
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  expect(error.message).toMatch(
    /^lockdown: no real Docker daemon may be reached, but this call dialled unix:\/\/\/var\/run\/docker.sock, at .*lockdown\.test\.ts:\d+/,
  );
  await expect(new Docker({ socketPath: '/var/run/docker.sock' }).ping()).rejects.toThrow('docker-modem');
  expect(active.attempts).toHaveLength(2);
  expect(() => active?.dispose()).toThrow(
    /^reached for a real Docker daemon: unix:\/\/\/var\/run\/docker\.sock, at /,
  );
});

test('a daemon in memory and other servers stay in reach', async () => {
  const daemon = async () => ({ status: 200, headers: [], body: new TextEncoder().encode('OK') });
  active = lockdown(['unix:///other/docker.sock']);
  const interception = intercept(daemon);
  expect(String(await new Docker({ socketPath: '/var/run/docker.sock' }).ping())).toBe('OK');
  interception.dispose();
  const real = await listen(daemon, 'tcp://127.0.0.1:0');
  expect(await (await fetch(real.host.replace('tcp', 'http'))).text()).toBe('OK');
  await real.close();
  expect(active.attempts).toEqual([]);
  await expect(new Docker({ socketPath: '/other/docker.sock' }).ping()).rejects.toThrow('lockdown');
});

test('a daemon in memory stays in reach, whichever of them was set up first', async () => {
  const daemon = async () => ({ status: 200, headers: [], body: new TextEncoder().encode('OK') });
  using _ = intercept(daemon);
  active = lockdown();
  expect(String(await new Docker({ socketPath: '/var/run/docker.sock' }).ping())).toBe('OK');
  expect(active.attempts).toEqual([]);
});

test.each([
  { socketPath: '/run/user/1000/docker.sock' },
  { socketPath: '/home/me/.colima/default/docker.sock' },
  { host: '192.0.2.1', port: 2375 },
])('a daemon elsewhere is out of reach, too: %j', async options => {
  active = lockdown();
  await expect(new Docker(options).ping()).rejects.toThrow('lockdown');
});

test('disposing restores dialling', () => {
  const before = net.connect;
  active = lockdown();
  expect(net.connect).not.toBe(before);
  active.dispose();
  expect(net.connect).toBe(before);
});
