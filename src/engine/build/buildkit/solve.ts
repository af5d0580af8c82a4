import type { Engine } from '../../engine.ts';
import { invalidParameter, NotSimulatedError, systemError } from '../../errors.ts';
import { DockerfileError } from '../dockerfile/dockerfile-error.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { stagesOf } from '../dockerfile/stages.ts';
import { builtImage } from './built-image.ts';
import { importCaches } from './cache/import-caches.ts';
import {
  clientFiles,
  definitionStep,
  type LoadedDockerfile,
  loadDockerfile,
  loadIgnorePatterns,
} from './frontend/client-files.ts';
import { type FrontendOptions, frontendOptions } from './frontend/frontend-options.ts';
import { globalArguments } from './frontend/global-arguments.ts';
import { Located } from './frontend/located.ts';
import { sourceDate } from './frontend/source-date.ts';
import { type PlannedStage, StagePlan } from './frontend/stage-plan.ts';
import { lintAnswer, targetsAnswer } from './frontend/subrequests.ts';
import { translatePlan } from './frontend/translate-plan.ts';
import { lintBases, lintDockerfile } from './lint/lint-dockerfile.ts';
import { checkDirective, Linter } from './lint/linter.ts';
import { SolveFailure } from './solve-failure.ts';
import type { BuildWarning, BuiltImage, SolveRequest, SolveResult } from './solve-request.ts';
import { stepOf } from './solver/operation.ts';
import { Solver } from './solver/solver.ts';
import { ToldSteps } from './told-steps.ts';

/**
 * Builds what a `dockerfile.v0` frontend is asked for: the Dockerfile becomes a graph of steps, whose result is an image.
 * Nothing is exported yet.
 */
export async function solve(engine: Engine, request: SolveRequest): Promise<SolveResult> {
  refuseUnsimulated(request);
  const options = frontendOptions(request.frontendAttrs);
  if (request.frontendAttrs.has('cgroup-parent')) engine.noteUnsimulated('cgroup-parent of a build');
  const told = new ToldSteps(engine, request.tell);
  const dockerfile = await loadDockerfile(engine, request.session, told, options.filename);
  const { filename, text } = dockerfile;
  const found: BuildWarning[] = [];
  const isLint = options.requestId === 'frontend.lint';
  const check = options.buildArgs.get('BUILDKIT_DOCKERFILE_CHECK') ?? checkDirective(text);
  const linter = new Linter(check, warning => {
    if (isLint) found.push(warning);
    else told.warn(definitionStep(filename), { filename, dockerfile: text }, warning);
  });
  try {
    if (options.requestId === 'frontend.targets') {
      return { image: undefined, answer: targetsAnswer(dockerfile) };
    }
    const image = await solveDockerfile(engine, request, { options, told, dockerfile, linter });
    return isLint ? { image: undefined, answer: lintAnswer(dockerfile, found, undefined) } : { image };
  } catch (error) {
    const failure = withSources(error, dockerfile);
    if (!isLint || !(failure instanceof SolveFailure)) throw failure;
    const lines = failure.sources.flatMap(({ ranges }) => ranges);
    return { image: undefined, answer: lintAnswer(dockerfile, found, { message: failure.message, lines }) };
  }
}

function refuseUnsimulated({ frontend, cacheImports, cacheExports }: SolveRequest): void {
  if (frontend !== 'dockerfile.v0') throw new NotSimulatedError(`BuildKit's frontend ${frontend || 'LLB'}`);
  const [cache] = [
    ...cacheImports.filter(({ type }) => type !== 'inline' && type !== 'registry'),
    ...cacheExports.filter(({ type }) => type !== 'inline'),
  ];
  if (cache !== undefined) throw new NotSimulatedError(`a build cache of type ${cache.type}`);
}

interface Loaded {
  readonly options: FrontendOptions;
  readonly told: ToldSteps;
  readonly dockerfile: LoadedDockerfile;
  readonly linter: Linter;
}

async function solveDockerfile(
  engine: Engine,
  request: SolveRequest,
  { options, told, dockerfile, linter }: Loaded,
): Promise<BuiltImage | undefined> {
  const { session, signal } = request;
  const parsed = parseDockerfile(dockerfile.text);
  const { escapeToken } = parsed;
  const { globalArgs: declared, stages } = stagesOf(parsed);
  if (stages.length === 0) throw systemError('dockerfile contains no stages to build');
  lintDockerfile(linter, parsed);
  const globalArgs = globalArguments(options, declared, escapeToken);
  lintBases(linter, stages, {
    ...{ global: globalArgs, escapeToken },
    defaults: globalArguments({ ...options, buildArgs: new Map() }, declared, escapeToken),
    declared: declared.flatMap(({ args }) => args.map(({ name }) => name)),
  });
  const plan = new StagePlan(stages, options, globalArgs, escapeToken);
  const files = clientFiles();
  const context = stepOf({ kind: 'local', directory: 'context' }, [], {
    name: '[internal] load build context',
  });
  const { stages: needed, state } = await translatePlan(
    { engine, told, signal, session, plan, options },
    {
      options,
      linter,
      escapeToken,
      globalArgs,
      context,
      contextPaths: files.contextPaths,
      ...sourceDate(options),
    },
    async () => {
      files.ignorePatterns = await loadIgnorePatterns(engine, session, told, dockerfile);
    },
  );
  const { step, config } = state;
  if (options.labels.size > 0) config.Labels = { ...config.Labels, ...Object.fromEntries(options.labels) };
  if (options.requestId === 'frontend.lint') return undefined;
  linter.refuse();
  refuseEntitlements(request, options, needed);
  await importCaches(engine, request, options, told);
  const solver = new Solver({ engine, told, session, signal, localFiles: files.wanted });
  const record = step === undefined ? undefined : (await solver.solve(step)).record;
  return builtImage(engine, state, record);
}

/** The host's network is for those who were allowed it. */
function refuseEntitlements(
  { entitlements = [] }: SolveRequest,
  options: FrontendOptions,
  stages: readonly PlannedStage[],
): void {
  const networkOf = (asked: string) => (asked === 'default' ? options.network : asked);
  const asks = stages.some(({ commands }) =>
    commands.some(({ instruction }) => {
      return instruction.kind === 'run' && networkOf(instruction.network) === 'host';
    }),
  );
  if (!asks || entitlements.includes('network.host')) return;
  throw invalidParameter('failed to load LLB: network.host is not allowed');
}

/** What a client sees of where it failed. */
function withSources(error: unknown, { filename, text }: LoadedDockerfile): unknown {
  const sourceOf = (range: { start: number; end: number }) => ({ filename, text, ranges: [range] });
  if (error instanceof Located) return new SolveFailure(error.cause, error.places.map(sourceOf));
  if (error instanceof DockerfileError) return new SolveFailure(error, [sourceOf(error.lines)]);
  return error;
}
