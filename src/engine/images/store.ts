import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { compareBytes } from '../../support/go-json/encode.ts';
import { parseGoDate } from '../../support/go-time-layout.ts';
import type { Container } from '../containers/container.ts';
import type { Engine } from '../engine.ts';
import { conflict, invalidParameter } from '../errors.ts';
import { emitEvent } from '../events.ts';
import type { FileTree } from '../world/files/file-tree.ts';
import { layerSize } from '../world/files/layer-size.ts';
import type { Image, ImageConfig, Layer } from './image.ts';
import { familiarName, parseReference, type Reference, referenceKey } from './reference.ts';

/** A layer to register: its diff id, and how to make its tree from the one below. */
export interface LayerSource {
  readonly diffId: string;
  /** The archive it came from, byte for byte, where there was one. */
  readonly tar?: Uint8Array;
  /** Bytes that it adds, where that is not what overlay2 counts. */
  readonly size?: number;
  /** Makes the whole tree up to this layer from the tree of the layers below. */
  readonly treeOver: (below: FileTree | undefined) => FileTree;
}

export function digestOf(data: string | Uint8Array): string {
  return `sha256:${bytesToHex(sha256(typeof data === 'string' ? new TextEncoder().encode(data) : data))}`;
}

/** What names a layer together with all those below it (moby image/rootfs.go). */
export function chainIdOf(parentChainId: string, diffId: string): string {
  return parentChainId === '' ? diffId : digestOf(`${parentChainId} ${diffId}`);
}

/** The chain ids of a list of diff ids, lowest first. */
export function chainIdsOf(diffIds: readonly string[]): string[] {
  const chain: string[] = [];
  for (const diffId of diffIds) chain.push(chainIdOf(chain.at(-1) ?? '', diffId));
  return chain;
}

/** Adds a layer over another, unless it is there. Returns its chain id. */
export function addLayer(engine: Engine, parentChainId: string, source: LayerSource): string {
  const { layers } = engine.state.images;
  const chainId = chainIdOf(parentChainId, source.diffId);
  if (layers.has(chainId)) return chainId;
  const tree = source.treeOver(layers.get(parentChainId)?.tree);
  layers.set(chainId, {
    chainId,
    diffId: source.diffId,
    parentChainId,
    directory: engine.random.hex('layers', 64),
    tree,
    tar: source.tar,
    size: source.size ?? layerSize(tree),
  });
  return chainId;
}

/** Adds an image whose layers are there, unless it is known. Returns its id: its configuration's digest, or a given one. */
export function addImage(
  engine: Engine,
  configJson: string,
  parentId = '',
  id = digestOf(configJson),
): string {
  const { images, ids } = engine.state.images;
  if (images.has(id)) return id;
  const config = JSON.parse(configJson) as ImageConfig;
  for (const name of ['Entrypoint', 'Cmd', 'Shell']) {
    // Go's strslice.StrSlice: one string stands for a list of one.
    if (typeof config.config?.[name] === 'string') config.config[name] = [config.config[name]];
  }
  images.set(id, {
    id,
    configJson,
    config,
    parentId,
    chainIds: chainIdsOf(config.rootfs?.diff_ids ?? []),
    createdNs: parseTime(config.created),
    lastTagTimeNs: undefined,
  });
  ids.add(id);
  return id;
}

/** Names an image; a tag may move from another (moby reference/store.go, addReference). */
export function addReference(engine: Engine, reference: Reference, imageId: string): void {
  const { references } = engine.state.images;
  if (familiarName(reference) === 'sha256') {
    throw invalidParameter('refusing to create an ambiguous tag using digest algorithm as name');
  }
  const key = referenceKey(reference);
  const known = references.get(key);
  if (known?.imageId === imageId) return;
  if (known !== undefined && reference.digest !== undefined) {
    throw conflict(`cannot overwrite digest ${reference.digest}`);
  }
  references.set(key, { imageId });
}

