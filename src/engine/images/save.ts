import { compareBytes } from '../../support/go-json/encode.ts';
import { paddingOf } from '../../support/tar/tar-format.ts';
import { TAR_END } from '../../support/tar/tar-writer.ts';
import type { Engine } from '../engine.ts';
import { DockerError, notFound, systemError } from '../errors.ts';
import { fileHeader } from '../world/files/pack.ts';
import type { Image, Layer } from './image.ts';
import { packLayer } from './layer-tar.ts';
import { legacyLayerDocuments } from './legacy-layers.ts';
import { formatPlatform, type Platform, platformMatches, platformOf } from './platform.ts';
import {
  familiarName,
  familiarString,
  isDigest,
  isHexId,
  isNameOnly,
  parseReference,
  type Reference,
  referenceKey,
} from './reference.ts';
import { findImageById } from './resolve-image.ts';
import { digestOf, emitImageEvent } from './store.ts';

/** An image to save, and the names it is saved under. */
interface Saved {
  readonly image: Readonly<Image>;
  readonly names: Reference[];
}

const BLOBS = 'blobs/sha256/';
const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar';
const utf8 = new TextEncoder();

/**
 * An archive of images that dockerd loads: docker-archive and OCI layout in one (moby image/tarexport/save.go). What
 * is wrong with the names is thrown at once; the archive is made as it is read.
 */
export function saveImages(
  engine: Engine,
  names: readonly string[],
  platform?: Platform,
): Generator<Uint8Array, void> {
  const saved = new Map<string, Saved>();
  for (const name of names) addNamed(engine, name, saved);
  if (platform !== undefined) {
    for (const { image } of saved.values()) {
      if (platformMatches(platformOf(image), platform)) continue;
      throw systemError(`no suitable export target found for platform ${formatPlatform(platform)}`);
    }
  }
  return archive(engine, [...saved.values()]);
}

function addNamed(engine: Engine, name: string, saved: Map<string, Saved>): void {
  const add = (image: Readonly<Image> | undefined, reference?: Reference) => {
    if (image === undefined) throw notFound(`No such image: ${name}`);
    const known = saved.get(image.id) ?? { image, names: [] };
    saved.set(image.id, known);
    if (reference === undefined || reference.digest !== undefined) return;
    const key = referenceKey(reference);
    if (!known.names.some(other => referenceKey(other) === key)) known.names.push(reference);
  };
  const { images, references } = engine.state.images;
  const id = isHexId(name) ? `sha256:${name}` : name;
  if (isDigest(id)) {
    add(images.get(id));
    return;
  }
  const reference = parseName(name);
  if (familiarName(reference) === 'sha256') add(findImageById(engine, name));
  else if (!isNameOnly(reference)) {
    const found = references.get(referenceKey(reference));
    if (found === undefined) throw notFound('reference does not exist');
    add(images.get(found.imageId), reference);
  } else {
    const all = [...references.entries()]
      .map(([key, { imageId }]) => ({ reference: parseReference(key), imageId }))
      .filter(
        other => other.reference.domain === reference.domain && other.reference.path === reference.path,
      );
    all.sort((left, right) => (referenceKey(left.reference) < referenceKey(right.reference) ? -1 : 1));
    for (const { reference: tagged, imageId } of all) add(images.get(imageId), tagged);
    if (all.length === 0) add(findImageById(engine, name));
  }
}

/** dockerd passes on what is wrong with a name untyped here. */
function parseName(name: string): Reference {
  try {
    return parseReference(name);
  } catch (error) {
    if (error instanceof DockerError) throw systemError(error.message);
    throw error;
  }
}

interface Blob {
  readonly path: string;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly content: Iterable<Uint8Array>;
}

