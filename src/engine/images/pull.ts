import type { Engine } from '../engine.ts';
import { forbidden, notFound, systemError } from '../errors.ts';
import {
  type CatalogueImage,
  findCatalogueImage,
  findRepository,
  type Repository,
} from '../world/catalogue/catalogue.ts';
import { checkImagePlatform, HOST_PLATFORM, noMatchingManifest, type Platform } from './platform.ts';
import { type Progress, progressOf } from './progress.ts';
import {
  familiarName,
  familiarString,
  isNameOnly,
  parseReference,
  type Reference,
  referenceKey,
  withDigest,
} from './reference.ts';
import { fetchManifest, fetchTags, pullManifest } from './registry/pull.ts';
import { RegistryClient } from './registry/registry-client.ts';
import { addImage, addLayer, addReference, chainIdsOf, emitImageEvent } from './store.ts';

export interface PullRequest {
  /** Without tag and digest: all tags of the repository. */
  readonly reference: Reference;
  /** Default: the daemon's own. */
  readonly platform?: Platform;
  /** Ends a pull from a registry in a container. */
  readonly signal?: AbortSignal;
}

/** How much of a layer is told at once: dockerd tells every 512 KiB, at most each 100 ms. */
const STEP_BYTES = 2 * 1024 * 1024;

/** Pulls an image by name at once, for tests and for seeding an engine. */
export function pullImage(engine: Engine, name: string): string {
  const parsed = parseReference(name);
  const reference = isNameOnly(parsed) ? { ...parsed, tag: 'latest' } : parsed;
  for (const _ of pullFromHub(engine, { reference })) {
    // The progress is of no interest here.
  }
  return engine.state.images.references.get(referenceKey(reference))?.imageId ?? '';
}

/** Pulls an image: from Docker Hub, which is the catalogue, or from a registry that a container runs. */
export async function* pull(engine: Engine, request: PullRequest): AsyncGenerator<Progress, void> {
  if (request.reference.domain === 'docker.io') yield* pullFromHub(engine, request);
  else yield* pullFromRegistry(engine, request);
}

async function* pullFromRegistry(
  engine: Engine,
  { reference, platform, signal }: PullRequest,
): AsyncGenerator<Progress, void> {
  const client = await RegistryClient.at(engine, reference.domain, signal);
  let updated = false;
  try {
    const tags = isNameOnly(reference) ? await fetchTags(client, reference) : [undefined];
    for (const tag of tags) {
      const tagged = tag === undefined ? reference : { ...reference, tag };
      const found = await fetchManifest(client, tagged);
      yield pullingFrom(tagged);
      const imageId = yield* pullManifest(engine, client, tagged, found, platform ?? HOST_PLATFORM);
      yield { status: `Digest: ${found.digest}` };
      updated = namePulled(engine, tagged, found.digest, imageId) || updated;
    }
  } finally {
    client.close();
  }
  yield pullStatus(reference, updated);
  if (platform !== undefined && !isNameOnly(reference)) yield* platformWarning(engine, reference, platform);
  emitPull(engine, reference);
}

/** An image without an index is brought whatever it is made for (moby daemon/images/image_pull.go). */
function* platformWarning(
  engine: Engine,
  reference: Reference,
  platform: Platform,
): Generator<Progress, void> {
  const { references, images } = engine.state.images;
  const image = images.get(references.get(referenceKey(reference))?.imageId ?? '');
  if (image === undefined) return;
  try {
    checkImagePlatform(image, familiarString(reference), platform);
  } catch (error) {
    yield { status: `WARNING: ${(error as Error).message}` };
  }
}

/**
 * Pulls from the catalogue, which stands for Docker Hub, and yields what dockerd tells on the way. What is thrown
 * before the first message is the request's error; later it belongs into the stream (moby distribution/pull_v2.go).
 */
export function* pullFromHub(engine: Engine, request: PullRequest): Generator<Progress, void> {
  const { reference } = request;
  if (familiarName(reference) === 'scratch') throw forbidden("'scratch' is a reserved name");
  const repository = repositoryOf(reference);
  let updated = false;
  if (!isNameOnly(reference)) updated = yield* pullTag(engine, request);
  else {
    for (const tag of repository.tags) {
      const tagged = { ...reference, tag };
      updated = (yield* pullTag(engine, { ...request, reference: tagged })) || updated;
    }
  }
  yield pullStatus(reference, updated);
  emitPull(engine, reference);
}

