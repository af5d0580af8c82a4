import { systemError } from '../errors.ts';
import type { Build, StageState, Told } from './build-state.ts';
import { line } from './build-state.ts';
import { changeConfig, shellOf } from './config-changes.ts';
import type { Instruction } from './dockerfile/instruction.ts';
import { type Expansion, expandInstruction, expansionIn } from './expand-instruction.ts';
import { runCommand } from './run.ts';
import { commitChange, commitMerged, probeOrCreate, removeContainers, withCommand } from './step.ts';
import { transferFiles } from './transfer.ts';

/** Does one instruction, and takes its containers away as the request says (moby builder/dockerfile/evaluator.go). */
export async function* dispatch(build: Build, stage: StageState, instruction: Instruction): Told {
  const { remove, forceRemove } = build.request;
  const expansion = expansionIn(stage, build.escapeToken);
  const expanded = expandInstruction(instruction, expansion);
  try {
    yield* perform(build, stage, expanded, expansion);
  } catch (error) {
    if (forceRemove) yield* removeContainers(build);
    throw error;
  }
  if (remove || forceRemove) yield* removeContainers(build);
}

async function* perform(
  build: Build,
  stage: StageState,
  instruction: Instruction,
  expansion: Expansion,
): Told {
  switch (instruction.kind) {
    case 'add':
    case 'copy':
      return yield* transferFiles(build, stage, instruction);
    case 'run':
      return yield* runCommand(build, stage, instruction);
    case 'from':
      throw systemError('*instructions.Stage is not a command type');
    case 'workdir':
      return yield* changeDirectory(build, stage, changeConfig(stage, instruction, expansion));
    case 'healthcheck':
      yield* noteOverriding(stage);
      return yield* commitChange(build, stage, changeConfig(stage, instruction, expansion));
    default:
      return yield* commitChange(build, stage, changeConfig(stage, instruction, expansion));
  }
}

/** As any other change, but for a space less in its line; the container makes the directory. */
async function* changeDirectory(build: Build, stage: StageState, comment: string): Told {
  const config = withCommand(stage.config, [...shellOf(stage.config), `#(nop) ${comment}`]);
  const containerId = yield* probeOrCreate(build, stage, config);
  if (containerId !== undefined) commitMerged(build, stage, containerId);
}

async function* noteOverriding({ config }: StageState): Told {
  const test = config.Healthcheck?.Test ?? [];
  if (test.length > 0 && test[0] !== 'NONE') {
    yield line(`Note: overriding previous HEALTHCHECK: [${test.join(' ')}]`);
  }
}
