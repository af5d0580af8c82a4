import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Started } from './start.ts';

/** Runs a command with DOCKER_HOST set to what `start` starts, on a socket of its own where `hosts` names none. */
export async function runAgainst(
  command: readonly string[],
  hosts: readonly string[],
  start: (hosts: readonly string[]) => Promise<Started>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dockless-'));
  try {
    const started = await start(hosts.length > 0 ? hosts : [`unix://${join(folder, 'docker.sock')}`]);
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
