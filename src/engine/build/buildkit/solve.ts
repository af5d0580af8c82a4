import { concatBytes } from '../../../support/concat-bytes.ts';
import type { Engine } from '../../engine.ts';
import { invalidParameter, NotSimulatedError, systemError } from '../../errors.ts';
import type { Layer } from '../../images/image.ts';
import { packLayer } from '../../images/layer-tar.ts';
import { parsePlatform } from '../../images/platform.ts';
import { ROOT } from '../../world/files/file-system.ts';
import { readText } from '../../world/process/users.ts';
import { BuildArgs } from '../build-args.ts';
import { contextOf } from '../build-context.ts';
import type { Build } from '../build-state.ts';
import type { Dockerfile } from '../dockerfile/node.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { type Stage, stagesOf } from '../dockerfile/stages.ts';
import { expandInstruction } from '../expand-instruction.ts';
import { parseIgnoreFile } from '../ignore-file.ts';
import { Prober } from '../prober.ts';
import { classicRequest } from './classic-request.ts';
import type { BuiltImage, SolveRequest, SolveResult, WantedFiles } from './solve-request.ts';
import { buildStage, loadMetadata } from './solve-stage.ts';
import { ToldSteps } from './told-steps.ts';

/**
 * Builds what a `dockerfile.v0` frontend is asked for: of the stages those that the target needs, each instruction as
 * the classic builder does it. So far a step's layer, history and cache are the classic builder's, too.
 */
export async function solve(engine: Engine, request: SolveRequest): Promise<SolveResult> {
  refuseUnsimulated(request);
  const steps = new ToldSteps(engine, request.tell);
  const { frontendAttrs: attrs, signal } = request;
  const filename = attrs.get('filename') || 'Dockerfile';
  const dockerfile = await loadDockerfile(engine, request, steps, filename);
  refuseHeredocs(dockerfile);
  const { globalArgs, stages: all } = stagesOf(dockerfile);
  const stages = neededStages(all, attrs.get('target') ?? '');
  const classic = classicRequest(attrs);
  const platform = classic.platform === '' ? undefined : parsePlatform(classic.platform);
  const args = new BuildArgs(classic.buildArgs);
  const { escapeToken } = dockerfile;
  for (const instruction of globalArgs) {
    const expanded = expandInstruction(instruction, { variables: args.allowed(), options: { escapeToken } });
    for (const { name, value } of expanded.args) args.declareGlobal(name, value);
  }
  const prober = new Prober(engine, {
    sources: classic.cacheFrom,
    disabled: classic.noCache,
    ...(platform !== undefined && { platform }),
  });
  const withoutContext: Build = {
    ...{ engine, request: classic, escapeToken, platform, prober, signal },
    context: contextOf(engine, () => []),
    done: [],
    containers: new Set(),
  };
  await loadMetadata(withoutContext, steps, stages, args);
  const build: Build = { ...withoutContext, context: await loadContext(engine, request, steps, stages) };
  let imageId = '';
  for (const [index, stage] of all.entries()) {
    const isNeeded = stages.includes(stage);
    if (isNeeded) imageId = await buildStage(build, steps, { stage, index, isOnly: all.length === 1, args });
    build.done.push({ name: stage.from.stage, imageId: isNeeded ? imageId : '' });
    if (stage === stages.at(-1)) break;
  }
  return { image: builtImage(engine, imageId) };
}

function builtImage(engine: Engine, imageId: string): BuiltImage | undefined {
  const { images, layers } = engine.state.images;
  const image = images.get(imageId);
  if (image === undefined) return undefined;
  const stack = image.chainIds.map(chainId => layers.get(chainId) as Readonly<Layer>);
  return {
    configJson: image.configJson,
    layers: stack.map(({ diffId, tar, tree }) => {
      return { diffId, tree, tar: tar ?? concatBytes([...packLayer(tree)]) };
    }),
  };
}

/** Attributes that change what is built, and that nothing here reads yet. */
const UNSIMULATED =
  /^(context(:.*)?|contextkey|dockerfilekey|input-metadata:.*|build-arg:BUILDKIT_(SYNTAX|CONTEXT.*|SBOM.*)|attest:.*|multi-platform|requestid|cmdline)$/;

function refuseUnsimulated({ frontend, frontendAttrs, cacheImports, cacheExports }: SolveRequest): void {
  if (frontend !== 'dockerfile.v0') throw new NotSimulatedError(`BuildKit's frontend ${frontend || 'LLB'}`);
  for (const [name, value] of frontendAttrs) {
    // Of an exporter that keeps none, as dockerd's own is, an attestation is not made at all.
    if (name.startsWith('attest:') && value.includes('disabled=true')) continue;
    if (UNSIMULATED.test(name)) throw new NotSimulatedError(`the build attribute ${name} of BuildKit`);
  }
  const [cache] = [...cacheImports, ...cacheExports].filter(({ type }) => type !== 'inline');
  if (cache !== undefined) throw new NotSimulatedError(`a build cache of type ${cache.type}`);
  if (cacheExports.length > 0) throw new NotSimulatedError('inline cache metadata');
}

