import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Docker from 'dockerode';
import { afterAll, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 30_000 }); // each starts processes, and machines are busy

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dockless-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The command line in a process of its own, as users have it. */
class Command {
  readonly child;
  stdout = '';
  stderr = '';
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  #grew: () => void = () => {};

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, ...env } });
    this.child.stdout.on('data', data => {
      this.stdout += data;
      this.#grew();
    });
    this.child.stderr.on('data', data => {
      this.stderr += data;
    });
    this.ended = new Promise(resolve => this.child.on('close', (code, signal) => resolve({ code, signal })));
  }

  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.stdout);
      if (match !== null) return match;
      const grew = new Promise<false>(resolve => {
        this.#grew = () => resolve(false);
      });
      if (await Promise.race([grew, this.ended])) throw new Error(`ended: ${this.stdout}${this.stderr}`);
    }
  }
}

async function output(...args: string[]) {
  const command = new Command(args);
  const { code } = await command.ended;
  return { code, stdout: command.stdout, stderr: command.stderr };
}

function ping(where: { path: string } | { port: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = '';
    const socket = connect(where as { path: string });
    socket.write('GET /_ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    socket.on('data', data => {
      reply += data;
    });
    socket.on('end', () => resolve(reply.slice(reply.lastIndexOf('\r\n') + 2)));
    socket.on('error', reject);
  });
}

test('serve listens on every host, says so, and removes its socket when it is told to end', async () => {
  const path = join(folder, 'several.sock');
  const command = new Command(['serve', '--host', `unix://${path}`, '--host', 'tcp://127.0.0.1:0']);
  const [, port] = await command.printed(/listening on tcp:\/\/127\.0\.0\.1:(\d+)\n/);
  expect(await ping({ path })).toBe('OK');
  expect(await ping({ port: Number(port) })).toBe('OK');
  await command.printed(/export/);
  command.child.kill('SIGTERM');
  expect(await command.ended).toEqual({ code: 0, signal: null });
  expect(command.stdout).toBe(
    `listening on unix://${path}\nlistening on tcp://127.0.0.1:${port}\nexport DOCKER_HOST=unix://${path}\n`,
  );
  expect(command.stderr).toBe('');
  expect(existsSync(path)).toBe(false);
});

test('serve without a host uses a place of the user, and ends at Ctrl-C with a client connected', async () => {
  const command = new Command(['serve', '--seed', 's'], { XDG_RUNTIME_DIR: folder });
  const [, path = ''] = await command.printed(/export DOCKER_HOST=unix:\/\/(.*)\n/);
  expect(path).toBe(join(folder, 'dockless', 'docker.sock'));
  const idle = connect(path);
  idle.on('error', () => {}); // it is dropped
  await new Promise(resolve => idle.on('connect', resolve));
  command.child.kill('SIGINT');
  expect(await command.ended).toEqual({ code: 0, signal: null });
});

test('serve refuses a folder that others may write', async () => {
  const open = mkdtempSync(join(folder, 'open-'));
  mkdirSync(join(open, 'dockless'));
  chmodSync(join(open, 'dockless'), 0o777);
  const command = new Command(['serve'], { XDG_RUNTIME_DIR: open });
  expect(await command.ended).toEqual({ code: 1, signal: null });
  expect(command.stderr).toContain('is open to other users');
});

test('serve replaces a socket that a dead process left, and no other', async () => {
  const path = join(folder, 'stale.sock');
  const dying = new Command(['serve', '--host', `unix://${path}`]);
  await dying.printed(/export/);
  dying.child.kill('SIGKILL');
  await dying.ended;
  expect(existsSync(path)).toBe(true);
  const command = new Command(['serve', '--host', `unix://${path}`]);
  await command.printed(/export/);
  expect(await ping({ path })).toBe('OK');
  expect(await output('serve', '--host', `unix://${path}`)).toEqual({
    code: 1,
    stdout: '',
    stderr: `dockless: cannot listen on ${path}: another process already listens there\n`,
  });
  expect(await ping({ path })).toBe('OK');
  command.child.kill('SIGTERM');
  await command.ended;
});

test('serve says in one sentence what is wrong with a host', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, 'precious');
  const taken = createServer();
  await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const missing = join(folder, 'missing', 'docker.sock');
  const cases = [
    ['docker.sock', 'invalid host "docker.sock": use unix:///absolute/path or tcp://127.0.0.1:PORT'],
    [`unix://${file}`, `cannot listen on ${file}: there is a file that is not a socket`],
    [
      `unix://${missing}`,
      `cannot listen on ${missing}: the directory ${join(folder, 'missing')} does not exist`,
    ],
    [
      `tcp://127.0.0.1:${port}`,
      `cannot listen on tcp://127.0.0.1:${port}: another process already listens there`,
    ],
    ['tcp://192.0.2.1:1', 'cannot listen on tcp://192.0.2.1:1: this machine does not have that address'],
  ];
  for (const [host = '', sentence] of cases) {
    expect(await output('serve', '--host', host)).toEqual({
      code: 1,
      stdout: '',
      stderr: `dockless: ${sentence}\n`,
    });
  }
  taken.close();
});

