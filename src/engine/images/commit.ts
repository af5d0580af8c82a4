import { concatBytes } from '../../support/concat-bytes.ts';
import { shapeJson } from '../../support/go-json/shape.ts';
import { formatRfc3339Nano } from '../../support/go-time.ts';
import type { ContainerConfig } from '../containers/config.ts';
import { containerConfigSchema } from '../containers/config-schema.ts';
import { emitContainerEvent } from '../containers/container-event.ts';
import { findContainer } from '../containers/find.ts';
import { mergeImageConfig } from '../containers/merge-image-config.ts';
import { pauseContainer } from '../containers/pause.ts';
import { unpauseContainer } from '../containers/unpause.ts';
import type { Engine } from '../engine.ts';
import { conflict } from '../errors.ts';
import { applyChanges } from './config-changes.ts';
import type { ImageConfig } from './image.ts';
import { layerTarOver, packLayer } from './layer-tar.ts';
import { HOST_PLATFORM, type Platform } from './platform.ts';
import { familiarString, type Reference } from './reference.ts';
import { addImage, addLayer, addReference, digestOf, emitImageEvent } from './store.ts';

export interface CommitRequest {
  /** In place of the container's own. */
  readonly config?: ContainerConfig;
  readonly changes: readonly string[];
  readonly reference?: Reference;
  readonly author: string;
  readonly comment: string;
  /** Pause a running container meanwhile. */
  readonly pause: boolean;
}

/** The digest of an archive without members: no layer is made of it (moby layer/layer.go). */
const EMPTY_DIFF = 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';

/** POST /commit: an image of a container's files and configuration. Returns its id (moby daemon/commit.go). */
export function commitContainer(engine: Engine, ref: string, request: CommitRequest): string {
  const container = findContainer(engine, ref);
  if (container.lifecycle.status === 'dead') {
    throw conflict(`You cannot commit container ${container.id} which is Dead`);
  }
  if (container.supervision.removalInProgress) {
    throw conflict(`You cannot commit container ${container.id} which is being removed`);
  }
  const pauses = request.pause && container.lifecycle.status === 'running';
  if (pauses) pauseContainer(engine, container.id);
  try {
    const changed = applyChanges(request.config ?? container.config, request.changes);
    const config = mergeImageConfig(changed, container.config);
    const parent = engine.state.images.images.get(container.imageId);
    const tar = concatBytes([...packLayer(container.root.fork())]);
    const created = formatRfc3339Nano(engine.clock.nowNs());
    const diffId = digestOf(tar);
    const isEmpty = diffId === EMPTY_DIFF;
    const { author, comment } = request;
    const configJson = imageJson(engine, HOST_PLATFORM, {
      ...(author !== '' && { author }),
      config: { ...config, Image: '' },
      container: container.id,
      container_config: container.config,
      created,
      history: [
        ...(parent?.config.history ?? []),
        {
          created,
          ...(container.config.Cmd?.length && { created_by: container.config.Cmd.join(' ') }),
          ...(author !== '' && { author }),
          ...(comment !== '' && { comment }),
          ...(isEmpty && { empty_layer: true }),
        },
      ],
      diffIds: [...(parent?.config.rootfs?.diff_ids ?? []), ...(isEmpty ? [] : [diffId])],
    });
    if (!isEmpty) addLayer(engine, container.topLayer, { diffId, tar, treeOver: layerTarOver(engine, tar) });
    const imageId = addImage(engine, configJson, container.imageId);
    tagNew(engine, imageId, request.reference, config.Labels);
    emitContainerEvent(engine, container, 'commit', {
      comment,
      imageID: imageId,
      imageRef: request.reference === undefined ? '' : familiarString(request.reference),
    });
    return imageId;
  } finally {
    if (pauses) unpauseContainer(engine, container.id);
  }
}

export interface ImportRequest {
  readonly changes: readonly string[];
  readonly reference?: Reference;
  readonly comment: string;
  readonly platform?: Platform;
}

/** POST /images/create with `fromSrc`: an image of one layer. Returns its id (moby daemon/images/image_import.go). */
export function importImage(engine: Engine, tar: Uint8Array, request: ImportRequest): string {
  const empty = shapeJson(containerConfigSchema, undefined) as ContainerConfig;
  const config = applyChanges(empty, request.changes);
  const diffId = digestOf(tar);
  addLayer(engine, '', { diffId, tar, treeOver: layerTarOver(engine, tar) });
  const created = formatRfc3339Nano(engine.clock.nowNs());
  const { comment } = request;
  const configJson = imageJson(engine, request.platform ?? HOST_PLATFORM, {
    comment,
    config,
    container_config: empty,
    created,
    history: [{ created, comment }],
    diffIds: [diffId],
  });
  const imageId = addImage(engine, configJson);
  tagNew(engine, imageId, request.reference, config.Labels);
  emitImageEvent(engine, imageId, 'import', { name: imageId, labels: config.Labels });
  return imageId;
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
function imageJson(engine: Engine, { os, architecture, variant }: Platform, parts: ImageParts): string {
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
  return JSON.stringify(Object.fromEntries(Object.entries(image).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function tagNew(
  engine: Engine,
  imageId: string,
  reference: Reference | undefined,
  labels: Record<string, string> | null,
): void {
  if (reference === undefined) return;
  addReference(engine, reference, imageId);
  engine.state.images.images.edit(imageId).lastTagTimeNs = engine.clock.nowNs();
  emitImageEvent(engine, imageId, 'tag', { name: familiarString(reference), labels });
}
