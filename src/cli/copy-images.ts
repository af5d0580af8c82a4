import type { Engine } from '../engine/engine.ts';
import { describeImage } from '../engine/images/describe.ts';
import type { ImageConfig } from '../engine/images/image.ts';
import { ImageArchive, loadImages } from '../engine/images/load.ts';
import { parseReference } from '../engine/images/reference.ts';
import { addReference } from '../engine/images/store.ts';
import type { Daemon } from '../exchange/exchange.ts';
import { askBytes, askJson } from '../recording/ask.ts';

interface LiveImage {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
  readonly Created?: string;
  readonly Author?: string;
  readonly Architecture: string;
  readonly Variant?: string;
  readonly DockerVersion?: string;
  readonly Os: string;
  readonly Size: number;
  readonly Config: object | null;
  readonly RootFS: { readonly Layers?: readonly string[] };
}

interface LiveHistory {
  readonly Created: number;
  readonly CreatedBy: string;
  readonly Comment: string;
  readonly Size: number;
}

/** A live daemon's images, into an engine: with their layers, as `docker save` gives them, or without. Returns how many. */
export async function copyImages(daemon: Daemon, engine: Engine, layers: boolean): Promise<number> {
  const images: LiveImage[] = [];
  for (const { Id } of await askJson<Array<{ Id: string }>>(daemon, '/images/json')) {
    images.push(await askJson<LiveImage>(daemon, `/images/${Id}/json`));
  }
  // What others stand on comes first.
  images.sort((a, b) => (a.RootFS.Layers?.length ?? 0) - (b.RootFS.Layers?.length ?? 0));
  for (const image of images) {
    const { Id, RepoTags, RepoDigests } = image;
    if (layers) await loadLayers(daemon, engine, Id);
    else {
      const history = await askJson<LiveHistory[]>(daemon, `/images/${Id}/history`);
      describeImage(engine, { id: Id, name: RepoTags?.[0], ...configOf(image, history.toReversed()) });
    }
    for (const name of [...(RepoTags ?? []), ...(RepoDigests ?? [])]) {
      if (!name.startsWith('<none>')) addReference(engine, parseReference(name), Id);
    }
  }
  return images.length;
}

async function loadLayers(daemon: Daemon, engine: Engine, id: string): Promise<void> {
  const archive = await askBytes(daemon, `/images/get?names=${encodeURIComponent(id)}`);
  for await (const _ of loadImages(engine, ImageArchive.of(archive), { quiet: true })) {
    // Only its end is of interest.
  }
}

/** What a daemon tells of an image's configuration, and how large each layer is. The history's oldest entry comes first. */
function configOf(
  image: LiveImage,
  history: readonly LiveHistory[],
): { config: ImageConfig; sizes: readonly number[] } {
  const diffIds = image.RootFS.Layers ?? [];
  // A history does not say which entries made a layer: those that added something did, and else the last ones.
  const grown = history.filter(({ Size }) => Size > 0);
  const made = new Set(
    grown.length === diffIds.length ? grown : history.slice(history.length - diffIds.length),
  );
  const config = {
    ...(image.DockerVersion && { docker_version: image.DockerVersion }),
    architecture: image.Architecture,
    ...(image.Variant && { variant: image.Variant }),
    os: image.Os,
    ...(image.Author && { author: image.Author }),
    ...(image.Created !== undefined && { created: image.Created }),
    config: image.Config ?? {},
    history: history.map(entry => ({
      created: new Date(entry.Created * 1000).toISOString(),
      created_by: entry.CreatedBy,
      ...(entry.Comment && { comment: entry.Comment }),
      ...(!made.has(entry) && { empty_layer: true }),
    })),
    rootfs: { type: 'layers', diff_ids: diffIds },
  };
  return { config, sizes: made.size === diffIds.length ? [...made].map(({ Size }) => Size) : [image.Size] };
}
