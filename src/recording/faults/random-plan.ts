import alea from 'seedrandom/lib/alea.js';
import type { Fault, FaultPlan } from './fault-plan.ts';

export interface RandomPlanOptions {
  /** How many rules. Default 5. */
  readonly rules?: number;
  /** The calls they choose from: each rule is about one of the first so many calls. Default 50. */
  readonly calls?: number;
}

/** A plan drawn from a seed: the same seed, the same trouble. Each rule hits one call, counted over all calls. */
export function randomPlan(seed: string, { rules = 5, calls = 50 }: RandomPlanOptions = {}): FaultPlan {
  const random = alea(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const draw: ReadonlyArray<() => Fault> = [
    () => ({ kind: 'error', status: 500, message: 'a fault plan made this call fail' }),
    () => ({ kind: 'delay', ms: below(1_000) }),
    () => ({ kind: 'cut', afterBytes: below(200) }),
    () => ({ kind: 'reset' }),
    () => ({ kind: 'diskFull' }),
  ];
  return Array.from({ length: rules }, () => ({
    nth: 1 + below(calls),
    fault: (draw[below(draw.length)] as () => Fault)(),
  }));
}