function* archive(engine: Engine, saved: readonly Saved[]): Generator<Uint8Array, void> {
  const blobs = new Map<string, Blob>();
  const text = (path: string, content: string, mtimeNs = 0n) => {
    const data = utf8.encode(content);
    blobs.set(path, { path, size: data.length, mtimeNs, content: [data] });
  };
  const manifests: object[] = [];
  const index: object[] = [];
  const repositories: Record<string, Record<string, string>> = {};
  for (const { image, names } of saved) {
    const createdNs = image.createdNs ?? 0n;
    const layers = image.chainIds.map(chainId => layerOf(engine, chainId));
    for (const layer of layers) blobs.set(blobPath(layer.diffId), layerBlob(layer, createdNs));
    for (const document of legacyLayerDocuments(image))
      text(blobPath(digestOf(document)), document, createdNs);
    text(blobPath(image.id), image.configJson, createdNs);
    const descriptors = layers.map(descriptorOf);
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: image.id,
        size: utf8.encode(image.configJson).length,
      },
      layers: descriptors,
    });
    const digest = digestOf(manifest);
    text(blobPath(digest), manifest);
    index.push(...indexEntries(digest, manifest.length, names));
    for (const name of names) {
      repositories[familiarName(name)] ??= {};
      const tags = repositories[familiarName(name)] as Record<string, string>;
      tags[name.tag ?? 'latest'] = hexOf(layers.at(-1)?.diffId ?? '');
    }
    const isSaved = saved.some(other => other.image.id === image.parentId);
    manifests.push({ ...manifestItem(image, names, layers), ...(isSaved && { Parent: image.parentId }) });
    emitImageEvent(engine, image.id, 'save', { name: image.id, labels: image.config.config?.Labels });
  }
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  text(
    'index.json',
    JSON.stringify({ schemaVersion: 2, mediaType, manifests: index.length === 0 ? null : index }),
  );
  text('manifest.json', `${JSON.stringify(manifests.length === 0 ? null : manifests)}\n`);
  text('oci-layout', '{"imageLayoutVersion": "1.0.0"}');
  if (Object.keys(repositories).length > 0) text('repositories', `${JSON.stringify(repositories)}\n`);
  // dockerd dates the inner directory as well, and then writes one more file there.
  const directories = { 'blobs/': saved.at(-1)?.image.createdNs ?? 0n, [BLOBS]: engine.clock.nowNs() };
  yield* writeBlobs([...blobs.values()], saved.length === 0 ? {} : directories);
}

function* writeBlobs(
  blobs: readonly Blob[],
  directories: Readonly<Record<string, bigint>>,
): Generator<Uint8Array, void> {
  for (const [path, mtimeNs] of Object.entries(directories)) yield fileHeader(path, 0, mtimeNs, 'directory');
  for (const { path, size, mtimeNs, content } of [...blobs].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    yield fileHeader(path, size, mtimeNs);
    yield* content;
    yield new Uint8Array(paddingOf(size));
  }
  yield TAR_END;
}

function layerOf(engine: Engine, chainId: string): Readonly<Layer> {
  const layer = engine.state.images.layers.get(chainId);
  if (layer === undefined) throw systemError('layer does not exist');
  return layer;
}

/** A layer's archive: the one it came from, or one made anew, which is the same each time. */
function layerBlob(layer: Readonly<Layer>, mtimeNs: bigint): Blob {
  const path = blobPath(layer.diffId);
  if (layer.tar !== undefined) return { path, size: layer.tar.length, mtimeNs, content: [layer.tar] };
  const content = { [Symbol.iterator]: () => packLayer(layer.tree) };
  return { path, size: tarSize(layer), mtimeNs, content };
}

function tarSize(layer: Readonly<Layer>): number {
  if (layer.tar !== undefined) return layer.tar.length;
  let size = 0;
  for (const chunk of packLayer(layer.tree)) size += chunk.length;
  return size;
}

function descriptorOf(layer: Readonly<Layer>): object {
  return { mediaType: LAYER_TYPE, digest: layer.diffId, size: tarSize(layer) };
}

function manifestItem(
  image: Readonly<Image>,
  names: readonly Reference[],
  layers: readonly Readonly<Layer>[],
) {
  const sources: Record<string, unknown> = {};
  // A map in dockerd, which Go writes sorted by its keys.
  for (const layer of [...layers].sort((a, b) => compareBytes(a.diffId, b.diffId))) {
    const { diffId } = layer;
    sources[diffId] = { mediaType: LAYER_TYPE, size: tarSize(layer), digest: diffId };
  }
  return {
    Config: blobPath(image.id),
    RepoTags: names.length === 0 ? null : names.map(familiarString),
    Layers: layers.map(({ diffId }) => blobPath(diffId)),
    LayerSources: sources,
  };
}

function indexEntries(digest: string, size: number, names: readonly Reference[]): object[] {
  const plain = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size };
  if (names.length === 0) return [plain];
  return names.map(name => ({
    ...plain,
    annotations: {
      'io.containerd.image.name': referenceKey(name),
      'org.opencontainers.image.ref.name': name.tag ?? 'latest',
    },
  }));
}

const hexOf = (digest: string) => digest.slice(digest.indexOf(':') + 1);
const blobPath = (digest: string) => BLOBS + hexOf(digest);
