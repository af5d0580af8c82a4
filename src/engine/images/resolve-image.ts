import type { Engine } from '../engine.ts';
import { notFound } from '../errors.ts';
import type { Image } from './image.ts';
import { checkImagePlatform, type Platform } from './platform.ts';
import {
  familiarString,
  isDigest,
  isHexId,
  parseReference,
  referenceKey,
  withDefaultTag,
} from './reference.ts';

/**
 * The image that `ref` names: a whole id, a reference, or an id's unambiguous prefix, tried in that order (moby
 * daemon/images/image.go, GetImage). Throws invalidParameter for what cannot be a name, else `No such image`.
 */
export function resolveImage(engine: Engine, ref: string, platform?: Platform): Readonly<Image> {
  const image = find(engine, ref);
  if (platform !== undefined) checkImagePlatform(image, ref, platform);
  return image;
}

function find(engine: Engine, ref: string): Readonly<Image> {
  const { images, references } = engine.state.images;
  const whole = isHexId(ref) ? `sha256:${ref}` : ref;
  if (isDigest(whole)) {
    const image = images.get(whole);
    if (image === undefined) throw noSuchImage(whole);
    return image;
  }
  const parsed = parseReference(ref);
  const named = images.get(references.get(referenceKey(parsed))?.imageId ?? '');
  const image = named ?? findImageById(engine, ref);
  if (image === undefined) throw noSuchImage(familiarString(withDefaultTag(parsed)));
  return image;
}

const noSuchImage = (shown: string) => notFound(`No such image: ${shown}`);

/** By an id's prefix, with or without `sha256:`; nothing where it is ambiguous. */
export function findImageById(engine: Engine, prefix: string): Readonly<Image> | undefined {
  const { images, ids } = engine.state.images;
  const [id, another] = ids.match(prefix.startsWith('sha256:') ? prefix : `sha256:${prefix}`);
  return id === undefined || another !== undefined ? undefined : images.get(id);
}
