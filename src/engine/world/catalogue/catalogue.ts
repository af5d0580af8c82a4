import { formatPlatform, type Platform, platformMatches } from '../../images/platform.ts';
import { digestOf } from '../../images/store.ts';
import { type CatalogueLayer, type LayerDefinition, makeLayers } from './layer.ts';
import { REPOSITORIES } from './repositories.ts';

/** An image as a registry has it. */
export interface CatalogueImage {
  /** `sha256:` and the digest of `configJson`. */
  readonly id: string;
  readonly configJson: string;
  /** The index of all platforms, whose digest is what `Digest:` and RepoDigests show. */
  readonly indexJson: string;
  readonly digest: string;
  /** Lowest first. */
  readonly layers: readonly CatalogueLayer[];
  /** There is such a tag, but not for the platform. */
  readonly missing: boolean;
}

/** A repository of the catalogue: which tags it has, and what they stand for. */
export interface Repository {
  /** `library/busybox` */
  readonly path: string;
  /** What `docker pull --all-tags` brings. */
  readonly tags: readonly string[];
  /** What a tag stands for; nothing for an unknown one. */
  readonly image: (tag: string) => ImageDefinition | undefined;
}

/** What an image is made of. Times are RFC 3339. */
export interface ImageDefinition {
  readonly created: string;
  readonly config: object;
  readonly layers: readonly LayerDefinition[];
  /** Oldest first: the command that made a layer, or only changed the configuration. */
  readonly history: ReadonlyArray<{ readonly createdBy: string; readonly empty?: boolean }>;
}

const REPOSITORY_BY_PATH = new Map(REPOSITORIES.map(repository => [repository.path, repository]));
const IMAGES = new Map<string, CatalogueImage>();

/** A repository of Docker Hub by its path; nothing for an unknown one. */
export function findRepository(path: string): Repository | undefined {
  return REPOSITORY_BY_PATH.get(path);
}

/** What the images of the catalogue are made for. Their files are the same for all. */
const PLATFORMS: readonly Platform[] = [
  { os: 'linux', architecture: 'amd64', variant: '' },
  { os: 'linux', architecture: 'arm', variant: 'v6' },
  { os: 'linux', architecture: 'arm', variant: 'v7' },
  { os: 'linux', architecture: 'arm64', variant: 'v8' },
  { os: 'linux', architecture: '386', variant: '' },
  { os: 'linux', architecture: 'ppc64le', variant: '' },
  { os: 'linux', architecture: 's390x', variant: '' },
];

/**
 * The image a tag stands for on a platform. The same on every machine, made once and then shared. `digest` is the
 * index's, the same for all platforms; without an image for the platform, `missing`.
 */
export function findCatalogueImage(
  repository: Repository,
  tag: string,
  platform: Platform,
): CatalogueImage | undefined {
  const key = `${repository.path}:${tag} ${formatPlatform(platform)}`;
  const known = IMAGES.get(key);
  if (known !== undefined) return known;
  const definition = repository.image(tag);
  if (definition === undefined) return undefined;
  const image = makeImage(definition, platform);
  IMAGES.set(key, image);
  return image;
}

function makeImage(definition: ImageDefinition, platform: Platform): CatalogueImage {
  const layers = makeLayers(definition.layers);
  const manifests = PLATFORMS.map(has => {
    const configJson = configOf(definition, layers, has);
    return { has, configJson, manifest: manifestOf(configJson, layers) };
  });
  const index = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: manifests.map(({ has, manifest }) => ({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: digestOf(manifest),
      size: manifest.length,
      platform: { architecture: has.architecture, os: has.os, ...(has.variant && { variant: has.variant }) },
    })),
  });
  const chosen = manifests.findLast(({ has }) => platformMatches(has, platform));
  const configJson = chosen?.configJson ?? '';
  return {
    id: digestOf(configJson),
    configJson,
    indexJson: index,
    digest: digestOf(index),
    layers,
    missing: chosen === undefined,
  };
}

function configOf(
  { created, config, history }: ImageDefinition,
  layers: readonly CatalogueLayer[],
  { os, architecture, variant }: Platform,
): string {
  return JSON.stringify({
    architecture,
    config,
    created,
    history: history.map(({ createdBy, empty }) => ({
      created,
      created_by: createdBy,
      ...(empty && { empty_layer: true }),
    })),
    os,
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    ...(variant && { variant }),
  });
}

function manifestOf(configJson: string, layers: readonly CatalogueLayer[]): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: digestOf(configJson),
      size: new TextEncoder().encode(configJson).length,
    },
    layers: layers.map(({ blobDigest, compressedSize }) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      digest: blobDigest,
      size: compressedSize,
    })),
  });
}
