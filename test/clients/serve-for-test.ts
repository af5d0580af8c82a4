import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `dockless serve` in a process of its own, as users have it. */
export interface TestServer {
  /** What DOCKER_HOST is set to. */
  readonly host: string;
  readonly socketPath: string;
  readonly pid: number;
  /** What it wrote on stderr so far. */
  errors(): string;
  stop(): Promise<void>;
}

/** Starts `dockless serve` on a fresh unix socket and resolves once it accepts connections. */
export async function serveForTest(...options: string[]): Promise<TestServer> {
  const socketPath = join(mkdtempSync(join(tmpdir(), 'dockless-test-')), 'docker.sock');
  const host = `unix://${socketPath}`;
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, 'serve', '--host', host, ...options], { stdio: 'pipe' });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', text => {
    errors += text;
  });
  const ended = new Promise<void>(resolve => child.on('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', text => {
      printed += text;
      if (printed.includes(`listening on ${host}`)) resolve();
    });
    ended.then(() => reject(new Error(`dockless serve ended: ${printed}${errors}`)));
  });
  return {
    host,
    socketPath,
    pid: child.pid as number,
    errors: () => errors,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
