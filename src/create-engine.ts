import type { WorldDeclaration } from './engine/declared/declaration.ts';
import { declareWorld } from './engine/declared/declare-world.ts';
import { Engine, type EngineOptions } from './engine/engine.ts';
import { makeKernel } from './engine/world/process/make-kernel.ts';
import { postgresOver } from './engine/world/programs/postgres/server.ts';
import { isPgliteInstalled, openPglite } from './pglite.ts';
import { hostTimers } from './support/host-timers.ts';

/** How to make an engine, and what is in it: each part has a default. */
export type CreateEngineOptions = Partial<EngineOptions> &
  WorldDeclaration & {
    /** Whether postgres containers have a database behind them. Default: where the optional peer @electric-sql/pglite is installed. */
    readonly pglite?: boolean;
  };

/**
 * A simulated Docker daemon, with nothing in it but what is declared. Two engines of one seed, given the same calls,
 * answer the same bytes (with a `real` clock: but for the times).
 *
 * @throws a sentence that names the declaration or the option which cannot be
 * @example
 * const engine = createEngine({
 *   seed: 'my test',
 *   containers: [{ name: 'db', image: 'busybox', command: ['sleep', 'infinity'], state: 'running' }],
 * });
 */
export function createEngine(options: CreateEngineOptions = {}): Engine {
  checkOptions(options);
  const { images, networks, volumes, containers, pglite = isPgliteInstalled(), ...rest } = options;
  const hasOwn = rest.programs?.hasCommand('postgres') ?? false;
  const engine = new Engine({ host: hostTimers(), processes: makeKernel, ...rest });
  if (pglite && !hasOwn) engine.programs.addCommand('postgres', postgresOver(openPglite));
  const world = { images, networks, volumes, containers };
  declareWorld(engine, Object.fromEntries(Object.entries(world).filter(([, value]) => value !== undefined)));
  return engine;
}

const OPTIONS: ReadonlySet<string> = new Set(
  Object.keys({
    seed: 0,
    clock: 0,
    daemon: 0,
    images: 0,
    networks: 0,
    volumes: 0,
    containers: 0,
    hostFiles: 0,
    programs: 0,
    pglite: 0,
    host: 0,
    processes: 0,
  } satisfies Record<keyof CreateEngineOptions, 0>),
);

function checkOptions(options: CreateEngineOptions): void {
  const unknown = Object.keys(options).find(option => !OPTIONS.has(option));
  if (unknown !== undefined) {
    throw new Error(`createEngine() has no option ${unknown}; there are ${[...OPTIONS].join(', ')}`);
  }
  const { clock = 'auto' } = options;
  if (!['auto', 'manual', 'real'].includes(clock)) {
    throw new Error(`there is no clock ${JSON.stringify(clock)}: take one of auto, manual, real`);
  }
}
