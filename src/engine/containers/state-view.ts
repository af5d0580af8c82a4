import { formatRfc3339Nano } from '../../support/go-time.ts';
import type { Container, Health } from './container.ts';
import { exitCodeOf, isRunning } from './running.ts';

/** Docker's State object of an inspected container. */
export function stateView(container: Readonly<Container>): object {
  const { lifecycle, health } = container;
  const { status } = lifecycle;
  return {
    Status: status,
    Running: isRunning(container),
    Paused: status === 'paused',
    Restarting: status === 'restarting',
    OOMKilled: container.oomKilled,
    Dead: status === 'dead',
    Pid: 'pid' in lifecycle ? lifecycle.pid : 0,
    ExitCode: exitCodeOf(container),
    Error: container.error,
    StartedAt: formatRfc3339Nano(container.startedAtNs),
    FinishedAt: formatRfc3339Nano(container.finishedAtNs),
    ...(health !== undefined && { Health: healthView(health) }),
  };
}

function healthView({ status, failingStreak, log }: Health): object {
  return {
    Status: status,
    FailingStreak: failingStreak,
    Log: log.map(({ startNs, endNs, exitCode, output }) => ({
      Start: formatRfc3339Nano(startNs),
      End: formatRfc3339Nano(endNs),
      ExitCode: exitCode,
      Output: output,
    })),
  };
}
