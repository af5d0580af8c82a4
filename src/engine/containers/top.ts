import type { Engine } from '../engine.ts';
import { systemError } from '../errors.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';
import { psTable } from './ps.ts';
import { requireNotRestarting, requireRunning } from './running.ts';

/** A container's processes as the host's ps shows them. */
export interface TopResult {
  readonly titles: readonly string[];
  /** Null where ps showed none of them. */
  readonly processes: ReadonlyArray<readonly string[]> | null;
}

/** Runs the host's ps over a container's processes; `psArgs` is its command line, `-ef` where it is empty. */
export function topContainer(engine: Engine, ref: string, psArgs: string): TopResult {
  refuseRenamedPid(psArgs || '-ef');
  const container = findContainer(engine, ref);
  requireRunning(container);
  requireNotRestarting(container);
  const result = parseTable(
    psTable(psArgs || '-ef', engine.processes.list(container.id), engine.clock.lastNs()),
  );
  emitContainerEvent(engine, container, 'top');
  return result;
}

/** dockerd finds the processes by ps's PID column, which nobody may fake (moby daemon/top_unix.go, validatePSArgs). */
function refuseRenamedPid(psArgs: string): void {
  for (const [, column, title] of psArgs.matchAll(/\s+(\S*)=\s*(PID\S*)/g)) {
    if (column !== 'pid') throw systemError(`specifying "${column}=${title}" is not allowed`);
  }
}

/**
 * dockerd splits ps's lines at white space, and puts what is left over into the last column. A command's arguments
 * in another column's place shift the others, as they do there (moby daemon/top_unix.go, parsePSOutput).
 */
function parseTable({ titles, lines }: ReturnType<typeof psTable>): TopResult {
  if (!titles.includes('PID')) throw systemError("Couldn't find PID field in ps output");
  const last = titles.length - 1;
  const processes = lines.map(line => {
    const fields = line.split(/[\t\n\f\r ]+/).filter(field => field !== '');
    return [...fields.slice(0, last), fields.slice(last).join(' ')];
  });
  return { titles, processes: processes.length === 0 ? null : processes };
}
