import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServeOptions } from './main.ts';
import { start } from './start.ts';

/** `dockless run -- COMMAND...`: its exit code becomes ours, and so does the signal that ends it. */
export async function run(command: readonly string[], options: ServeOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dockless-'));
  try {
    const hosts = options.host.length > 0 ? options.host : [`unix://${join(folder, 'docker.sock')}`];
    const started = await start(options, hosts);
    try {
      process.exitCode = await finished(command, started.hosts[0] as string);
    } finally {
      await started.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function finished([name = '', ...args]: readonly string[], host: string): Promise<number> {
  const { DOCKER_TLS_VERIFY, DOCKER_CERT_PATH, DOCKER_CONTEXT, ...env } = process.env;
  const child = spawn(name, args, { stdio: 'inherit', env: { ...env, DOCKER_HOST: host } });
  passSignals(child);
  return new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'ENOENT' ? 'no such command' : error.message;
      reject(new Error(`cannot run ${name}: ${reason}`));
    });
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal as NodeJS.Signals]));
  });
}

/** A terminal's Ctrl-C reaches the command by itself; everything else that ends us must be passed on to it. */
function passSignals(child: ChildProcess): void {
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
}