function* pullTag(
  engine: Engine,
  { reference, platform = HOST_PLATFORM }: PullRequest,
): Generator<Progress, boolean> {
  const image = findImageOnHub(reference, platform);
  yield pullingFrom(reference);
  if (image.missing) throw noMatchingManifest(platform);
  const imageId = yield* pullLayers(engine, image);
  yield { status: `Digest: ${image.digest}` };
  return namePulled(engine, reference, image.digest, imageId);
}

function pullingFrom({ path, tag, digest }: Reference): Progress {
  const shown = digest ?? tag;
  return { status: `Pulling from ${path}`, ...(shown !== undefined && { id: shown }) };
}

function pullStatus(reference: Reference, updated: boolean): Progress {
  const done = updated ? 'Downloaded newer image' : 'Image is up to date';
  return { status: `Status: ${done} for ${familiarString(reference)}` };
}

/** Gives what was pulled its names; false where it had them. */
function namePulled(engine: Engine, reference: Reference, digest: string, imageId: string): boolean {
  const { references } = engine.state.images;
  const known = references.get(referenceKey(reference))?.imageId;
  const digestReference = withDigest(reference, digest);
  if (references.get(referenceKey(digestReference)) === undefined)
    addReference(engine, digestReference, imageId);
  if (known === imageId) return false;
  if (reference.digest === undefined) addReference(engine, reference, imageId);
  return true;
}

function* pullLayers(engine: Engine, image: CatalogueImage): Generator<Progress, string> {
  const { layers } = engine.state.images;
  const chain = chainIdsOf(image.layers.map(({ diffId }) => diffId));
  if (engine.state.images.images.has(image.id)) return image.id;
  const missing = image.layers.filter((_, index) => !layers.has(chain[index] as string));
  for (const layer of image.layers) {
    const status = missing.includes(layer) ? 'Pulling fs layer' : 'Already exists';
    yield { status, progressDetail: {}, id: shortDigest(layer.blobDigest) };
  }
  // Three downloads run at a time (moby config, max-concurrent-downloads); the others wait.
  for (const layer of missing.slice(3)) {
    yield { status: 'Waiting', progressDetail: {}, id: shortDigest(layer.blobDigest) };
  }
  for (const { blobDigest, compressedSize } of missing) {
    const id = shortDigest(blobDigest);
    yield* transfer('Downloading', id, compressedSize);
    yield { status: 'Verifying Checksum', progressDetail: {}, id };
    yield { status: 'Download complete', progressDetail: {}, id };
  }
  for (const [index, layer] of image.layers.entries()) {
    if (!missing.includes(layer)) continue;
    const id = shortDigest(layer.blobDigest);
    yield* transfer('Extracting', id, layer.compressedSize);
    const { diffId, tree } = layer;
    addLayer(engine, chain[index - 1] ?? '', { diffId, treeOver: () => tree });
    yield { status: 'Pull complete', progressDetail: {}, id };
  }
  return addImage(engine, image.configJson);
}

function* transfer(status: string, id: string, total: number): Generator<Progress, void> {
  for (let current = STEP_BYTES; current < total; current += STEP_BYTES) {
    yield progressOf(status, id, current, total);
  }
  yield progressOf(status, id, total, total);
}

/** As Docker Hub answers, in dockerd's words (moby distribution/errors.go). */
export function findImageOnHub(reference: Reference, platform: Platform): CatalogueImage {
  const repository = repositoryOf(reference);
  const tags = reference.tag === undefined ? repository.tags : [reference.tag];
  for (const tag of tags) {
    const image = findCatalogueImage(repository, tag, platform);
    if (image !== undefined && (reference.digest ?? image.digest) === image.digest) return image;
  }
  throw notFound(`manifest for ${familiarString(reference)} not found: manifest unknown: manifest unknown`);
}

function repositoryOf(reference: Reference): Repository {
  if (reference.domain !== 'docker.io') {
    throw systemError(`${familiarName(reference)} is not on Docker Hub`);
  }
  const repository = findRepository(reference.path);
  if (repository !== undefined) return repository;
  throw notFound(
    `pull access denied for ${familiarName(reference)}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
  );
}

function shortDigest(digest: string): string {
  return digest.slice('sha256:'.length, 'sha256:'.length + 12);
}

function emitPull(engine: Engine, reference: Reference): void {
  const shown = familiarString(reference);
  const imageId = engine.state.images.references.get(referenceKey(reference))?.imageId;
  const labels = imageId && engine.state.images.images.get(imageId)?.config.config?.Labels;
  emitImageEvent(engine, shown, 'pull', { name: familiarName(reference), labels });
}
