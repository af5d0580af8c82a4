import type { Started } from './start.ts';

/** Says where it listens, and closes it when a signal asks for that. */
export function untilSignal(started: Started): void {
  let closing = false;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (closing) process.exit(1);
      closing = true;
      void started.close().then(() => process.exit(process.exitCode ?? 0));
    });
  }
  for (const host of started.hosts) process.stdout.write(`listening on ${host}\n`);
  process.stdout.write(`export DOCKER_HOST=${shellWord(started.hosts[0] as string)}\n`);
}

function shellWord(text: string): string {
  return /^[\w:/.@%+=[\]-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
