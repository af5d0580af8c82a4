import type { Engine } from '../engine.ts';
import { invalidParameter } from '../errors.ts';
import type { WaitResult } from '../live.ts';
import { findContainer } from './find.ts';
import { listenOnce } from './listen-once.ts';
import { exitCodeOf, isRunning } from './running.ts';

const conditions = new Set(['', 'not-running', 'next-exit', 'removed']);

/**
 * Waits for a container. The request is checked at once; the promise is the wait itself, and gives undefined
 * when the client went away. `condition` is Docker's: `not-running` (or empty), `next-exit` or `removed`.
 */
export function waitContainer(
  engine: Engine,
  ref: string,
  condition: string,
  signal: AbortSignal,
): Promise<WaitResult | undefined> {
  if (!conditions.has(condition)) throw invalidParameter(`invalid condition: "${condition}"`);
  const container = findContainer(engine, ref);
  const { live } = engine;
  if (condition === 'removed') return listenOnce(engine, live.removed, container.id, { signal });
  if (condition !== 'next-exit' && !isRunning(container)) {
    return Promise.resolve({ exitCode: exitCodeOf(container), error: container.error });
  }
  return listenOnce(engine, live.stopped, container.id, { signal });
}
