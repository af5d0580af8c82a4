import type { PrefixIndex } from '../../support/prefix-index.ts';
import type { Table } from '../../support/table.ts';
import type { Engine } from '../engine.ts';
import type { FileTree } from '../world/files/file-tree.ts';
import type { KnownBlob } from './registry/known-blobs.ts';

/** An image's configuration as the OCI image specification has it: the JSON whose digest is the image's id. */
export interface ImageConfig {
  // biome-ignore lint/suspicious/noExplicitAny: an open document; known fields are read where they are used
  [field: string]: any;
}

/** An image, as plain data. */
export interface Image {
  /** `sha256:` and the digest of `configJson`. */
  readonly id: string;
  readonly configJson: string;
  readonly config: ImageConfig;
  /** The classic builder's and commit's parent; empty for what was pulled or imported. `setParent` changes it. */
  readonly parentId: string;
  /** Chain ids, lowest layer first. */
  readonly chainIds: readonly string[];
  readonly createdNs: bigint | undefined;
  lastTagTimeNs: bigint | undefined;
}

/** The whole file system of an image; nothing for one without layers. */
export function imageTree(engine: Engine, image: Readonly<Image>): FileTree | undefined {
  const top = image.chainIds.at(-1);
  return top === undefined ? undefined : engine.state.images.layers.get(top)?.tree;
}

/** A read-only layer, shared by all images that stand on it. */
export interface Layer {
  readonly chainId: string;
  readonly diffId: string;
  readonly parentChainId: string;
  /** The name of its directory under overlay2. */
  readonly directory: string;
  /** The whole file system up to this layer. Frozen. */
  readonly tree: FileTree;
  /** The archive it was loaded from, which `save` gives back byte for byte; its files are views into it. */
  readonly tar: Uint8Array | undefined;
  /** Bytes this layer adds, as Docker counts them. */
  readonly size: number;
}

/** Images, what names them, and their layers. */
export interface ImageStore {
  /** By id. */
  readonly images: Table<Image>;
  readonly ids: PrefixIndex;
  /** By familiar-free reference: `docker.io/library/busybox:latest`, or with `@sha256:...`. */
  readonly references: Table<{ imageId: string }>;
  /** By chain id. */
  readonly layers: Table<Layer>;
  /** By diff id: what registries have of a layer, compressed. Kept when images go, as dockerd keeps it. */
  readonly blobs: Table<{ readonly known: readonly KnownBlob[] }>;
}
