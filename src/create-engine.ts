import { Engine, type EngineOptions } from './engine/engine.ts';
import { makeKernel } from './engine/world/process/make-kernel.ts';
import { hostTimers } from './support/host-timers.ts';

/** How to make an engine: each part has a default. */
export type CreateEngineOptions = Partial<EngineOptions>;

/**
 * A simulated Docker daemon with nothing in it. Two engines of one seed, given the same calls, answer the same
 * bytes (with a `real` clock: but for the times).
 *
 * @example
 * const engine = createEngine({ seed: 'my test' });
 */
export function createEngine(options: CreateEngineOptions = {}): Engine {
  return new Engine({ host: hostTimers(), processes: makeKernel, ...options });
}
