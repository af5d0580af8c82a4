import type { Engine } from '../engine.ts';
import { invalidParameter, notFound } from '../errors.ts';
import type { Image } from './image.ts';
import { familiarName, familiarString, repositoryTag } from './reference.ts';
import { resolveImage } from './resolve-image.ts';
import { addReference, emitImageEvent } from './store.ts';

/** POST /images/{name}/tag. An empty `tag` is `latest`. False: there was no repository, and nothing was done. */
export function tagImage(engine: Engine, ref: string, repository: string, tag: string): boolean {
  const reference = repositoryTag(repository, tag);
  if (reference === undefined) return false;
  if (familiarName(reference) === 'sha256') {
    throw invalidParameter('refusing to create an ambiguous tag using digest algorithm as name');
  }
  const image = sourceImage(engine, ref);
  addReference(engine, reference, image.id);
  engine.state.images.images.edit(image.id).lastTagTimeNs = engine.clock.nowNs();
  emitImageEvent(engine, image.id, 'tag', {
    name: familiarString(reference),
    labels: image.config.config?.Labels,
  });
  return true;
}

/** moby image_routes.go, postImagesTag: whatever is wrong with the source, malformed or missing, is "not found". */
function sourceImage(engine: Engine, ref: string): Readonly<Image> {
  try {
    return resolveImage(engine, ref);
  } catch (error) {
    throw notFound((error as Error).message);
  }
}
