import { decompress } from '../../../support/decompress.ts';
import type { Engine } from '../../engine.ts';
import { type DockerError, notFound, systemError } from '../../errors.ts';
import { decodeImage } from '../archive-documents.ts';
import { layerTarOver } from '../layer-tar.ts';
import { noMatchingManifest, type Platform, platformMatches } from '../platform.ts';
import { type Progress, progressOf } from '../progress.ts';
import { familiarName, familiarString, type Reference } from '../reference.ts';
import { addImage, addLayer, chainIdsOf, digestOf } from '../store.ts';
import { rememberBlob } from './known-blobs.ts';
import type { Descriptor, RegistryClient, RemoteManifest } from './registry-client.ts';
import { RegistryError } from './registry-error.ts';

const INDEXES = new Set([
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
]);
const CONFIGS = new Set([
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.oci.image.config.v1+json',
  'application/octet-stream',
  '',
]);

interface ManifestDocument {
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: ReadonlyArray<
    Descriptor & { readonly platform?: { os?: string; architecture?: string; variant?: string } }
  >;
}

export interface IndexEntry extends Descriptor {
  readonly platform: Platform;
}

export const isIndex = ({ mediaType }: Pick<Descriptor, 'mediaType'>) => INDEXES.has(mediaType);

export function readDocument({ body }: RemoteManifest): ManifestDocument {
  return JSON.parse(new TextDecoder().decode(body)) as ManifestDocument;
}

/** What an index lists, its platforms as they were written. */
export function entriesOf(document: ManifestDocument): IndexEntry[] {
  return (document.manifests ?? []).map(({ platform = {}, mediaType, digest, size }) => ({
    mediaType,
    digest,
    size,
    platform: {
      os: platform.os ?? '',
      architecture: platform.architecture ?? '',
      variant: platform.variant ?? '',
    },
  }));
}

/** The manifest that a tag or digest stands for, asked for as dockerd asks. @throws DockerError */
export async function fetchManifest(client: RegistryClient, reference: Reference): Promise<RemoteManifest> {
  const { path, tag = 'latest' } = reference;
  try {
    if (reference.digest !== undefined) return await client.manifest(path, reference.digest);
    const described = await client.describe(path, tag);
    return await client.manifest(path, described?.digest ?? tag);
  } catch (error) {
    throw error instanceof RegistryError ? pullRefusal(error, reference) : error;
  }
}

/** All tags, for `docker pull --all-tags`. @throws DockerError */
export async function fetchTags(client: RegistryClient, reference: Reference): Promise<string[]> {
  try {
    return await client.tags(reference.path);
  } catch (error) {
    throw error instanceof RegistryError ? pullRefusal(error, reference) : error;
  }
}

/** moby distribution/errors.go, translatePullError. */
function pullRefusal(error: RegistryError, reference: Reference): DockerError {
  if (error.code === 'MANIFEST_UNKNOWN')
    return notFound(`manifest for ${familiarString(reference)} not found: ${error.message}`);
  if (error.code === 'NAME_UNKNOWN') {
    const name = familiarName(reference);
    return notFound(`repository ${name} not found: ${error.message}`);
  }
  if (error.code === 'DENIED') {
    const name = familiarName(reference);
    return notFound(
      `pull access denied for ${name}, repository does not exist or may require 'docker login': ${error.message}`,
    );
  }
  return systemError(error.message);
}

/** Brings the image of a manifest, or of the one in an index that fits the platform. Its id. */
export async function* pullManifest(
  engine: Engine,
  client: RegistryClient,
  reference: Reference,
  found: RemoteManifest,
  platform: Platform,
): AsyncGenerator<Progress, string> {
  let document = readDocument(found);
  if (isIndex(found)) {
    const chosen = entriesOf(document).find(entry => platformMatches(entry.platform, platform));
    if (chosen === undefined) throw noMatchingManifest(platform);
    document = readDocument(await client.manifest(reference.path, chosen.digest));
  }
  const { config, layers = [] } = document;
  if (config === undefined) throw systemError('unsupported manifest format');
  if (!CONFIGS.has(config.mediaType))
    throw systemError(`Encountered remote "${config.mediaType}"(unknown) when fetching`);
  if (engine.state.images.images.has(config.digest)) return config.digest;
  const configJson = new TextDecoder().decode(await client.wholeBlob(reference.path, config.digest));
  const diffIds = checkedDiffIds(configJson, layers.length);
  yield* pullLayers(engine, client, reference, layers, diffIds);
  return addImage(engine, configJson);
}

/** The layers that the configuration names; there must be as many as the manifest has. */
function checkedDiffIds(configJson: string, count: number): readonly string[] {
  const { rootfs, os } = decodeImage(new TextEncoder().encode(configJson));
  if (rootfs === null) throw systemError('invalid image JSON, no RootFS key');
  const diffIds = rootfs.diff_ids ?? [];
  if (diffIds.length !== count) throw systemError("layers from manifest don't match image configuration");
  if (os !== '' && os !== 'linux') throw systemError(`cannot download ${os} images on linux`);
  return diffIds;
}

async function* pullLayers(
  engine: Engine,
  client: RegistryClient,
  reference: Reference,
  descriptors: readonly Descriptor[],
  diffIds: readonly string[],
): AsyncGenerator<Progress, void> {
  const chain = chainIdsOf(diffIds);
  const layers = descriptors.map((descriptor, index) => ({
    descriptor,
    id: descriptor.digest.slice(7, 19),
    diffId: diffIds[index] as string,
    below: chain[index - 1] ?? '',
    isHere: engine.state.images.layers.has(chain[index] as string),
  }));
  for (const { id, isHere } of layers)
    yield { status: isHere ? 'Already exists' : 'Pulling fs layer', progressDetail: {}, id };
  const missing = layers.filter(({ isHere }) => !isHere);
  // Three downloads run at a time (moby config, max-concurrent-downloads).
  for (const { id } of missing.slice(3)) yield { status: 'Waiting', progressDetail: {}, id };
  const archives = new Map<string, Uint8Array>();
  for (const { id, descriptor } of missing) {
    archives.set(id, await client.wholeBlob(reference.path, descriptor.digest));
    yield progressOf('Downloading', id, descriptor.size, descriptor.size);
    yield { status: 'Verifying Checksum', progressDetail: {}, id };
    yield { status: 'Download complete', progressDetail: {}, id };
  }
  for (const { id, descriptor, diffId, below, isHere } of layers) {
    const { digest, size } = descriptor;
    const repository = `${reference.domain}/${reference.path}`;
    rememberBlob(engine, diffId, { digest, size, repository });
    if (isHere) continue;
    yield progressOf('Extracting', id, size, size);
    const tar = await decompress(archives.get(id) as Uint8Array);
    archives.delete(id);
    const treeOver = layerTarOver(engine, tar);
    if (digestOf(tar) !== diffId) throw systemError("layers from manifest don't match image configuration");
    addLayer(engine, below, { diffId, tar, treeOver });
    yield { status: 'Pull complete', progressDetail: {}, id };
  }
}
