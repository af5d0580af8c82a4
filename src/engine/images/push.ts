import type { Engine } from '../engine.ts';
import { systemError } from '../errors.ts';
import type { Progress } from './progress.ts';
import {
  familiarName,
  familiarString,
  isNameOnly,
  parseReference,
  type Reference,
  referenceKey,
} from './reference.ts';
import { pushTo } from './registry/push.ts';

/**
 * POST /images/{name}/push: to a registry that a container runs; without a tag all of the repository's that are there.
 * Docker Hub takes nothing: it ends as it does for who has not logged in (moby distribution/push.go).
 */
export async function* push(
  engine: Engine,
  reference: Reference,
  signal?: AbortSignal,
): AsyncGenerator<Progress, void> {
  yield { status: `The push refers to repository [${reference.domain}/${reference.path}]` };
  const here = namesHere(engine, reference);
  if (here.length === 0) {
    throw systemError(`An image does not exist locally with the tag: ${familiarName(reference)}`);
  }
  const tagged = isNameOnly(reference) ? here.filter(({ tag }) => tag !== undefined) : [reference];
  if (reference.domain !== 'docker.io') yield* pushTo(engine, reference, tagged, signal);
  else yield* refuse(engine, tagged);
}

function* refuse(engine: Engine, tagged: readonly Reference[]): Generator<Progress, void> {
  const { references, images } = engine.state.images;
  for (const reference of tagged) {
    const image = images.get(references.get(referenceKey(reference))?.imageId ?? '');
    if (image === undefined) throw systemError(`tag does not exist: ${familiarString(reference)}`);
    const diffIds: string[] = image.config.rootfs?.diff_ids ?? [];
    for (const diffId of [...diffIds].reverse()) {
      yield { status: 'Preparing', progressDetail: {}, id: diffId.slice(7, 19) };
    }
    throw systemError('denied: requested access to the resource is denied');
  }
}

/** All names of a repository, in their order. */
function namesHere(engine: Engine, { domain, path }: Reference): Reference[] {
  return [...engine.state.images.references.keys()]
    .sort()
    .map(parseReference)
    .filter(each => each.domain === domain && each.path === path);
}