/** All names of an image, sorted as the reference store sorts them. */
export function referencesOf(engine: Engine, imageId: string): Reference[] {
  const keys = engine.state.images.references.keysBy(imageOf, imageId);
  return [...keys].sort(compareBytes).map(parseReference);
}

const imageOf = ({ imageId }: { readonly imageId: string }) => imageId;
const parentOf = ({ parentId }: Readonly<Image>) => parentId;
const topOf = ({ chainIds }: Readonly<Image>) => chainIds.at(-1) ?? '';
const layerBelow = ({ parentChainId }: Readonly<Layer>) => parentChainId;
const topLayerOf = ({ topLayer }: Readonly<Container>) => topLayer;

/** The images that were made from an image by commit and the classic builder. */
export function childrenOf(engine: Engine, imageId: string): ReadonlySet<string> {
  return engine.state.images.images.keysBy(parentOf, imageId);
}

/** Notes what an image was made from; empty: nothing that is there. */
export function setParent(engine: Engine, imageId: string, parentId: string): void {
  const { images } = engine.state.images;
  const image = images.get(imageId);
  if (image !== undefined) images.set(imageId, { ...image, parentId });
}

/** Takes an image out, and the layers that nobody stands on any more: their chain ids, the top one first. */
export function removeImage(engine: Engine, imageId: string): string[] {
  const { images, ids } = engine.state.images;
  const chainIds = images.get(imageId)?.chainIds ?? [];
  images.delete(imageId);
  ids.delete(imageId);
  for (const child of [...childrenOf(engine, imageId)]) setParent(engine, child, '');
  return releaseLayers(engine, chainIds);
}

/** Drops those of the layers, from the top down, on which no image, container or other layer stands. */
function releaseLayers(engine: Engine, chainIds: readonly string[]): string[] {
  const { layers } = engine.state.images;
  const released: string[] = [];
  for (const chainId of [...chainIds].reverse()) {
    if (!layers.has(chainId) || isLayerHeld(engine, chainId)) break;
    layers.delete(chainId);
    released.push(chainId);
  }
  return released;
}

/** The same for a layer and those below it, once a container over it is gone: its image may be gone already. */
export function releaseStack(engine: Engine, topLayer: string): void {
  const { layers } = engine.state.images;
  for (let chainId = topLayer; chainId !== ''; ) {
    const layer = layers.get(chainId);
    if (layer === undefined || isLayerHeld(engine, chainId)) return;
    layers.delete(chainId);
    chainId = layer.parentChainId;
  }
}

function isLayerHeld(engine: Engine, chainId: string): boolean {
  const { images, layers } = engine.state.images;
  if (images.keysBy(topOf, chainId).size > 0 || layers.keysBy(layerBelow, chainId).size > 0) return true;
  if (engine.state.containers.keysBy(topLayerOf, chainId).size > 0) return true;
  for (const record of engine.state.buildCache.records.values()) if (record.chainId === chainId) return true;
  return false;
}

interface ImageEventOptions {
  readonly name?: string;
  readonly labels?: Record<string, string> | null | undefined;
  readonly attributes?: Record<string, string>;
}

/** Emits an image's event; its labels join `name` (moby daemon/images/image_events.go). */
export function emitImageEvent(
  engine: Engine,
  actorId: string,
  action: string,
  options: ImageEventOptions = {},
): void {
  emitEvent(engine, {
    type: 'image',
    action,
    actorId,
    attributes: {
      ...options.labels,
      ...options.attributes,
      ...(options.name === undefined ? {} : { name: options.name }),
    },
  });
}

/** An RFC 3339 time of an image's configuration; nothing where there is none. */
export function parseTime(text: unknown): bigint | undefined {
  const parsed = typeof text === 'string' ? parseGoDate(text) : undefined;
  return parsed !== undefined && 'ns' in parsed ? parsed.ns : undefined;
}
