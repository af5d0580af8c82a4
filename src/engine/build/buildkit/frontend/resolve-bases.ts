import type { Engine } from '../../../engine.ts';
import { DockerError, NotSimulatedError } from '../../../errors.ts';
import type { ImageConfig } from '../../../images/image.ts';
import { formatPlatform, type Platform } from '../../../images/platform.ts';
import { suggestion } from '../../dockerfile/suggest.ts';
import type { BuildSession } from '../solve-request.ts';
import { type Step, stepOf } from '../solver/operation.ts';
import type { ToldSteps } from '../told-steps.ts';
import { type BaseImage, findBaseImage, fullName } from './base-images.ts';
import { loadContextPatterns } from './client-files.ts';
import type { FrontendOptions } from './frontend-options.ts';
import { locate } from './located.ts';
import type { PlannedStage, StagePlan } from './stage-plan.ts';
import { stepPrefix } from './translate-stage.ts';

/** What a stage without a stage below begins with. */
export interface StageBase {
  readonly image: ImageConfig;
  readonly step: Step | undefined;
  /** It has a step of its own, which is counted. */
  readonly isStep: boolean;
}

/** What bases are looked for with. */
export interface BaseSearch {
  readonly engine: Engine;
  readonly options: FrontendOptions;
  readonly told: ToldSteps;
  readonly signal: AbortSignal;
  readonly session: BuildSession;
  readonly plan: StagePlan;
}

/** Finds the bases of stages, each image once (buildkit dockerfile2llb, resolveBaseImage). */
export class BaseResolver {
  readonly #search: BaseSearch;
  readonly #found = new Map<string, BaseImage>();
  readonly #patterns = new Map<string, readonly string[]>();

  constructor(search: BaseSearch) {
    this.#search = search;
  }

  async baseOf(stage: PlannedStage): Promise<StageBase> {
    const { options } = this.#search;
    const platform = stage.platform ?? options.platform;
    if (stage.baseName === 'scratch' && stage.context === undefined) {
      return { image: emptyImage(platform), step: undefined, isStep: false };
    }
    try {
      return await this.#resolve(stage, platform);
    } catch (error) {
      throw locate(error, stage.lines);
    }
  }

  async #resolve(stage: PlannedStage, platform: Platform): Promise<StageBase> {
    const { contexts } = this.#search.options;
    const name = stage.baseName;
    const context = stage.context ?? contexts.get(name) ?? contexts.get(fullName(name));
    if (context !== undefined) {
      const shown = stage.context === undefined ? name : stage.name;
      return await this.#namedContext(shown, context, platform, stage);
    }
    const image = await this.#image(name, fullName(name), platform);
    const step = imageStep(image, `${stepPrefix(stage, 1)}FROM ${image.shown}`, stage);
    return { image: image.config, step: image.chainIds.length === 0 ? undefined : step, isStep: true };
  }

  /** `--build-context`: an image, or a directory of the client. */
  async #namedContext(
    name: string,
    context: string,
    platform: Platform,
    stage: PlannedStage,
  ): Promise<StageBase> {
    const [, scheme = '', rest = ''] = /^([a-z-]+):(?:\/\/)?(.*)$/.exec(context) ?? [];
    if (scheme === 'docker-image') {
      const image = await this.#image(rest, rest, platform, `[context ${name}]`);
      const step = imageStep(image, `[context ${name}] ${rest}`, stage);
      return { image: image.config, step, isStep: false };
    }
    if (scheme !== 'local') throw new NotSimulatedError(`a build context ${scheme}`);
    const exclude = await this.#ignorePatterns(name, rest);
    const wanted = wantedFrom(stage, this.#search.plan.stages);
    const operation = { kind: 'local', directory: rest, wanted, exclude } as const;
    const step = stepOf(operation, [], { name: `[context ${name}] load from client` });
    return { image: emptyImage(platform), step, isStep: false };
  }

  async #ignorePatterns(name: string, directory: string): Promise<readonly string[]> {
    const { engine, session, told } = this.#search;
    let patterns = this.#patterns.get(directory);
    if (patterns === undefined) {
      patterns = await loadContextPatterns(engine, session, told, { name, directory });
      this.#patterns.set(directory, patterns);
    }
    return patterns;
  }

  async #image(name: string, shown: string, platform: Platform, prefix = '[internal]'): Promise<BaseImage> {
    const { engine, options, told, signal, plan } = this.#search;
    const key = `${fullName(name)} ${formatPlatform(platform)}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    try {
      const found = await told.run(`${prefix} load metadata for ${shown}`, () =>
        findBaseImage(engine, { name, platform, pull: options.pull, signal }),
      );
      this.#found.set(key, found);
      return found;
    } catch (error) {
      if (!(error instanceof DockerError)) throw error;
      const names = plan.stages.map(stage => stage.name || stage.shownName).filter(each => each !== '');
      const meant = suggestion(name, [...names, ...COMMON_NAMES], true);
      const message = `${name}: failed to resolve source metadata for ${fullName(name)}: ${error.message}${meant}`;
      throw new DockerError(error.kind, message);
    }
  }
}

/** What others take from a stage; nothing where they take it all. */
function wantedFrom(wanted: PlannedStage, stages: readonly PlannedStage[]): string[] {
  const paths = stages.flatMap(({ commands }) =>
    commands.flatMap(({ instruction, sources }) => {
      if (!sources.includes(wanted)) return [];
      return instruction.kind === 'copy' ? instruction.transfer.sources : ['/'];
    }),
  );
  return [...new Set(paths)];
}

/** What people mean where they mistype an image's name. */
const COMMON_NAMES = ['alpine', 'busybox', 'centos', 'debian', 'golang', 'ubuntu', 'fedora'].flatMap(name => [
  name,
  `docker.io/library${name}`,
  `${name}:latest`,
  `docker.io/library${name}:latest`,
]);

function imageStep({ shown, chainIds }: BaseImage, name: string, { lines }: PlannedStage): Step {
  const operation = { kind: 'image', reference: shown, chainIds } as const;
  return stepOf(operation, [], { name, ...(lines && { lines }) });
}

/** What FROM scratch begins with. */
const emptyImage = ({ os, architecture, variant }: Platform): ImageConfig => ({
  ...{ os, architecture, variant },
  config: { WorkingDir: '/' },
  rootfs: { type: 'layers' },
});
