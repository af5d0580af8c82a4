import type { Engine } from '../engine.ts';
import { systemError } from '../errors.ts';
import type { Progress } from './progress.ts';
import { unreachable } from './pull.ts';
import { familiarName, type Reference, referenceKey } from './reference.ts';

/** POST /images/{name}/push: nothing simulated takes images, so it ends as it does for who has not logged in. */
export function* push(engine: Engine, reference: Reference): Generator<Progress, void> {
  yield { status: `The push refers to repository [${reference.domain}/${reference.path}]` };
  const { references, images } = engine.state.images;
  const imageId = references.get(referenceKey(reference))?.imageId;
  const image = imageId === undefined ? undefined : images.get(imageId);
  if (image === undefined) {
    throw systemError(`An image does not exist locally with the tag: ${familiarName(reference)}`);
  }
  if (reference.domain !== 'docker.io') throw unreachable(reference.domain);
  const diffIds: string[] = image.config.rootfs?.diff_ids ?? [];
  for (const diffId of [...diffIds].reverse()) {
    yield { status: 'Preparing', progressDetail: {}, id: diffId.slice(7, 19) };
  }
  throw systemError('denied: requested access to the resource is denied');
}
