import { digestOf } from '../../images/store.ts';
import { type LayerDefinition, layerDigest } from './layer.ts';
import { REPOSITORIES } from './repositories.ts';

/** An image as a registry has it. */
export interface CatalogueImage {
  /** `sha256:` and the digest of `configJson`. */
  readonly id: string;
  readonly configJson: string;
  /** Digest of its manifest: what `Digest:` and RepoDigests show. */
  readonly digest: string;
  /** Lowest first. */
  readonly layers: readonly CatalogueLayer[];
}

export interface CatalogueLayer {
  readonly definition: LayerDefinition;
  readonly diffId: string;
  /** Of the compressed layer: what progress shows the first digits of. */
  readonly blobDigest: string;
  readonly compressedSize: number;
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
  readonly config: Readonly<Record<string, unknown>>;
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

/** The image a tag stands for. The same on every machine, made once and then shared. */
export function findCatalogueImage(repository: Repository, tag: string): CatalogueImage | undefined {
  const key = `${repository.path}:${tag}`;
  const known = IMAGES.get(key);
  if (known !== undefined) return known;
  const definition = repository.image(tag);
  if (definition === undefined) return undefined;
  const image = makeImage(definition);
  IMAGES.set(key, image);
  return image;
}

function makeImage({ created, config, layers, history }: ImageDefinition): CatalogueImage {
  const made = layers.map(definition => ({ definition, ...layerDigest(definition) }));
  const configJson = JSON.stringify({
    architecture: 'amd64',
    config,
    created,
    history: history.map(({ createdBy, empty }) => ({
      created,
      created_by: createdBy,
      ...(empty ? { empty_layer: true } : {}),
    })),
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: made.map(({ diffId }) => diffId) },
  });
  const id = digestOf(configJson);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: id,
      size: new TextEncoder().encode(configJson).length,
    },
    layers: made.map(({ blobDigest, compressedSize }) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      digest: blobDigest,
      size: compressedSize,
    })),
  });
  return { id, configJson, digest: digestOf(manifest), layers: made };
}
