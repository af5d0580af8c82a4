import { buildCacheView } from '../build/buildkit/cache/cache-usage.ts';
import { listContainers } from '../containers/list.ts';
import type { Engine } from '../engine.ts';
import { noFilters } from '../filters.ts';
import { listImages } from '../images/list.ts';
import { volumeUsageViews } from '../volumes/volume-view.ts';

/** What GET /system/df can be asked about. What the classic builder caches are images; the build cache is BuildKit's. */
export type DiskUsageObject = 'container' | 'image' | 'volume' | 'build-cache';

/** GET /system/df, in Docker's order of fields; what was not asked for is null. */
export function systemDiskUsage(engine: Engine, objects: ReadonlySet<DiskUsageObject>) {
  return {
    LayersSize: objects.has('image') ? layersSize(engine) : 0,
    Images: objects.has('image') ? imageUsage(engine) : null,
    Containers: objects.has('container') ? listContainers(engine, { all: true, size: true }) : null,
    Volumes: objects.has('volume') ? volumeUsageViews(engine.state.volumes.values()) : null,
    BuildCache: objects.has('build-cache') ? buildCacheView(engine) : null,
  };
}

/** Each layer once, however many images stand on it. */
function layersSize(engine: Engine): number {
  let size = 0;
  for (const layer of engine.state.images.layers.values()) size += layer.size;
  return size;
}

/** Here, unlike in GET /images/json, an image without names has null for them (recorded from dockerd 28.5.2). */
function imageUsage(engine: Engine): object[] {
  const images = listImages(engine, { all: false, filters: noFilters, sharedSize: true });
  return (images as Array<{ RepoDigests: string[]; RepoTags: string[] }>).map(image => ({
    ...image,
    RepoDigests: image.RepoDigests.length === 0 ? null : image.RepoDigests,
    RepoTags: image.RepoTags.length === 0 ? null : image.RepoTags,
  }));
}
