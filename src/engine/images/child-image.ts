import { concatBytes } from '../../support/concat-bytes.ts';
import { encodeGoJson } from '../../support/go-json/encode.ts';
import { shapeJson } from '../../support/go-json/shape.ts';
import { formatRfc3339Nano } from '../../support/go-time.ts';
import type { ContainerConfig } from '../containers/config.ts';
import { containerConfigSchema } from '../containers/config-schema.ts';
import type { Engine } from '../engine.ts';
import type { FileTree } from '../world/files/file-tree.ts';
import type { Image, ImageConfig } from './image.ts';
import { layerTarOver, packLayer } from './layer-tar.ts';
import { HOST_PLATFORM, type Platform } from './platform.ts';
import { addImage, addLayer, digestOf } from './store.ts';

/** The digest of an archive without members: no layer is made of it (moby layer/layer.go). */
const EMPTY_DIFF = 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';

/** An image over another. */
export interface ChildImage {
  readonly parent: Readonly<Image> | undefined;
  /** Its files; what they differ in from the tree below them becomes the layer. */
  readonly root: FileTree;
  /** Where the image was committed from one. */
  readonly containerId?: string;
  readonly author: string;
  readonly comment: string;
  /** What containers of the image begin with. */
  readonly config: ContainerConfig;
  /** What the image was made with: its command stands in the history, and the build cache compares it. */
  readonly containerConfig: ContainerConfig;
  readonly platform?: Platform;
}

/** Makes a layer and an image over the parent's (moby image/image.go, NewChildImage). Returns its id. */
export function addChildImage(engine: Engine, child: ChildImage): string {
  const { parent, author, comment, config, containerConfig, containerId } = child;
  const tar = concatBytes([...packLayer(child.root.fork())]);
  const created = formatRfc3339Nano(engine.clock.nowNs());
  const diffId = digestOf(tar);
  const isEmpty = diffId === EMPTY_DIFF;
  const configJson = imageJson(engine, child.platform ?? HOST_PLATFORM, {
    ...(author !== '' && { author }),
    config,
    ...(containerId !== undefined && { container: containerId }),
    container_config: containerConfig,
    created,
    history: [
      ...(parent?.config.history ?? []),
      {
        created,
        ...(containerConfig.Cmd?.length && { created_by: containerConfig.Cmd.join(' ') }),
        ...(author !== '' && { author }),
        ...(comment !== '' && { comment }),
        ...(isEmpty && { empty_layer: true }),
      },
    ],
    diffIds: [...(parent?.config.rootfs?.diff_ids ?? []), ...(isEmpty ? [] : [diffId])],
  });
  const below = parent?.chainIds.at(-1) ?? '';
  if (!isEmpty) addLayer(engine, below, { diffId, tar, treeOver: layerTarOver(engine, tar) });
  return addImage(engine, configJson, parent?.id ?? '');
}

interface ImageParts {
  readonly author?: string;
  readonly comment?: string;
  readonly config: ContainerConfig;
  readonly container?: string;
  readonly container_config: ContainerConfig;
  readonly created: string;
  readonly history: readonly object[];
  readonly diffIds: readonly string[];
}

/** An image's JSON as dockerd writes it: a Go map, hence sorted (moby image/image.go, MarshalJSON). */
export function imageJson(
  engine: Engine,
  { os, architecture, variant }: Platform,
  parts: ImageParts,
): string {
  const { diffIds, config, container_config, ...rest } = parts;
  const image: ImageConfig = {
    ...rest,
    architecture,
    config: shapeJson(containerConfigSchema, config),
    container_config: shapeJson(containerConfigSchema, container_config),
    docker_version: engine.persona.version,
    os,
    rootfs: { type: 'layers', ...(diffIds.length > 0 && { diff_ids: diffIds }) },
    ...(variant !== '' && { variant }),
  };
  return encodeGoJson(Object.fromEntries(Object.entries(image).sort(([a], [b]) => (a < b ? -1 : 1))));
}
