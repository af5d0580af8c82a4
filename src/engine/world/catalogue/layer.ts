import { digestOf } from '../../images/store.ts';
import type { FileTree } from '../files/file-tree.ts';

/** How a layer of the catalogue is made. */
export interface LayerDefinition {
  /** Unique in the catalogue; two layers with the same key are the same layer. */
  readonly key: string;
  /** Every file's modification time. */
  readonly timeNs: bigint;
  /** Bytes to download. */
  readonly compressedSize: number;
  /** Fills a tree that stands on the layers below. */
  readonly fill: (tree: FileTree, timeNs: bigint) => void;
}

export interface LayerDigest {
  readonly diffId: string;
  readonly blobDigest: string;
  readonly compressedSize: number;
}

export function layerDigest({ key, compressedSize }: LayerDefinition): LayerDigest {
  return { diffId: digestOf(`layer ${key}`), blobDigest: digestOf(`blob ${key}`), compressedSize };
}
