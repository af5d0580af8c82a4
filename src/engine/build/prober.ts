import { encodeJson } from '../../support/go-json/encode.ts';
import { shapeJson } from '../../support/go-json/shape.ts';
import type { ContainerConfig } from '../containers/config.ts';
import { containerConfigSchema } from '../containers/config-schema.ts';
import type { Engine } from '../engine.ts';
import { DockerError } from '../errors.ts';
import type { Image } from '../images/image.ts';
import { HOST_PLATFORM, type Platform, platformMatches, platformOf } from '../images/platform.ts';
import { resolveImage } from '../images/resolve-image.ts';
import { restoreStep } from './restore-step.ts';

/** The build cache: images that were made the same way from the same parent (moby image/cache/cache.go). */
export class Prober {
  readonly #engine: Engine;
  readonly #sources: readonly string[];
  readonly #disabled: boolean;
  readonly #platform: Platform;
  #images: Array<Readonly<Image>> = [];
  /** Once a step was not found, none after it is looked for. */
  #missed = false;

  constructor(
    engine: Engine,
    options: { sources: readonly string[]; disabled: boolean; platform?: Platform },
  ) {
    this.#engine = engine;
    this.#sources = options.sources;
    this.#disabled = options.disabled;
    this.#platform = options.platform ?? HOST_PLATFORM;
  }

  /** Each stage begins anew. */
  reset(): void {
    this.#missed = false;
    this.#images = this.#sources
      .map(name => findImage(this.#engine, name))
      .filter(image => image !== undefined);
  }

  /** The image that a step with this configuration made of `parentId` before. */
  probe(parentId: string, config: ContainerConfig): string | undefined {
    if (this.#disabled || this.#missed) return undefined;
    const found = this.#find(parentId, config);
    this.#missed = found === undefined;
    return found;
  }

  #find(parentId: string, config: ContainerConfig): string | undefined {
    const local = this.#local(parentId, config)?.id;
    if (this.#sources.length === 0) return local;
    if (local !== undefined && this.#images.some(({ id }) => isAbove(this.#engine, id, local))) return local;
    for (const target of this.#images) {
      const restored = restoreStep(this.#engine, parentId, target, config);
      if (restored === undefined) continue;
      // So that the next steps come from the same image.
      this.#images = [target];
      return restored;
    }
    return undefined;
  }

  /** The newest of them. */
  #local(parentId: string, config: ContainerConfig): Readonly<Image> | undefined {
    const wanted = comparable(config);
    let match: Readonly<Image> | undefined;
    for (const image of this.#engine.state.images.images.values()) {
      // Only what was built or committed here says what it was made with.
      if (image.parentId !== parentId || image.config.container_config === undefined) continue;
      if (!platformMatches(platformOf(image), this.#platform)) continue;
      if (comparable(image.config.container_config) !== wanted) continue;
      if (match === undefined || (match.createdNs ?? 0n) < (image.createdNs ?? 0n)) match = image;
    }
    return match;
  }
}

/** What two configurations have to agree in (moby image/cache/compare.go): all but what is a container's own. */
function comparable(config: ContainerConfig): string {
  const shaped = shapeJson(containerConfigSchema, config) as ContainerConfig;
  const { Env, Cmd, Entrypoint, Shell, OnBuild, Volumes, Labels, Healthcheck } = shaped;
  return encodeJson({
    ...shaped,
    ...{ Image: '', Hostname: '', Domainname: '', MacAddress: '' },
    ...{ Env: Env ?? [], Cmd: Cmd ?? [], Entrypoint: Entrypoint ?? [], Shell: Shell ?? [] },
    ...{ OnBuild: OnBuild ?? [], Volumes: Volumes ?? {}, Labels: Labels ?? {} },
    ...{ ExposedPorts: shaped.ExposedPorts ?? {}, Healthcheck: Healthcheck ?? null },
  });
}

function findImage(engine: Engine, name: string): Readonly<Image> | undefined {
  try {
    return resolveImage(engine, name);
  } catch (error) {
    if (error instanceof DockerError) return undefined;
    throw error;
  }
}

function isAbove(engine: Engine, imageId: string, ancestorId: string): boolean {
  const parentId = engine.state.images.images.get(imageId)?.parentId ?? '';
  return parentId !== '' && (parentId === ancestorId || isAbove(engine, parentId, ancestorId));
}
