import type { Engine } from '../engine.ts';
import { forbidden, notFound, systemError } from '../errors.ts';
import {
  type CatalogueImage,
  findCatalogueImage,
  findRepository,
  type Repository,
} from '../world/catalogue/catalogue.ts';
import { HOST_NAMESERVERS } from '../world/files/resolution-files.ts';
import { HOST_PLATFORM, noMatchingManifest, type Platform } from './platform.ts';
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
import { addImage, addLayer, addReference, chainIdsOf, emitImageEvent } from './store.ts';

export interface PullRequest {
  /** Without tag and digest: all tags of the repository. */
  readonly reference: Reference;
  /** Default: the daemon's own. */
  readonly platform?: Platform;
}

/** How much of a layer is told at once: dockerd tells every 512 KiB, at most each 100 ms. */
const STEP_BYTES = 2 * 1024 * 1024;

/** Pulls an image by name at once, for tests and for seeding an engine. */
export function pullImage(engine: Engine, name: string): string {
  const parsed = parseReference(name);
  const reference = isNameOnly(parsed) ? { ...parsed, tag: 'latest' } : parsed;
  for (const _ of pull(engine, { reference })) {
    // The progress is of no interest here.
  }
  return engine.state.images.references.get(referenceKey(reference))?.imageId ?? '';
}

/**
 * Pulls from the catalogue, which stands for Docker Hub, and yields what dockerd tells on the way. What is thrown
 * before the first message is the request's error; later it belongs into the stream (moby distribution/pull_v2.go).
 */
export function* pull(engine: Engine, request: PullRequest): Generator<Progress, void> {
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
  const shown = familiarString(reference);
  yield {
    status: `Status: ${updated ? 'Downloaded newer image' : 'Image is up to date'} for ${shown}`,
  };
  emitPull(engine, reference);
}

function* pullTag(
  engine: Engine,
  { reference, platform = HOST_PLATFORM }: PullRequest,
): Generator<Progress, boolean> {
  const image = find(reference, platform);
  const shownTag = reference.digest ?? reference.tag;
  yield {
    status: `Pulling from ${reference.path}`,
    ...(shownTag === undefined ? {} : { id: shownTag }),
  };
  if (image.missing) throw noMatchingManifest(platform);
  const imageId = yield* pullLayers(engine, image);
  yield { status: `Digest: ${image.digest}` };
  const { references } = engine.state.images;
  const known = references.get(referenceKey(reference))?.imageId;
  const digestReference = withDigest(reference, image.digest);
  if (references.get(referenceKey(digestReference)) === undefined) {
    addReference(engine, digestReference, imageId);
  }
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
function find(reference: Reference, platform: Platform): CatalogueImage {
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
    throw unreachable(reference.domain);
  }
  const repository = findRepository(reference.path);
  if (repository !== undefined) return repository;
  throw notFound(
    `pull access denied for ${familiarName(reference)}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
  );
}

/** The simulated machine has no network but Docker Hub; a registry of its own is not running on it. */
export function unreachable(domain: string): Error {
  const [, host = domain, port = '443'] = /^(.*?)(?::(\d+))?$/.exec(domain) ?? [];
  if (host === 'localhost' || host.startsWith('127.')) {
    const address = host === 'localhost' ? '127.0.0.1' : host;
    return systemError(
      `Get "http://${domain}/v2/": dial tcp ${address}:${port}: connect: connection refused`,
    );
  }
  const server = `${HOST_NAMESERVERS[0]}:53`;
  return systemError(`Get "https://${domain}/v2/": dial tcp: lookup ${host} on ${server}: no such host`);
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
