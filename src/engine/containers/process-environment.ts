import type { Container } from './container.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * What a process finds in its environment (moby container/container.go, CreateDaemonEnvironment): Docker's own
 * variables, the container's over them, and an exec's over these. A name without `=` takes the variable away.
 */
export function daemonEnvironment(
  container: Readonly<Container>,
  tty: boolean,
  ...layers: ReadonlyArray<readonly string[]>
): string[] {
  const env = [`PATH=${DEFAULT_PATH}`, `HOSTNAME=${container.config.Hostname}`];
  if (tty) env.push('TERM=xterm');
  for (const entry of layers.flat()) {
    const name = entry.split('=', 1)[0] as string;
    const index = env.findIndex(existing => existing.startsWith(`${name}=`));
    if (!entry.includes('=')) {
      if (index >= 0) env.splice(index, 1);
    } else if (index >= 0) {
      env[index] = entry;
    } else {
      env.push(entry);
    }
  }
  return env;
}
