import { mkdir, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { ServeOptions } from './main.ts';
import { report, start } from './start.ts';

/** `dockless serve`: until a signal ends it. */
export async function serve(options: ServeOptions): Promise<void> {
  // Before the first connection: one client's odd request must not take the engine from all the others.
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
  const started = await start(options, options.host.length > 0 ? options.host : [await userHost()]);
  let closing = false;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (closing) process.exit(1);
      closing = true;
      void started.close().then(() => process.exit(0));
    });
  }
  for (const host of started.hosts) process.stdout.write(`listening on ${host}\n`);
  process.stdout.write(`export DOCKER_HOST=${shellWord(started.hosts[0] as string)}\n`);
}

/** One socket a user, always in the same place, so that a shell's DOCKER_HOST stays right from one run to the next. */
async function userHost(): Promise<string> {
  const runtime = process.env.XDG_RUNTIME_DIR;
  const folder =
    runtime !== undefined && runtime !== ''
      ? join(runtime, 'dockless')
      : join(tmpdir(), `dockless-${userInfo().username}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = await stat(folder);
  // In /tmp somebody else may have made it first, to listen in our place.
  if (uid !== userInfo().uid || (mode & 0o022) !== 0) {
    throw new Error(`${folder} is open to other users: name a socket with --host unix:///PATH`);
  }
  return `unix://${join(folder, 'docker.sock')}`;
}

function shellWord(text: string): string {
  return /^[\w:/.@%+=[\]-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
