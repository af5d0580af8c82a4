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
import { conflict, invalidParameter } from '../errors.ts';
import { addChildImage, imageJson } from './child-image.ts';
import { applyChanges } from './config-changes.ts';
import { layerTarOver } from './layer-tar.ts';
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
    const config = { ...mergeImageConfig(changed, container.config), Image: '' };
    const { author, comment } = request;
    const imageId = addChildImage(engine, {
      parent: engine.state.images.images.get(container.imageId),
      root: container.root,
      containerId: container.id,
      author,
      comment,
      config,
      containerConfig: container.config,
    });
    emitImageEvent(engine, imageId, 'create', { name: imageId, labels: config.Labels });
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
  if (request.platform !== undefined && request.platform.os !== 'linux') {
    throw invalidParameter('operating system is not supported');
  }
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
