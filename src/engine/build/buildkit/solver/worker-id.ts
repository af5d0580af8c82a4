import type { Engine } from '../../../engine.ts';
import { uuidOf } from '../../../system/uuid-of.ts';

/** What BuildKit's worker in this daemon is called. */
export const workerId = (engine: Engine): string => uuidOf(`${engine.random.seed}/buildkit-worker`);
