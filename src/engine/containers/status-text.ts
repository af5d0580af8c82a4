import { humanDuration } from '../../support/human-duration.ts';
import type { Container } from './container.ts';
import { exitCodeOf } from './running.ts';

/** The Status of a listed container, such as `Up 5 minutes (healthy)` (moby container/state.go, String). */
export function statusText(container: Readonly<Container>, nowNs: bigint): string {
  const { lifecycle, health, startedAtNs, finishedAtNs, supervision } = container;
  const since = (ns: bigint | undefined) => humanDuration(nowNs - (ns ?? 0n));
  switch (lifecycle.status) {
    case 'paused':
      return `Up ${since(startedAtNs)} (Paused)`;
    case 'restarting':
      return `Restarting (${exitCodeOf(container)}) ${since(finishedAtNs)} ago`;
    case 'running':
      if (health === undefined) return `Up ${since(startedAtNs)}`;
      return `Up ${since(startedAtNs)} (${health.status === 'starting' ? 'health: starting' : health.status})`;
    case 'removing':
      return 'Removal In Progress';
    case 'dead':
      return 'Dead';
    default:
      if (supervision.removalInProgress) return 'Removal In Progress';
      if (startedAtNs === undefined) return 'Created';
      return finishedAtNs === undefined ? '' : `Exited (${exitCodeOf(container)}) ${since(finishedAtNs)} ago`;
  }
}