/** The classic builder passes over them. */
function refuseHeredocs({ nodes }: Dockerfile): void {
  const node = nodes.find(({ name, heredocs }) => heredocs.length > 0 && /^(copy|add)$/i.test(name));
  if (node !== undefined) throw new NotSimulatedError(`heredocs of ${node.name.toUpperCase()} in BuildKit`);
}

async function loadDockerfile(
  engine: Engine,
  { session }: SolveRequest,
  steps: ToldSteps,
  filename: string,
): Promise<Dockerfile> {
  const text = await steps.run(`[internal] load build definition from ${filename}`, [], async step => {
    const followPaths = [filename, `${filename}.dockerignore`];
    if (filename === 'Dockerfile') followPaths.push('dockerfile');
    const { files, transferredBytes } = await session.syncDirectory('dockerfile', { followPaths });
    step.did('transferring dockerfile:', transferredBytes);
    const { view } = contextOf(engine, () => files);
    const found = [filename, 'dockerfile'].find(name => files.some(file => file.name === name));
    return found === undefined ? undefined : readText(view, `/${found}`, ROOT);
  });
  if (text === undefined) {
    throw systemError(`failed to read dockerfile: open ${filename}: no such file or directory`);
  }
  if (text === '') throw invalidParameter(`the Dockerfile cannot be empty`);
  return parseDockerfile(text);
}

/** The target, and the stages that it begins with or copies from, in the Dockerfile's order. */
function neededStages(all: readonly Stage[], target: string): Stage[] {
  const last = target === '' ? all.length - 1 : indexOfStage(all, target.toLowerCase());
  if (last < 0 && target !== '')
    throw invalidParameter(`target stage ${JSON.stringify(target)} could not be found`);
  if (last < 0) throw systemError('file with no instructions');
  const needed = new Set<number>();
  const add = (index: number) => {
    const stage = all[index];
    if (stage === undefined || needed.has(index)) return;
    needed.add(index);
    const before = all.slice(0, index);
    add(indexOfStage(before, stage.from.image.toLowerCase(), false));
    for (const instruction of stage.instructions) {
      if (instruction.kind === 'copy') add(indexOfStage(before, instruction.transfer.from.toLowerCase()));
    }
  };
  add(last);
  return all.filter((_, index) => needed.has(index));
}

function indexOfStage(stages: readonly Stage[], name: string, byNumber = true): number {
  const named = stages.findLastIndex(({ from }) => from.stage !== '' && from.stage === name);
  if (named >= 0 || !byNumber || !/^\d+$/.test(name)) return named;
  return Number(name) < stages.length ? Number(name) : -1;
}

async function loadContext(
  engine: Engine,
  { session }: SolveRequest,
  steps: ToldSteps,
  stages: readonly Stage[],
): Promise<Build['context']> {
  const excludePatterns = await steps.run('[internal] load .dockerignore', [], async step => {
    const { files, transferredBytes } = await session.syncDirectory('context', {
      followPaths: ['.dockerignore'],
    });
    step.did('transferring context:', transferredBytes);
    const { view } = contextOf(engine, () => files);
    return parseIgnoreFile(readText(view, '/.dockerignore', ROOT));
  });
  const wanted = wantedFiles(stages);
  if (wanted === undefined) return contextOf(engine, () => []);
  return await steps.run('[internal] load build context', [], async step => {
    const { files, transferredBytes } = await session.syncDirectory('context', {
      ...wanted,
      excludePatterns,
    });
    step.did('transferring context:', transferredBytes);
    return contextOf(engine, () => files);
  });
}

/** What the stages take from the context; undefined where they take nothing. */
function wantedFiles(stages: readonly Stage[]): WantedFiles | undefined {
  const sources = stages.flatMap(({ instructions }) =>
    instructions.flatMap(instruction => {
      if (instruction.kind !== 'copy' && instruction.kind !== 'add') return [];
      return instruction.transfer.from === '' ? instruction.transfer.sources : [];
    }),
  );
  if (sources.length === 0) return undefined;
  const paths = sources.map(source => source.replace(/^(\.?\/)+/, '').replace(/\/+$/, ''));
  const isAll = paths.some(path => path === '' || path === '.' || path.includes('$') || path.includes('..'));
  return isAll ? {} : { followPaths: [...new Set(paths)] };
}
