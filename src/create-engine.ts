import type { WorldDeclaration } from './engine/declared/declaration.ts';
import { declareWorld } from './engine/declared/declare-world.ts';
import { Engine, type EngineOptions } from './engine/engine.ts';
import { makeKernel } from './engine/world/process/make-kernel.ts';
import { hostTimers } from './support/host-timers.ts';

/** How to make an engine, and what is in it: each part has a default. */
export type CreateEngineOptions = Partial<EngineOptions> & WorldDeclaration;

/**
 * A simulated Docker daemon, with nothing in it but what is declared. Two engines of one seed, given the same calls,
 * answer the same bytes (with a `real` clock: but for the times).
 *
 * @throws a sentence that names the declaration which cannot be
 * @example
 * const engine = createEngine({
 *   seed: 'my test',
 *   containers: [{ name: 'db', image: 'busybox', command: ['sleep', 'infinity'], state: 'running' }],
 * });
 */
export function createEngine(options: CreateEngineOptions = {}): Engine {
  const { images, networks, volumes, containers, ...rest } = options;
  const engine = new Engine({ host: hostTimers(), processes: makeKernel, ...rest });
  const world = { images, networks, volumes, containers };
  declareWorld(engine, Object.fromEntries(Object.entries(world).filter(([, value]) => value !== undefined)));
  return engine;
}