test('serve says which archive of images it cannot load', async () => {
  const file = join(folder, 'images.tar');
  writeFileSync(file, 'no archive');
  const missing = join(folder, 'missing.tar');
  expect((await output('serve', '--load', file)).stderr).toMatch(
    /^dockless: cannot load images from .*images\.tar: .+\n$/,
  );
  expect(await output('serve', '--load', missing)).toEqual({
    code: 1,
    stdout: '',
    stderr: `dockless: cannot load images from ${missing}: ENOENT: no such file or directory, open '${missing}'\n`,
  });
});

test('wrong usage ends with 2, help and version with 0', async () => {
  expect((await output('serve', '--bad')).code).toBe(2);
  expect((await output('serve', '--api', '1.99')).code).toBe(2);
  expect((await output('serve', '--daemon', '3.11')).code).toBe(2);
  expect((await output('unknown')).code).toBe(2);
  expect((await output('run')).code).toBe(2);
  expect((await output()).code).toBe(2);
  expect((await output('--help')).code).toBe(0);
  expect((await output('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('run gives a command a DOCKER_HOST that answers, and passes on its exit code', async () => {
  const script = `
    const request = require('node:http').get({ socketPath: process.env.DOCKER_HOST.slice(7), path: '/_ping' }, reply => {
      reply.on('data', data => { console.log(String(data)); process.exitCode = 7; }); request.end();
    });`;
  expect(await output('run', '--', process.execPath, '-e', script)).toEqual({
    code: 7,
    stdout: 'OK\n',
    stderr: '',
  });
});

test('run passes on signals, and leaves nothing behind', async () => {
  const script = 'trap "exit 9" TERM; echo $DOCKER_HOST; while :; do sleep 0.05; done';
  const command = new Command(['run', '--', 'sh', '-c', script]);
  const [, path = ''] = await command.printed(/unix:\/\/(.*)\n/);
  expect(existsSync(path)).toBe(true);
  command.child.kill('SIGTERM');
  expect(await command.ended).toEqual({ code: 9, signal: null });
  expect(existsSync(join(path, '..'))).toBe(false);
});

test('run ends as the shell says when its command dies by a signal, and says when it cannot start', async () => {
  expect((await output('run', '--', 'sh', '-c', 'kill -KILL $$')).code).toBe(137);
  expect(await output('run', '--', '/no/such')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'dockless: cannot run /no/such: no such command\n',
  });
});

const tls = (name: string) => fileURLToPath(new URL(`../transport/tls/${name}.pem`, import.meta.url));

test('serve --tlsverify serves clients with a certificate, by TLS on tcp hosts and plainly on unix sockets', async () => {
  const path = join(folder, 'beside-tls.sock');
  const files = ['--tlscacert', tls('ca'), '--tlscert', tls('server'), '--tlskey', tls('server-key')];
  const hosts = ['--host', 'tcp://127.0.0.1:0', '--host', `unix://${path}`];
  const command = new Command(['serve', '--tlsverify', ...files, ...hosts]);
  const [, port] = await command.printed(/listening on tcp:\/\/127\.0\.0\.1:(\d+)\n/);
  await command.printed(/export/);
  expect(await ping({ path })).toBe('OK');
  const ca = readFileSync(tls('ca'));
  const client = { key: readFileSync(tls('client-key')), cert: readFileSync(tls('client')) };
  const at = { protocol: 'https', host: '127.0.0.1', port: Number(port), ca } as const;
  expect(String(await new Docker({ ...at, ...client }).ping())).toBe('OK');
  await expect(new Docker(at).ping()).rejects.toThrow();
  command.child.kill('SIGTERM');
  await command.ended;
});

test('serve --tls without its files says which one it looks for', async () => {
  const command = new Command(['serve', '--tls', '--host', 'tcp://127.0.0.1:0'], {
    DOCKER_CERT_PATH: folder,
  });
  expect(await command.ended).toEqual({ code: 1, signal: null });
  expect(command.stderr).toBe(
    `dockless: cannot read ${join(folder, 'key.pem')}, a file that TLS needs: no such file (name it with --tlskey)\n`,
  );
});

test('--host-disk lets bind mounts write on this machine, and nothing else does', async () => {
  const disk = mkdtempSync(join(folder, 'disk-'));
  writeFileSync(join(disk, 'in'), 'from the machine\n');
  const written: string[] = [];
  for (const option of ['--host-disk', undefined]) {
    const host = `unix://${join(mkdtempSync(join(folder, 'socket-')), 'docker.sock')}`;
    const served = new Command(['serve', '--host', host, ...(option === undefined ? [] : [option])]);
    await served.printed(/listening on/);
    const docker = new Docker({ socketPath: host.slice('unix://'.length) });
    await new Promise((resolve, reject) =>
      docker.pull('busybox', (error: Error | null, stream: NodeJS.ReadableStream) =>
        error === null ? docker.modem.followProgress(stream, resolve) : reject(error),
      ),
    );
    const container = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['sh', '-c', 'cat /disk/in > /disk/out'],
      HostConfig: { Binds: [`${disk}:/disk`] },
    });
    await container.start();
    await container.wait();
    written.push(existsSync(join(disk, 'out')) ? readFileSync(join(disk, 'out'), 'utf8') : 'nothing');
    rmSync(join(disk, 'out'), { force: true });
    served.child.kill('SIGTERM');
    await served.ended;
  }
  expect(written).toEqual(['from the machine\n', 'nothing']);
});
