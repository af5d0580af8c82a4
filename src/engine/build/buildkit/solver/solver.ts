import type { Engine } from '../../../engine.ts';
import { DockerError, systemError } from '../../../errors.ts';
import { FileSystemView } from '../../../world/files/file-system-view.ts';
import type { FileTree } from '../../../world/files/file-tree.ts';
import { holderOf, treeFileSystem } from '../../../world/files/tree-file-system.ts';
import { type BuildCacheRecord, keep, lookUp, treeOf } from '../cache/build-cache.ts';
import { locate } from '../frontend/located.ts';
import type { BuildSession } from '../solve-request.ts';
import type { ToldStep, ToldSteps } from '../told-steps.ts';
import { contentHash } from './content-hash.ts';
import { executeFiles } from './execute-files.ts';
import { forgetCacheMounts, runStep } from './execute-run.ts';
import { imageRecord } from './image-record.ts';
import { type LocalFiles, loadDirectory, wantedOf } from './local-files.ts';
import { digestOf, type FileOperation, type Operation, type RunOperation, type Step } from './operation.ts';
import { refuseRemote } from './remote-source.ts';
import { sourcesOf } from './source-paths.ts';
import { workerId } from './worker-id.ts';

/** What a step gave. */
export interface Made {
  /** The same for the same work over the same files, on every machine. */
  readonly key: string;
  /** It was asked to be done anew: what stands on it is, too. */
  readonly isFresh?: boolean;
  /** Undefined for no files at all. */
  readonly record: Readonly<BuildCacheRecord> | undefined;
}

/** What steps are done with. */
export interface SolverContext {
  readonly engine: Engine;
  readonly told: ToldSteps;
  readonly session: BuildSession;
  readonly signal: AbortSignal;
  /** Which of a client's directory's files are wanted. */
  readonly localFiles: LocalFiles;
}

/** A problem of what the cache asks for before a step: clients see it with the step, without what is put before it. */
class CacheKeyError extends Error {
  readonly kind: DockerError['kind'];
  readonly prefix: string;

  constructor({ kind, message }: DockerError, prefix: string) {
    super(message);
    this.kind = kind;
    this.prefix = prefix;
  }
}

/**
 * Does the steps of a graph, each once and after its inputs, in an order of their own: so a build tells the same on
 * every machine. What the cache has is not done again.
 */
export class Solver {
  readonly #context: SolverContext;
  readonly #made = new Map<string, Promise<Made>>();
  /** Steps of one digest bear the name that came last. */
  readonly #steps = new Map<string, Step>();

  constructor(context: SolverContext) {
    this.#context = context;
  }

  async solve(root: Step): Promise<Made> {
    const { engine, told } = this.#context;
    this.#collect(root, new Set());
    const steps = [...this.#steps.values()];
    for (const { operation, ignoreCache } of steps) {
      if (operation.kind === 'run' && ignoreCache) forgetCacheMounts(engine, operation);
    }
    told.announce(steps.reverse());
    return await this.#solve(root);
  }

  #collect(step: Step, seen: Set<Step>): void {
    if (seen.has(step)) return;
    seen.add(step);
    for (const input of step.inputs) this.#collect(input, seen);
    const known = this.#steps.get(step.digest);
    this.#steps.set(step.digest, { ...step, ignoreCache: step.ignoreCache || known?.ignoreCache === true });
  }

