import type { Engine } from '../engine.ts';
import { notFound } from '../errors.ts';
import type { Image } from './image.ts';

/** The image that `ref` names. For now: an exact reference or an id's prefix; the owner of images completes it. */
export function resolveImage(engine: Engine, ref: string): Readonly<Image> {
  const { images, ids, references } = engine.state.images;
  const tagged = ref.includes(':') || ref.includes('@') ? ref : `${ref}:latest`;
  for (const name of [`docker.io/library/${tagged}`, `docker.io/${tagged}`, tagged]) {
    const found = images.get(references.get(name)?.imageId ?? '');
    if (found !== undefined) return found;
  }
  const [id] = ids.match(ref.startsWith('sha256:') ? ref : `sha256:${ref}`);
  if (id === undefined) throw notFound(`No such image: ${tagged}`);
  return images.get(id) as Readonly<Image>;
}
