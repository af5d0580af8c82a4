import { Buffer } from 'node:buffer';
import { createEngine } from '../../../../src/create-engine.ts';
import { BuildFailure } from '../../../../src/engine/build/build-failure.ts';
import { buildCacheView } from '../../../../src/engine/build/buildkit/cache/cache-usage.ts';
import { pruneBuildCache } from '../../../../src/engine/build/buildkit/cache/prune-cache.ts';
import { exportImage } from '../../../../src/engine/build/buildkit/export-image.ts';
import { solve } from '../../../../src/engine/build/buildkit/solve.ts';
import { SolveFailure } from '../../../../src/engine/build/buildkit/solve-failure.ts';
import type {
  BuildSession,
  BuildStatus,
  SolveRequest,
  SolveResult,
  WantedFiles,
} from '../../../../src/engine/build/buildkit/solve-request.ts';
import { ToldSteps } from '../../../../src/engine/build/buildkit/told-steps.ts';
import { isIgnored } from '../../../../src/engine/build/ignore-file.ts';
import type { Engine } from '../../../../src/engine/engine.ts';
import { DockerError } from '../../../../src/engine/errors.ts';
import { importImage } from '../../../../src/engine/images/commit.ts';
import { imageHistory } from '../../../../src/engine/images/history.ts';
import { parseReference } from '../../../../src/engine/images/reference.ts';
import { removeImageByName } from '../../../../src/engine/images/remove.ts';
import { resolveImage } from '../../../../src/engine/images/resolve-image.ts';
import { tagImage } from '../../../../src/engine/images/tag.ts';
import { inspectImage } from '../../../../src/engine/images/view.ts';
import { goPathMatch } from '../../../../src/support/go-path-match.ts';
import type { TarEntry } from '../../../../src/support/tar/tar-format.ts';
import { baseArchive } from './base-archive.ts';
import type { BuildCase, BuildOptions, BuildOutcome } from './build-case.ts';
import {
  CONTEXT_TIME,
  cacheOf,
  configOf,
  imageOf,
  inspectedOf,
  listLayer,
  newStep,
  plain,
  stepsOf,
  type ToldStep,
} from './outcome.ts';

/** Plays a case's builds against an engine of its own. */
export async function playCase({ files, modes = {}, builds }: BuildCase): Promise<BuildOutcome[]> {
  const engine = await engineWithBase();
  const folder = new Map(Object.entries(files));
  const outcomes: BuildOutcome[] = [];
  for (const [index, options] of builds.entries()) {
    const changed = Object.keys(options.change ?? {});
    for (const [name, content] of Object.entries(options.change ?? {})) folder.set(name, content);
    const entries = entriesOf(folder, modes, name => (changed.includes(name) ? index : 0));
    if (options.prune) pruneBuildCache(engine, { all: true });
    // So that what is built again is not the very same.
    await engine.advance(1000);
    outcomes.push(await playBuild(engine, entries, options));
  }
  return outcomes;
}

