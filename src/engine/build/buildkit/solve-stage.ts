import { goQuote } from '../../../support/go-strconv.ts';
import { DockerError, NotSimulatedError, systemError } from '../../errors.ts';
import { parseReference, referenceKey, withDefaultTag } from '../../images/reference.ts';
import { beginStage } from '../base-image.ts';
import { runTriggers } from '../build.ts';
import type { BuildArgs } from '../build-args.ts';
import { BuildFailure } from '../build-failure.ts';
import type { Build, StageState, Told } from '../build-state.ts';
import { commandOf } from '../config-changes.ts';
import { dispatch } from '../dispatch.ts';
import { expandWord } from '../dockerfile/expand.ts';
import type { Instruction } from '../dockerfile/instruction.ts';
import type { Stage } from '../dockerfile/stages.ts';
import type { ToldStep, ToldSteps } from './told-steps.ts';

export interface StageJob {
  readonly stage: Stage;
  readonly index: number;
  /** Steps of the only stage do not name it. */
  readonly isOnly: boolean;
  readonly args: BuildArgs;
}

/** Those that BuildKit shows as steps of their own: what changes files. */
const CHANGES_FILES: ReadonlySet<Instruction['kind']> = new Set(['add', 'copy', 'run', 'workdir']);

/** Builds a stage, and gives its image; empty for one that has none. */
export async function buildStage(build: Build, steps: ToldSteps, job: StageJob): Promise<string> {
  const { from, instructions } = job.stage;
  const image = baseImageOf(build, job.stage, job.args);
  const shown = instructions.filter(({ kind }) => CHANGES_FILES.has(kind));
  const total = shown.length + (image === undefined ? 0 : 1);
  let number = 0;
  const prefix = () => {
    number += 1;
    return `[${job.isOnly ? '' : `${from.stage || `stage-${job.index}`} `}${number}/${total}]`;
  };
  let previous: readonly string[] = [];
  const stage = await drain(beginStage(build, from, job.args.nextStage()));
  if (image !== undefined) {
    const reference = referenceOf(image);
    previous = [steps.base(reference, `${prefix()} FROM ${reference}`)];
    await drain(runTriggers(build, stage));
  }
  stage.config.Image = stage.imageId;
  for (const instruction of instructions) {
    if (build.signal.aborted) throw systemError('context canceled');
    refuseUnsimulated(instruction);
    if (CHANGES_FILES.has(instruction.kind)) {
      await steps.run(`${prefix()} ${instruction.code}`, previous, async step => {
        previous = [step.digest];
        await doStep(build, stage, instruction, step);
      });
    } else {
      await drain(dispatch(build, stage, instruction));
    }
    stage.config.Image = stage.imageId;
  }
  return stage.imageId;
}

/** What BuildKit does and the classic builder does not. */
function refuseUnsimulated(instruction: Instruction): void {
  if (instruction.kind === 'run' && instruction.flags.length > 0) {
    throw new NotSimulatedError(`RUN --${instruction.flags[0]}`);
  }
  if ((instruction.kind === 'copy' || instruction.kind === 'add') && instruction.transfer.chmod !== '') {
    throw new NotSimulatedError(`${instruction.kind.toUpperCase()} --chmod`);
  }
}

/** What a stage begins with where that is no earlier stage and not nothing. */
function baseImageOf({ done, escapeToken }: Build, { from }: Stage, args: BuildArgs): string | undefined {
  const name = expandWord(from.image, args.global(), { escapeToken });
  const isStage = done.some(stage => stage.name !== '' && stage.name === name.toLowerCase());
  return name === 'scratch' || isStage ? undefined : name;
}

/** Pulls what the stages begin with, each image once. */
export async function loadMetadata(
  build: Build,
  steps: ToldSteps,
  stages: readonly Stage[],
  args: BuildArgs,
): Promise<void> {
  const done = stages.map(({ from }) => ({ name: from.stage, imageId: '' }));
  const loaded = new Set<string>();
  for (const [index, stage] of stages.entries()) {
    const image = baseImageOf({ ...build, done: done.slice(0, index) }, stage, args);
    if (image === undefined || image === '') continue;
    const reference = referenceOf(image);
    if (loaded.has(reference)) continue;
    loaded.add(reference);
    await steps.run(`[internal] load metadata for ${reference}`, [], async () => {
      try {
        await drain(beginStage(build, stage.from, args.nextStage()));
      } catch (error) {
        if (!(error instanceof DockerError)) throw error;
        const message = `${image}: failed to resolve source metadata for ${reference}: ${error.message}`;
        throw new DockerError(error.kind, message);
      }
    });
  }
}

const referenceOf = (name: string): string => referenceKey(withDefaultTag(parseReference(name)));

async function doStep(
  build: Build,
  stage: StageState,
  instruction: Instruction,
  step: ToldStep,
): Promise<void> {
  const output: Build['output'] = ({ stream, data }) => step.log(stream === 'stdout' ? 1 : 2, data);
  try {
    for await (const told of dispatch({ ...build, output }, stage, instruction)) {
      if (told.stream === ' ---> Using cache\n') step.cached = true;
    }
  } catch (error) {
    if (!(error instanceof BuildFailure) || instruction.kind !== 'run') throw error;
    const command = commandOf(stage.config, instruction.command).join(' ');
    throw new BuildFailure(
      `process ${goQuote(command)} did not complete successfully: exit code: ${error.code}`,
      error.code,
    );
  }
}

/** Runs a part of the classic builder for what it does, not for what it tells. */
async function drain<T>(told: Told<T>): Promise<T> {
  for (;;) {
    const next = await told.next();
    if (next.done) return next.value;
  }
}
