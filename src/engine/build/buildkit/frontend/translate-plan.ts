import { invalidParameter } from '../../../errors.ts';
import { parseDockerfile } from '../../dockerfile/parse.ts';
import { parseInstruction } from '../../dockerfile/parse-instruction.ts';
import { at } from './located.ts';
import { BaseResolver, type BaseSearch, type StageBase } from './resolve-bases.ts';
import type { PlannedStage, StagePlan } from './stage-plan.ts';
import { type StageState, stateOver, stateOverStage } from './stage-state.ts';
import { type Translation, translateStage } from './translate-stage.ts';

/** Makes steps of all stages that the target needs; gives what the target has come to. */
export async function translatePlan(
  search: BaseSearch,
  translation: Omit<Translation, 'done'>,
  beforeStages: () => Promise<void>,
): Promise<{
  readonly target: PlannedStage;
  readonly state: StageState;
  readonly stages: readonly PlannedStage[];
}> {
  const { plan } = search;
  const { target } = plan;
  const bases = await resolveAll(search);
  await beforeStages();
  const done = new Map<PlannedStage, StageState>();
  const stages = plan.reachable();
  // Images have nothing to be translated: whoever copies from them may stand anywhere.
  for (const stage of stages.filter(({ isImage }) => isImage))
    done.set(stage, beginStage(stage, bases, done));
  for (const stage of stages.filter(({ isImage }) => !isImage)) {
    const state = beginStage(stage, bases, done);
    const isStep = bases.get(stage)?.isStep === true;
    if (stage.context === undefined) translateStage({ ...translation, done }, stage, state, isStep ? 1 : 0);
    done.set(stage, state);
  }
  return { target, state: done.get(target) as StageState, stages };
}

/** A stage's ONBUILD may need further stages, and so on. */
async function resolveAll(search: BaseSearch): Promise<Map<PlannedStage, StageBase>> {
  const { plan } = search;
  const resolver = new BaseResolver(search);
  const bases = new Map<PlannedStage, StageBase>();
  const triggered = new Set<PlannedStage>();
  for (let again = true; again; ) {
    again = false;
    for (const stage of plan.reachable()) {
      if (stage.base === undefined && !bases.has(stage)) bases.set(stage, await resolver.baseOf(stage));
      if (triggered.has(stage)) continue;
      triggered.add(stage);
      const triggers = triggersFor(stage, bases.get(stage));
      if (triggers.length > 0) again = at(stage.lines, () => addTriggers(plan, stage, triggers)) || again;
    }
  }
  return bases;
}

/** What the base left to do: an image, or an earlier stage. */
function triggersFor({ base, context }: PlannedStage, found: StageBase | undefined): string[] {
  if (context !== undefined) return [];
  if (base === undefined) return found?.image.config?.OnBuild ?? [];
  return base.commands.flatMap(({ instruction }) =>
    instruction.kind === 'onbuild' ? [instruction.text] : [],
  );
}

/** True where they need what was not needed before. */
function addTriggers(plan: StagePlan, stage: PlannedStage, triggers: readonly string[]): boolean {
  const commands = triggers.map(trigger => {
    const [node, another] = parseDockerfile(trigger).nodes;
    if (node === undefined || another !== undefined) {
      throw invalidParameter('onbuild trigger should be a single expression');
    }
    const instruction = { ...parseInstruction(node), ...(stage.lines && { lines: stage.lines }) };
    return plan.command(instruction, true);
  });
  stage.commands = [...commands, ...stage.commands];
  stage.total += commands.length;
  return commands.some(({ sources }) => sources.length > 0);
}

function beginStage(
  stage: PlannedStage,
  bases: ReadonlyMap<PlannedStage, StageBase>,
  done: ReadonlyMap<PlannedStage, StageState>,
): StageState {
  if (stage.base !== undefined) return stateOverStage(done.get(stage.base) as StageState);
  const { image, step } = bases.get(stage) as StageBase;
  const state = stateOver(image, step);
  state.config.OnBuild = null;
  return state;
}
