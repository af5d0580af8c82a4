import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { packLayer } from '../../images/layer-tar.ts';
import { digestOf } from '../../images/store.ts';
import { FileTree } from '../files/file-tree.ts';

/** How a layer of the catalogue is made. */
export interface LayerDefinition {
  /** Unique in the catalogue; two layers with the same key over the same layers are the same layer. */
  readonly key: string;
  /** Every file's modification time. */
  readonly timeNs: bigint;
  /** Bytes to download: what the progress of a pull shows. */
  readonly compressedSize: number;
  /** Fills a tree that stands on the layers below. */
  readonly fill: (tree: FileTree, timeNs: bigint) => void;
}

/** A layer as a registry has it. */
export interface CatalogueLayer {
  /** The digest of its archive, as `save` writes it. */
  readonly diffId: string;
  /** Of the compressed layer: what progress shows the first digits of. */
  readonly blobDigest: string;
  readonly compressedSize: number;
  /** The whole tree up to this layer: shared by all engines, which start layers of their own over it. */
  readonly tree: FileTree;
}

const LAYERS = new Map<string, CatalogueLayer>();

/** Makes the layers of an image, lowest first, each once for all images that stand on it. */
export function makeLayers(definitions: readonly LayerDefinition[]): CatalogueLayer[] {
  const made: CatalogueLayer[] = [];
  let stack = '';
  for (const definition of definitions) {
    stack += `${definition.key}\n`;
    const layer = LAYERS.get(stack) ?? makeLayer(definition, made.at(-1)?.tree);
    LAYERS.set(stack, layer);
    made.push(layer);
  }
  return made;
}

function makeLayer(definition: LayerDefinition, below: FileTree | undefined): CatalogueLayer {
  const { timeNs, compressedSize } = definition;
  const tree = (below ?? FileTree.empty(timeNs)).newLayer();
  definition.fill(tree, timeNs);
  const hash = sha256.create();
  for (const chunk of packLayer(tree)) hash.update(chunk);
  const diffId = `sha256:${bytesToHex(hash.digest())}`;
  return { diffId, blobDigest: digestOf(`compressed ${diffId}`), compressedSize, tree };
}
