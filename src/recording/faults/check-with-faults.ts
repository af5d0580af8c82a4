import type { FaultPlan } from './fault-plan.ts';
import { type RandomPlanOptions, randomPlan } from './random-plan.ts';
import { planAsCode, smallestPlan } from './smallest-plan.ts';

export interface CheckWithFaultsOptions extends RandomPlanOptions {
  /** How many plans are tried. Default 20. */
  readonly plans?: number;
  /** Default `dockless`. */
  readonly seed?: string;
}

/**
 * Runs a scenario under random trouble, a new plan each time: it must make a daemon of its own from the plan, and throw
 * where the code under test did not bear it.
 *
 * @throws the scenario's error, behind the smallest plan that still brings it about, as code to paste
 * @example
 * await checkWithFaults(async plan => {
 *   using _ = intercept(faults(plan, api(createEngine())));
 *   await deployWithRetries();
 * });
 */
export async function checkWithFaults(
  scenario: (plan: FaultPlan) => Promise<void>,
  { plans = 20, seed = 'dockless', ...options }: CheckWithFaultsOptions = {},
): Promise<void> {
  const failure = async (plan: FaultPlan): Promise<{ error: unknown } | undefined> => {
    try {
      await scenario(plan);
      return undefined;
    } catch (error) {
      return { error };
    }
  };
  for (let count = 0; count < plans; count += 1) {
    const plan = randomPlan(`${seed} ${count}`, options);
    if ((await failure(plan)) === undefined) continue;
    const smallest = await smallestPlan(plan, async part => (await failure(part)) !== undefined);
    const { error } = (await failure(smallest)) ?? {
      error: 'not any more: the scenario depends on more than its plan',
    };
    throw new Error(
      `plan ${count} of ${plans} fails (seed ${JSON.stringify(seed)}): ${error instanceof Error ? error.message : error}\n` +
        `The smallest plan that still fails:\n\n${planAsCode(smallest)}\n`,
      { cause: error },
    );
  }
}
