import type { FaultPlan } from './fault-plan.ts';

/**
 * The smallest part of a plan with which `fails` still holds: rules are left out in ever smaller groups, as in delta
 * debugging, until each of the rest is needed. `fails` runs the scenario afresh and says whether it went wrong.
 */
export async function smallestPlan(
  plan: FaultPlan,
  fails: (plan: FaultPlan) => Promise<boolean>,
): Promise<FaultPlan> {
  let kept = plan;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length; ) {
      const without = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (await fails(without)) kept = without;
      else start += size;
    }
  }
  return kept;
}

/** A plan as code to paste into a test. */
export function planAsCode(plan: FaultPlan): string {
  const rules = plan.map(rule => `  ${literal(rule)},\n`);
  return `faults([\n${rules.join('')}], daemon)`;
}

function literal(value: object): string {
  const fields = Object.entries(value).map(([name, field]) => {
    if (name === 'barrier') return 'barrier: barrier()';
    return `${name}: ${typeof field === 'object' ? literal(field) : JSON.stringify(field)}`;
  });
  return `{ ${fields.join(', ')} }`;
}
