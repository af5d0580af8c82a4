import { conflict } from '../errors.ts';
import type { Container } from './container.ts';

/** Docker's State.Running: a paused container runs, and so does one that waits for its restart. */
export function isRunning(container: Readonly<Container>): boolean {
  const { status } = container.lifecycle;
  return status === 'running' || status === 'paused' || status === 'restarting';
}

/** moby daemon/errors.go, errNotRunning. */
export function requireRunning(container: Readonly<Container>): void {
  if (!isRunning(container)) throw conflict(`container ${container.id} is not running`);
}

/** moby daemon/errors.go, errContainerIsRestarting. */
export function requireNotRestarting(container: Readonly<Container>): void {
  if (container.lifecycle.status === 'restarting') {
    throw conflict(`Container ${container.id} is restarting, wait until the container is running`);
  }
}

/** State.ExitCode: 0 while it runs. */
export function exitCodeOf(container: Readonly<Container>): number {
  const { lifecycle } = container;
  return ('exitCode' in lifecycle && lifecycle.exitCode) || 0;
}
