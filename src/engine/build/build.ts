import type { Engine } from '../engine.ts';
import { DockerError, invalidParameter, systemError } from '../errors.ts';
import { parsePlatform } from '../images/platform.ts';
import { familiarName, familiarString } from '../images/reference.ts';
import { tagImage } from '../images/tag.ts';
import { beginStage } from './base-image.ts';
import { BuildArgs } from './build-args.ts';
import { openContext } from './build-context.ts';
import type { BuildRequest } from './build-request.ts';
import { type Build, line, type StageState, shortId, type Told } from './build-state.ts';
import { plainList } from './config-text.ts';
import { dispatch } from './dispatch.ts';
import type { Instruction, InstructionOf } from './dockerfile/instruction.ts';
import { parseDockerfile } from './dockerfile/parse.ts';
import { parseInstruction } from './dockerfile/parse-instruction.ts';
import { type Stage, stagesOf } from './dockerfile/stages.ts';
import { expandInstruction } from './expand-instruction.ts';
import { Prober } from './prober.ts';

/**
 * POST /build with the classic builder: yields what dockerd 28.5 tells (moby builder/dockerfile), and gives the
 * image's id. What is thrown before the first message is the request's error; later it belongs into the stream.
 */
export async function* buildImage(engine: Engine, request: BuildRequest, signal: AbortSignal): Told<string> {
  const { context, dockerfile } = openContext(engine, request.context, request.dockerfile);
  const platform = request.platform === '' ? undefined : parsePlatform(request.platform);
  const { globalArgs, stages: all } = stagesOf(dockerfile);
  const stages = labelled(targeted(all, request.target), request.labels);
  for (const shown of dockerfile.emptyContinuations) {
    yield warning(`Empty continuation line found in: ${shown}`);
  }
  if (dockerfile.emptyContinuations.length > 0) {
    yield warning('Empty continuation lines will become errors in a future release.');
  }
  const sources = request.cacheFrom;
  const prober = new Prober(engine, {
    sources,
    disabled: request.noCache,
    ...(platform !== undefined && { platform }),
  });
  const { escapeToken } = dockerfile;
  const build: Build = {
    ...{ engine, request, context, escapeToken, platform, prober, signal },
    done: [],
    containers: new Set(),
  };
  const imageId = yield* buildStages(build, globalArgs, stages);
  if (imageId === '') throw systemError('No image was generated. Is your Dockerfile empty?');
  yield line(`Successfully built ${shortId(imageId)}`);
  for (const reference of request.tags) {
    tagImage(engine, imageId, familiarName(reference), reference.tag ?? '');
    yield line(`Successfully tagged ${familiarString(reference)}`);
  }
  return imageId;
}

const warning = (text: string) => ({ stream: `\u001b[91m[WARNING]: ${text}\n\u001b[0m` });

function targeted(stages: readonly Stage[], target: string): readonly Stage[] {
  if (target === '') return stages;
  const index = stages.findIndex(({ from }) => from.stage === target.toLowerCase());
  if (index < 0) throw invalidParameter(`target stage ${JSON.stringify(target)} could not be found`);
  return stages.slice(0, index + 1);
}

/** `--label` is as if LABEL stood at the end. */
function labelled(stages: readonly Stage[], labels: ReadonlyMap<string, string>): readonly Stage[] {
  const last = stages.at(-1);
  if (last === undefined) return stages;
  const added = [...labels]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]): Instruction => {
      return { kind: 'label', code: `LABEL ${name}=${value}`, pairs: [{ name, value }], isFinal: true };
    });
  return [...stages.slice(0, -1), { ...last, instructions: [...last.instructions, ...added] }];
}

/** Counts the steps as it goes. */
class Steps {
  readonly #total: number;
  #current = 0;

  constructor(total: number) {
    this.#total = total;
  }

  /** dockerd writes the line and its end one after the other. */
  *next(code: string) {
    this.#current += 1;
    yield { stream: `Step ${this.#current}/${this.#total} : ${code}` };
    yield { stream: '\n' };
  }
}

async function* buildStages(
  build: Build,
  globalArgs: ReadonlyArray<InstructionOf<'arg'>>,
  stages: readonly Stage[],
): Told<string> {
  const count = stages.reduce((total, { instructions }) => total + instructions.length, stages.length);
  const steps = new Steps(count + globalArgs.length);
  const args = new BuildArgs(build.request.buildArgs);
  for (const instruction of globalArgs) {
    yield* steps.next(instruction.code);
    declareGlobal(build, instruction, args);
  }
  let imageId = '';
  for (const { from, instructions } of stages) {
    if (from.stage !== '' && build.done.some(({ name }) => name === from.stage)) {
      throw systemError(`${from.stage} stage name already used`);
    }
    yield* steps.next(from.code);
    const stage = yield* beginStage(build, from, args.nextStage());
    yield* runTriggers(build, stage);
    stage.config.Image = stage.imageId;
    yield line(` ---> ${shortId(stage.imageId)}`);
    for (const instruction of instructions) {
      if (build.signal.aborted) throw systemError('Build cancelled');
      yield* steps.next(instruction.code);
      yield* dispatch(build, stage, instruction);
      stage.config.Image = stage.imageId;
      yield line(` ---> ${shortId(stage.imageId)}`);
    }
    if (stage.imageId !== '') yield { aux: { ID: stage.imageId } };
    build.done.push({ name: from.stage, imageId: stage.imageId });
    ({ imageId } = stage);
  }
  const unused = args.unused();
  if (unused.length > 0) {
    yield line(`[Warning] One or more build-args ${plainList(unused)} were not consumed`);
  }
  return imageId;
}

function declareGlobal({ escapeToken }: Build, instruction: InstructionOf<'arg'>, args: BuildArgs): void {
  const expansion = { variables: args.allowed(), options: { escapeToken } };
  const expanded = expandInstruction(instruction, expansion);
  for (const { name, value } of expanded.args) args.declareGlobal(name, value);
}

/** What the base image's ONBUILD left to do. */
async function* runTriggers(build: Build, stage: StageState): Told {
  const triggers = stage.config.OnBuild ?? [];
  if (triggers.length === 0) return;
  stage.config.OnBuild = null;
  yield { stream: `# Executing ${triggers.length} build trigger` };
  if (triggers.length > 1) yield { stream: 's' };
  yield { stream: '\n' };
  for (const trigger of triggers) {
    stage.config.Image = stage.imageId;
    const [node, another] = parseDockerfile(trigger).nodes;
    if (node === undefined || another !== undefined) {
      throw new DockerError('system', 'onbuild trigger should be a single expression');
    }
    yield* dispatch(build, stage, parseInstruction(node));
  }
}