/** The images that the recordings were made with: one small busybox, under two names. */
async function engineWithBase(): Promise<Engine> {
  const engine = createEngine();
  const changes = ['CMD ["sh"]', 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'];
  const reference = parseReference('busybox:latest');
  importImage(engine, await baseArchive(), { changes, reference, comment: 'Imported from -' });
  tagImage(engine, 'busybox', 'alpine', 'latest');
  return engine;
}

/** A client's files, each directory before what is in it. */
function entriesOf(
  folder: ReadonlyMap<string, string>,
  modes: Readonly<Record<string, number>>,
  secondsOf: (name: string) => number,
): TarEntry[] {
  const entries = new Map<string, TarEntry>();
  const add = (name: string, more: Partial<TarEntry>, mode: number) => {
    const time = BigInt(CONTEXT_TIME.getTime() + secondsOf(name) * 1000) * 1_000_000n;
    entries.set(name, {
      ...{
        name,
        type: 'file',
        mode: modes[name] ?? modes[`${name}/`] ?? mode,
        uid: 0,
        gid: 0,
        mtimeNs: time,
      },
      ...{ linkName: '', major: 0, minor: 0, size: 0, xattrs: undefined, data: new Uint8Array() },
      ...more,
    });
  };
  for (const [path, content] of [...folder].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const names = path.replace(/\/$/, '').split('/');
    for (const [index] of names.slice(1).entries()) {
      const directory = names.slice(0, index + 1).join('/');
      if (!entries.has(directory)) add(directory, { type: 'directory' }, 0o755);
    }
    const [, target] = /^-> (.*)$/.exec(content) ?? [];
    const [, base64] = /^base64:(.*)$/.exec(content) ?? [];
    if (path.endsWith('/')) add(path.slice(0, -1), { type: 'directory' }, 0o755);
    else if (target !== undefined) add(path, { type: 'symlink', linkName: target }, 0o777);
    else {
      const data = base64 === undefined ? Buffer.from(content) : Buffer.from(base64, 'base64');
      add(path, { data: new Uint8Array(data), size: data.length }, 0o644);
    }
  }
  return [...entries.values()];
}

function sessionOf(entries: readonly TarEntry[], options: BuildOptions): BuildSession {
  return {
    syncDirectory: async (directory, wanted) => {
      const below =
        directory === 'context' || directory === 'dockerfile' ? '' : `${options.contexts?.[directory]}/`;
      const files = entries
        .filter(({ name }) => name.startsWith(below) && name !== below)
        .map(entry => ({ ...entry, name: entry.name.slice(below.length) }));
      return { files: files.filter(file => isWanted(file.name, wanted)), transferredBytes: 1 };
    },
    secret: async id => {
      const secret = options.secrets?.[id];
      return secret === undefined ? undefined : new TextEncoder().encode(secret);
    },
    sendFile: async () => {},
    sendDirectory: async () => 0,
    hasSshAgent: async id => options.ssh?.includes(id) ?? false,
  };
}

/** A client that is asked for a link brings what it leads to, too. The cases have one link at the top. */
const throughLinks = (path: string): string => path.replace(/^to-two(?=\/|$)/, '*');

function isWanted(name: string, { excludePatterns = [], followPaths }: WantedFiles): boolean {
  const isFollowed = (path: string) => {
    const [names, wanted] = [name.split('/'), path.split('/')];
    return wanted.every((part, at) => names[at] === undefined || goPathMatch(part, names[at]) === true);
  };
  if (followPaths !== undefined && !followPaths.map(throughLinks).some(isFollowed)) return false;
  // A directory comes along for what is not left out below it.
  return (
    !isIgnored(name, excludePatterns) || excludePatterns.some(pattern => pattern.startsWith(`!${name}/`))
  );
}

function attrsOf(options: BuildOptions): Map<string, string> {
  const attrs = new Map<string, string>();
  const set = (name: string, value: string | undefined) => {
    if (value !== undefined) attrs.set(name, value);
  };
  for (const [name, value] of Object.entries(options.args ?? {})) set(`build-arg:${name}`, value);
  for (const [name, value] of Object.entries(options.labels ?? {})) set(`label:${name}`, value);
  for (const [name, value] of Object.entries(options.contexts ?? {})) {
    set(`context:${name}`, value.includes(':') ? value : `local:${name}`);
  }
  const hosts = Object.entries(options.addHosts ?? {}).map(([host, address]) => `${host}=${address}`);
  if (hosts.length > 0) set('add-hosts', hosts.join(','));
  set('filename', options.file ?? 'Dockerfile');
  set('target', options.target);
  set('no-cache', options.noCache);
  set('platform', options.platform);
  set('force-network-mode', options.network);
  return attrs;
}

/** Solves files as they are, without options. */
export function solveFiles(
  engine: Engine,
  files: Readonly<Record<string, string>>,
  tell: (status: BuildStatus) => void,
  signal = new AbortController().signal,
): Promise<SolveResult> {
  const entries = entriesOf(new Map(Object.entries(files)), {}, () => 0);
  return solve(engine, requestOf(entries, {}, tell, signal));
}

function requestOf(
  entries: readonly TarEntry[],
  options: BuildOptions,
  tell: SolveRequest['tell'],
  signal: AbortSignal,
): SolveRequest {
  return {
    ...{ ref: 'test', frontend: 'dockerfile.v0', frontendAttrs: attrsOf(options), exporters: [] },
    ...{ cacheImports: importsOf(options), cacheExports: [], session: sessionOf(entries, options) },
    ...{ signal, tell },
  };
}

async function playBuild(
  engine: Engine,
  entries: readonly TarEntry[],
  options: BuildOptions,
): Promise<BuildOutcome> {
  const steps = new Map<string, ToldStep>();
  const warned = new Set<string>();
  const tell = (status: BuildStatus) => {
    collect(steps, status);
    for (const { lines, rule, text } of status.warnings ?? []) {
      warned.add(`${rangeOf(lines)}: ${rule}: ${text} (line ${lines.start})`);
    }
  };
  const warnings = () => (warned.size > 0 ? { warnings: [...warned].sort() } : {});
  const tag = options.tag ?? 'built';
  if (hasImage(engine, tag)) removeImageByName(engine, tag, { force: true });
  try {
    const result = await solve(engine, requestOf(entries, options, tell, new AbortController().signal));
    const exporter = { type: 'moby', attrs: new Map([['name', `docker.io/library/${tag}`]]) };
    await exportImage(engine, new ToldSteps(engine, tell), exporter, result, options.inlineCache);
    const told = {
      steps: stepsOf(steps.values()),
      ...warnings(),
      ...(options.cacheFrom === undefined && { cache: cacheOf(buildCacheView(engine)) }),
    };
    const { layers = [] } = result.image ?? {};
    const config = JSON.parse(imageNamed(engine, tag).configJson);
    if (layers.length === 0) return { ...told, image: configOf(config.config) };
    const base = JSON.parse(imageNamed(engine, 'busybox').configJson);
    const { image, baseLayers } = imageOf(config, base);
    const inspected = inspectedOf(
      inspectImage(engine, tag),
      imageHistory(engine, tag),
      imageHistory(engine, 'busybox'),
    );
    return { ...told, inspected, image, layers: layers.slice(baseLayers).map(({ tar }) => listLayer(tar)) };
  } catch (error) {
    const cause = error instanceof SolveFailure ? error.cause : error;
    if (!(cause instanceof DockerError) && !(cause instanceof BuildFailure)) throw error;
    const lines = error instanceof SolveFailure ? error.sources.flatMap(({ ranges }) => ranges) : [];
    const marked = lines.flatMap(({ start, end }) =>
      Array.from({ length: end - start + 1 }, (_, index) => start + index),
    );
    return {
      steps: stepsOf(steps.values()),
      ...warnings(),
      error: plain(`ERROR: failed to build: failed to solve: ${cause.message}`),
      ...(marked.length > 0 && { lines: marked }),
    };
  }
}

const rangeOf = ({ start, end }: { start: number; end: number }) =>
  Array.from({ length: end - start + 1 }, (_, at) => start + at).join();

const hasImage = (engine: Engine, tag: string) =>
  engine.state.images.references.has(`docker.io/library/${tag}:latest`);

const imageNamed = (engine: Engine, name: string) => resolveImage(engine, `${name}:latest`);

const importsOf = ({ cacheFrom }: BuildOptions) =>
  cacheFrom === undefined ? [] : [{ type: 'registry', attrs: new Map([['ref', cacheFrom]]) }];

function collect(
  steps: Map<string, ToldStep>,
  { vertexes = [], statuses = [], logs = [] }: BuildStatus,
): void {
  for (const { digest, name, cached, error = '' } of vertexes) {
    const step = steps.get(digest) ?? newStep(name);
    steps.set(digest, step);
    if (cached) step.cached = true;
    if (error !== '') step.error = error;
  }
  for (const { vertex, id } of statuses) steps.get(vertex)?.parts.add(id);
  for (const { vertex, stream, data } of logs) {
    const step = steps.get(vertex);
    if (step !== undefined) step.output[stream] += new TextDecoder().decode(data);
  }
}
