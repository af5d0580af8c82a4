import { encodeGoJson, encodeJson } from '../../support/go-json/encode.ts';
import { shapeJson } from '../../support/go-json/shape.ts';
import type { ContainerConfig } from '../containers/config.ts';
import { containerConfigSchema } from '../containers/config-schema.ts';
import type { Engine } from '../engine.ts';
import type { Image } from '../images/image.ts';
import { addImage, setParent } from '../images/store.ts';

interface HistoryEntry {
  readonly created?: string;
  readonly created_by?: string;
  readonly empty_layer?: boolean;
}

/**
 * `--cache-from`: the step's image out of the history of an image that was made by it, if that goes on where the parent
 * ends (moby image/cache/cache.go, restoreCachedImage).
 */
export function restoreStep(
  engine: Engine,
  parentId: string,
  target: Readonly<Image>,
  config: ContainerConfig,
): string | undefined {
  const { images } = engine.state.images;
  const parent = images.get(parentId);
  const history: readonly HistoryEntry[] = target.config.history ?? [];
  const before: readonly HistoryEntry[] = parent?.config.history ?? [];
  const entry = history[before.length];
  if (entry === undefined || !continues(target, parent)) return undefined;
  if ((config.Cmd ?? []).join(' ') !== (entry.created_by ?? '')) return undefined;
  if (before.length === history.length - 1) {
    if (parent !== undefined) setParent(engine, target.id, parent.id);
    return target.id;
  }
  const layers = history.slice(0, before.length + 1).filter(({ empty_layer }) => empty_layer !== true).length;
  const { architecture, os, author } = target.config;
  const document = {
    architecture,
    ...(author !== undefined && { author }),
    config: shapeJson(containerConfigSchema, config),
    container_config: shapeJson(containerConfigSchema, undefined),
    created: entry.created,
    docker_version: engine.persona.version,
    history: [...before, entry],
    os,
    rootfs: { type: 'layers', diff_ids: (target.config.rootfs?.diff_ids ?? []).slice(0, layers) },
  };
  return addImage(engine, encodeGoJson(document), parentId);
}

function continues(target: Readonly<Image>, parent: Readonly<Image> | undefined): boolean {
  if (parent === undefined) return true;
  const startsWith = (whole: readonly unknown[] = [], start: readonly unknown[] = []) =>
    start.length <= whole.length &&
    start.every((item, index) => encodeJson(item) === encodeJson(whole[index]));
  const { history, rootfs } = parent.config;
  return (
    startsWith(target.config.history, history) && startsWith(target.config.rootfs?.diff_ids, rootfs?.diff_ids)
  );
}
