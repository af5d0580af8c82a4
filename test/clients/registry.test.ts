import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { findBuildx } from './buildx/scenarios.ts';
import { serveForTest } from './serve-for-test.ts';

/** The CLI itself talks to the registry for `manifest inspect`, over a real port of this machine. */
test('docker pushes to a registry in a container, inspects and pulls', { timeout: 60_000 }, async ({
  skip,
}) => {
  if (spawnSync('docker', ['--version']).error !== undefined) skip('no docker CLI on this machine');
  const server = await serveForTest();
  const docker = (...args: string[]) => {
    const env = { ...process.env, DOCKER_HOST: server.host };
    const { stdout, stderr, status } = spawnSync('docker', args, { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  try {
    docker('run', '-d', '-p', '127.0.0.1::5000', '--name', 'registry', 'registry:2');
    const port = docker('port', 'registry', '5000').trim().split(':').at(-1);
    const name = `localhost:${port}/shop/web:1`;
    docker('pull', '-q', 'busybox');
    docker('tag', 'busybox', name);
    const pushed = docker('push', name);
    expect(pushed).toMatch(/: Pushed\n1: digest: sha256:[0-9a-f]{64} size: 52\d\n$/);
    const digest = /sha256:[0-9a-f]{64}/.exec(pushed)?.[0];
    const manifest = JSON.parse(docker('manifest', 'inspect', '--insecure', name));
    expect(manifest).toMatchObject({ schemaVersion: 2, layers: [{ size: expect.any(Number) }] });
    docker('rmi', name, 'busybox');
    expect(docker('pull', name)).toContain(`Digest: ${digest}\n`);
    expect(docker('run', '--rm', name, 'echo', 'it runs')).toBe('it runs\n');
  } finally {
    await server.stop();
  }
});

const buildx = findBuildx();

test.skipIf(buildx === undefined)(
  'docker build --push with BuildKit reaches it (skipped where there is no buildx)',
  { timeout: 60_000 },
  async () => {
    const server = await serveForTest();
    const docker = (input: string, ...args: string[]) => {
      const env = { ...buildx?.env, DOCKER_HOST: server.host };
      const { stdout, stderr, status } = spawnSync(buildx?.cli ?? '', args, { env, input, encoding: 'utf8' });
      if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
      return stdout;
    };
    try {
      docker('', 'run', '-d', '-p', '127.0.0.1::5000', '--name', 'registry', 'registry:2');
      const port = docker('', 'port', 'registry', '5000').trim().split(':').at(-1);
      const name = `localhost:${port}/shop/built:1`;
      docker(
        'FROM busybox\nRUN echo built > /built\nCMD ["cat", "/built"]\n',
        'build',
        '--push',
        '-t',
        name,
        '-',
      );
      docker('', 'rmi', name);
      expect(docker('', 'run', '--rm', name)).toBe('built\n');
    } finally {
      await server.stop();
    }
  },
);
