import type { Engine } from '../../engine.ts';
import { DockerError, invalidParameter, NotSimulatedError, systemError } from '../../errors.ts';
import { formatPlatform, HOST_PLATFORM } from '../../images/platform.ts';
import { DockerfileError } from '../dockerfile/dockerfile-error.ts';
import { expandWord } from '../dockerfile/expand.ts';
import type { InstructionOf } from '../dockerfile/instruction.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { stagesOf } from '../dockerfile/stages.ts';
import { type BaseImage, type BaseImageRequest, findBaseImage } from './base-images.ts';
import { builtImage } from './built-image.ts';
import {
  clientFiles,
  definitionStep,
  type LoadedDockerfile,
  loadDockerfile,
  loadIgnorePatterns,
} from './client-files.ts';
import { type FrontendOptions, frontendOptions } from './frontend-options.ts';
import { importInlineCache } from './inline-cache.ts';
import { lintBases, lintDockerfile } from './lint-dockerfile.ts';
import { checkDirective, Linter } from './linter.ts';
import { at, Located } from './located.ts';
import { stepOf } from './operation.ts';
import { SolveFailure } from './solve-failure.ts';
import type { SolveRequest, SolveResult } from './solve-request.ts';
import { Solver } from './solver.ts';
import { sourceDate } from './source-date.ts';
import { type PlannedStage, StagePlan } from './stage-plan.ts';
import { ToldSteps } from './told-steps.ts';
import { translatePlan } from './translate-plan.ts';

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
  try {
    return await solveDockerfile(engine, request, { options, told, dockerfile });
  } catch (error) {
    throw withSources(error, dockerfile);
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
}

async function solveDockerfile(
  engine: Engine,
  request: SolveRequest,
  { options, told, dockerfile }: Loaded,
): Promise<SolveResult> {
  const { session, signal } = request;
  const { filename, text } = dockerfile;
  const parsed = parseDockerfile(text);
  const { escapeToken } = parsed;
  const { globalArgs: declared, stages } = stagesOf(parsed);
  if (stages.length === 0) throw systemError('dockerfile contains no stages to build');
  const check = options.buildArgs.get('BUILDKIT_DOCKERFILE_CHECK') ?? checkDirective(text);
  const linter = new Linter(check, warning =>
    told.warn(definitionStep(filename), { filename, text }, warning),
  );
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
  linter.refuse();
  refuseEntitlements(request, options, needed);
  await importCaches(engine, request, options, told);
  const solver = new Solver({ engine, told, session, signal, localFiles: files.wanted });
  const record = step === undefined ? undefined : (await solver.solve(step)).record;
  return { image: builtImage(engine, state, record) };
}

/** What images of before tell of their steps. One that is not there is told, and no reason to stop. */
async function importCaches(
  engine: Engine,
  { cacheImports, signal }: SolveRequest,
  { platform }: FrontendOptions,
  told: ToldSteps,
): Promise<void> {
  for (const { attrs } of cacheImports) {
    const name = attrs.get('ref') ?? '';
    try {
      await told.run(`importing cache manifest from ${name}`, async () => {
        importInlineCache(engine, await findCacheImage(engine, { name, platform, pull: false, signal }));
      });
    } catch (error) {
      if (!(error instanceof DockerError)) throw error;
    }
  }
}

async function findCacheImage(engine: Engine, request: BaseImageRequest): Promise<BaseImage> {
  try {
    return await findBaseImage(engine, request);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new DockerError(error.kind, `failed to configure registry cache importer: ${error.message}`);
  }
}

/** The host's network is for those who were allowed it. */
function refuseEntitlements(
  { entitlements = [] }: SolveRequest,
  options: FrontendOptions,
  stages: readonly PlannedStage[],
): void {
  const asks = stages.some(({ commands }) =>
    commands.some(({ instruction }) => {
      return instruction.kind === 'run' && [instruction.network, options.network].includes('host');
    }),
  );
  if (!asks || entitlements.includes('network.host')) return;
  throw invalidParameter('failed to load LLB: network.host is not allowed');
}

/** ARGs before the first FROM, and what BuildKit knows of platforms (buildkit dockerfile2llb/platform.go). */
function globalArguments(
  options: FrontendOptions,
  declared: ReadonlyArray<InstructionOf<'arg'>>,
  escapeToken: string,
): Map<string, string> {
  const { buildArgs, platform, target } = options;
  const args = new Map<string, string>();
  for (const [prefix, { os, architecture, variant }] of [
    ['BUILD', HOST_PLATFORM],
    ['TARGET', platform],
  ] as const) {
    args.set(`${prefix}PLATFORM`, formatPlatform({ os, architecture, variant }));
    args.set(`${prefix}OS`, os);
    args.set(`${prefix}OSVERSION`, '');
    args.set(`${prefix}ARCH`, architecture);
    args.set(`${prefix}VARIANT`, variant);
  }
  args.set('TARGETSTAGE', target || 'default');
  for (const name of args.keys()) args.set(name, buildArgs.get(name) ?? (args.get(name) as string));
  for (const { args: each, lines } of declared) {
    for (const { name, value } of each) {
      const given = buildArgs.get(name);
      if (given !== undefined) args.set(name, given);
      else if (value !== undefined)
        args.set(
          name,
          at(lines, () => expandWord(value, args, { escapeToken })),
        );
    }
  }
  return args;
}

/** What a client sees of where it failed. */
function withSources(error: unknown, { filename, text }: LoadedDockerfile): unknown {
  const sourceOf = (range: { start: number; end: number }) => ({ filename, text, ranges: [range] });
  if (error instanceof Located) return new SolveFailure(error.cause, error.places.map(sourceOf));
  if (error instanceof DockerfileError) return new SolveFailure(error, [sourceOf(error.lines)]);
  return error;
}
