import { goMap } from '../../support/go-json/encode.ts';
import { formatRfc3339Nano } from '../../support/go-time.ts';
import type { Engine } from '../engine.ts';
import type { Image, ImageConfig } from './image.ts';
import type { Platform } from './platform.ts';
import { familiarString, type Reference } from './reference.ts';
import { resolveImage } from './resolve-image.ts';
import { referencesOf } from './store.ts';

const LAYERS_DIRECTORY = '/var/lib/docker/overlay2';

/** GET /images/{name}/json in the form of API 1.51 (moby daemon/images/image_inspect.go). */
export function inspectImage(engine: Engine, ref: string, platform?: Platform): object {
  const image = resolveImage(engine, ref, platform);
  const { config } = image;
  const { tags, digests } = namesOf(referencesOf(engine, image.id));
  const comment = config.comment || config.history?.at(-1)?.comment || '';
  return {
    Id: image.id,
    RepoTags: tags,
    RepoDigests: digests,
    Parent: image.parentId,
    Comment: comment,
    ...(image.createdNs === undefined ? {} : { Created: formatRfc3339Nano(image.createdNs) }),
    DockerVersion: config.docker_version ?? '',
    Author: config.author ?? '',
    Architecture: config.architecture ?? '',
    ...(config.variant ? { Variant: config.variant } : {}),
    Os: osOf(image),
    ...(config['os.version'] ? { OsVersion: config['os.version'] } : {}),
    Size: imageSize(engine, image),
    GraphDriver: { Data: layerDirectories(engine, image), Name: 'overlay2' },
    RootFS: rootfsView(config),
    Metadata: { LastTagTime: formatRfc3339Nano(image.lastTagTimeNs) },
    Config: configView(config.config ?? {}),
  };
}

/** An image's names as tags and as digests, in the reference store's order. */
export function namesOf(references: readonly Reference[]): { tags: string[]; digests: string[] } {
  const tags: string[] = [];
  const digests: string[] = [];
  for (const reference of references) {
    (reference.digest === undefined ? tags : digests).push(familiarString(reference));
  }
  return { tags, digests };
}

/** Bytes of all its layers. */
export function imageSize(engine: Engine, image: Readonly<Image>): number {
  let size = 0;
  for (const chainId of image.chainIds) size += engine.state.images.layers.get(chainId)?.size ?? 0;
  return size;
}

/** moby image/image.go: an image that does not say is the daemon's own system's. */
export function osOf({ config }: Readonly<Image>): string {
  return config.os || 'linux';
}

/** Where overlay2 keeps the layers, the top one first. */
function lowerDirectories(engine: Engine, chainIds: readonly string[]): string[] {
  return chainIds
    .map(chainId => `${LAYERS_DIRECTORY}/${engine.state.images.layers.get(chainId)?.directory}/diff`)
    .reverse();
}

function layerDirectories(engine: Engine, image: Readonly<Image>): Record<string, string> | null {
  const [upper, ...lower] = lowerDirectories(engine, image.chainIds);
  if (upper === undefined) return null;
  const directory = upper.slice(0, -'/diff'.length);
  return {
    ...(lower.length === 0 ? {} : { LowerDir: lower.join(':') }),
    MergedDir: `${directory}/merged`,
    UpperDir: upper,
    WorkDir: `${directory}/work`,
  };
}

function rootfsView(config: ImageConfig): object {
  const { type = '', diff_ids: layers = [] } = config.rootfs ?? {};
  return { ...(type === '' ? {} : { Type: type }), ...(layers.length === 0 ? {} : { Layers: layers }) };
}

/** Shown even where they are empty (moby api/server/router/image/inspect_response.go). */
const ALWAYS_SHOWN: Readonly<Record<string, unknown>> = {
  Cmd: null,
  Entrypoint: null,
  Env: null,
  Labels: null,
  OnBuild: null,
  User: '',
  Volumes: null,
  WorkingDir: '',
};

const SHOWN_WHERE_SET = ['ArgsEscaped', 'ExposedPorts', 'Healthcheck', 'Shell', 'StopSignal'];

/** The image's configuration as a Go map, hence sorted. */
function configView(config: ImageConfig): object {
  const shown: Record<string, unknown> = { ...ALWAYS_SHOWN };
  for (const key of [...Object.keys(ALWAYS_SHOWN), ...SHOWN_WHERE_SET]) {
    if (!isEmpty(config[key])) shown[key] = config[key];
  }
  for (const key of ['ExposedPorts', 'Healthcheck', 'Labels', 'Volumes'])
    if (shown[key]) shown[key] = goMap(shown[key] as object as Record<string, unknown>);
  return goMap(shown);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
