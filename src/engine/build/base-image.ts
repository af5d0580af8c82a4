import { shapeJson } from '../../support/go-json/shape.ts';
import type { ContainerConfig } from '../containers/config.ts';
import { containerConfigSchema } from '../containers/config-schema.ts';
import { DockerError, invalidParameter, systemError } from '../errors.ts';
import type { Image } from '../images/image.ts';
import { type Platform, parsePlatform } from '../images/platform.ts';
import { pull } from '../images/pull.ts';
import { parseReference, withDefaultTag } from '../images/reference.ts';
import { resolveImage } from '../images/resolve-image.ts';
import type { BuildArgs } from './build-args.ts';
import type { Build, StageState, Told } from './build-state.ts';
import { expandWord } from './dockerfile/expand.ts';
import type { InstructionOf } from './dockerfile/instruction.ts';

export const DEFAULT_PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** FROM: a stage begins with an earlier one, with an image, or with nothing (dispatchers.go, initializeStage). */
export async function* beginStage(
  build: Build,
  from: InstructionOf<'from'>,
  args: BuildArgs,
): Told<StageState> {
  build.prober.reset();
  const options = { escapeToken: build.escapeToken };
  const variables = args.global();
  const platform =
    from.platform === '' ? undefined : stagePlatform(expandWord(from.platform, variables, options));
  const name = expandWord(from.image, variables, options);
  if (name === '') throw systemError(`base name (${from.image}) should not be blank`);
  const stage = build.done.find(done => done.name !== '' && done.name === name.toLowerCase());
  const base = stage?.imageId ?? name;
  const image = base === 'scratch' ? undefined : yield* getImage(build, base, stage !== undefined, platform);
  return {
    args,
    config: configOf(image),
    maintainer: '',
    hasCommand: false,
    imageId: image?.id ?? '',
  };
}

function stagePlatform(text: string): Platform {
  try {
    return parsePlatform(text);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw invalidParameter(`failed to parse platform ${text}: ${error.message}`);
  }
}

/** A local image, or one that is pulled for the build (moby daemon/images/image_builder.go). */
export async function* getImage(
  { engine, request, ...build }: Build,
  name: string,
  localOnly: boolean,
  platform = build.platform,
): Told<Readonly<Image> | undefined> {
  // An earlier stage that made nothing.
  if (name === '') return undefined;
  if (localOnly || !request.pull) {
    try {
      return resolveImage(engine, name, platform);
    } catch (error) {
      if (localOnly || !(error instanceof DockerError) || error.kind !== 'notFound') throw error;
    }
  }
  const reference = withDefaultTag(parseReference(name));
  yield* pull(engine, {
    reference,
    signal: build.signal,
    ...(platform !== undefined && { platform }),
  });
  return resolveImage(engine, name, platform);
}

/** What the stage's containers begin with. */
function configOf(image: Readonly<Image> | undefined): ContainerConfig {
  const given = structuredClone(image?.config.config ?? {}) as Partial<ContainerConfig>;
  const config = { ...(shapeJson(containerConfigSchema, undefined) as ContainerConfig), ...given };
  const hasPath = (config.Env ?? []).some(entry => entry.startsWith('PATH='));
  return {
    ...config,
    Env: hasPath ? config.Env : [...(config.Env ?? []), DEFAULT_PATH],
    OpenStdin: false,
    StdinOnce: false,
  };
}