  #solve({ digest }: Step): Promise<Made> {
    let made = this.#made.get(digest);
    if (made === undefined) {
      made = this.#perform(this.#steps.get(digest) as Step);
      this.#made.set(digest, made);
    }
    return made;
  }

  async #perform(step: Step): Promise<Made> {
    const inputs: Made[] = [];
    for (const input of step.inputs) inputs.push(await this.#solve(input));
    const { told, signal } = this.#context;
    if (signal.aborted) throw systemError('context canceled');
    try {
      return await told.of(step, toldStep => this.#do(step, inputs, toldStep));
    } catch (error) {
      if (error instanceof CacheKeyError) {
        throw locate(new DockerError(error.kind, error.prefix + error.message), linesOf(step));
      }
      throw locate(error, linesOf(step));
    }
  }

  async #do(step: Step, inputs: readonly Made[], told: ToldStep): Promise<Made> {
    const { engine, session, localFiles } = this.#context;
    const { operation } = step;
    if (operation.kind === 'image') return imageRecord(engine, operation, told);
    if (operation.kind === 'local') {
      const wanted = operation.wanted === undefined ? localFiles : wantedOf(operation);
      const record = await loadDirectory(engine, session, wanted, operation.directory, told);
      return {
        record,
        get key() {
          return digestOf(['local', contentHash(viewOf(engine, record), '/')]);
        },
      };
    }
    if (operation.kind === 'http' || operation.kind === 'git') {
      throw cacheKeyError(() => refuseRemote(operation, told), 'failed to load cache key: ');
    }
    const key = this.#keyOf(step, operation, inputs);
    const isFresh = step.ignoreCache || (operation.hasBase && inputs[0]?.isFresh === true);
    const known = isFresh ? undefined : lookUp(engine, key);
    told.cached = known !== undefined;
    if (known !== undefined) return { key, record: known };
    const made =
      operation.kind === 'files'
        ? await executeFiles(engine, operation, inputs, step.name)
        : await runStep(this.#context, operation, inputs, told);
    return { key, record: keep(engine, key, made), isFresh };
  }

  /** Of what is done, of the base, and of the content of what is taken from elsewhere. */
  #keyOf(step: Step, operation: FileOperation | RunOperation, inputs: readonly Made[]): string {
    const base = operation.hasBase ? inputs[0]?.key : '';
    if (operation.kind === 'files') {
      return digestOf([operation, base, this.#copied(step, operation, inputs)]);
    }
    const mounted = operation.mounts.map(mount => {
      if (mount.type === 'bind') return this.#hash(inputs[mount.input] as Made, mount.source, []);
      return mount.type === 'cache' && mount.input !== undefined ? inputs[mount.input]?.key : undefined;
    });
    return digestOf([{ ...operation, proxy: [] }, base, mounted]);
  }

  #copied({ inputs: steps }: Step, { actions, hasBase }: FileOperation, inputs: readonly Made[]): unknown {
    return actions.map(action => {
      if (action.type !== 'copy') return undefined;
      const from = inputs[action.input] as Made;
      // Of the very files that are changed nothing has to be known before.
      if (hasBase && steps[action.input]?.digest === steps[0]?.digest) return from.key;
      const view = viewOf(this.#context.engine, from.record);
      return sourcesOf(view, action).map(path => [path, this.#hash(from, path, action.exclude)]);
    });
  }

  #hash({ record }: Made, path: string, exclude: readonly string[]): string {
    const { engine } = this.#context;
    const tree = treeOf(engine, record);
    const known = hashesOf(tree);
    const asked = JSON.stringify([path, exclude]);
    const hash = known.get(asked) ?? contentHash(viewOf(engine, record), path, exclude);
    if (hash !== undefined) {
      known.set(asked, hash);
      return hash;
    }
    const ref = `${workerId(engine)}::${record?.id ?? ''}`;
    const problem = `failed to calculate checksum of ref ${ref}: ${JSON.stringify(path)}: not found`;
    throw new CacheKeyError(new DockerError('system', problem), 'failed to compute cache key: ');
  }
}

/** By what was asked for, of trees that do not change any more: those of images are asked for in each build. */
const HASHES = new WeakMap<FileTree, Map<string, string>>();

function hashesOf(tree: FileTree): Map<string, string> {
  let hashes = HASHES.get(tree);
  if (hashes === undefined) {
    hashes = new Map();
    HASHES.set(tree, hashes);
  }
  return hashes;
}

/** Where a step stands in the Dockerfile; what is fetched from elsewhere has no place of its own. */
function linesOf({ operation, lines }: Step): Step['lines'] {
  return isRemote(operation) ? undefined : lines;
}

const isRemote = ({ kind }: Operation): boolean => kind === 'http' || kind === 'git';

function cacheKeyError(action: () => never, prefix: string): unknown {
  try {
    return action();
  } catch (error) {
    return error instanceof DockerError ? new CacheKeyError(error, prefix) : error;
  }
}

/** A record's files, for reading. */
export function viewOf(engine: Engine, record: Readonly<BuildCacheRecord> | undefined): FileSystemView {
  const tree = treeOf(engine, record);
  return new FileSystemView(treeFileSystem('overlay', holderOf(tree), () => engine.clock.lastNs()));
}
