import { text } from 'node:stream/consumers';
import Docker from 'dockerode';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../../../src/create-engine.ts';
import { dockerHandlers } from '../../../src/msw.ts';
import { pull } from './pull.ts';

const server = setupServer(...dockerHandlers(createEngine()));
beforeAll(() => server.listen());
afterAll(() => server.close());

const docker = new Docker({ socketPath: '/var/run/docker.sock' });

test('dockerode pulls, creates, starts, waits, reads logs and removes', async () => {
  await pull(docker, 'busybox');
  const container = await docker.createContainer({
    Image: 'busybox',
    Cmd: ['sh', '-c', 'sleep 60; echo hello; exit 3'],
    Tty: true,
  });
  await container.start();
  expect(await container.wait()).toEqual({ StatusCode: 3 });
  expect(String(await container.logs({ stdout: true }))).toBe('hello\r\n');
  await container.remove();
  await expect(container.inspect()).rejects.toMatchObject({ statusCode: 404 });
});

test('fetch meets it too, at any origin where the path is Docker’s', async () => {
  expect(await (await fetch('http://docker.test/_ping')).text()).toBe('OK');
  expect((await fetch('http://docker.test/v1.51/containers/none/json')).status).toBe(404);
});

test('attach and exec give their output', async () => {
  await pull(docker, 'busybox');
  const container = await docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '60'], Tty: true });
  await container.start();
  const exec = await container.exec({ Cmd: ['echo', 'from exec'], AttachStdout: true, Tty: true });
  expect(await text(await exec.start({ Tty: true }))).toBe('from exec\r\n');
});

test('limit: what is taken over takes no input, whose end the process sees at once', async () => {
  await pull(docker, 'busybox');
  const container = await docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '60'] });
  await container.start();
  const exec = await container.exec({ Cmd: ['cat'], AttachStdin: true, AttachStdout: true, Tty: false });
  const started = await fetch(`http://docker.test/exec/${exec.id}/start`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  });
  expect([started.status, await started.text()]).toEqual([200, '']);
});

test('limit: header names are in lower case, and sorted', async () => {
  const response = await fetch('http://docker.test/_ping');
  const names = [...response.headers.keys()];
  expect(names).toEqual(names.map(name => name.toLowerCase()).sort());
});
