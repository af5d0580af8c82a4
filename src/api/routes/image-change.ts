import { invalidParameter } from '../../engine/errors.ts';
import { decodePlatform, parsePlatform } from '../../engine/images/platform.ts';
import { pruneImages } from '../../engine/images/prune.ts';
import { pull } from '../../engine/images/pull.ts';
import {
  isDigest,
  parseReference,
  type Reference,
  withDigest,
  withTag,
} from '../../engine/images/reference.ts';
import { removeImageByName } from '../../engine/images/remove.ts';
import { tagImage } from '../../engine/images/tag.ts';
import type { Handler } from '../call.ts';
import { importHandler } from './image-make.ts';
import { streamReply } from './progress-reply.ts';

/** POST /images/create: a pull, or an import where there is no `fromImage`. */
export const imageCreateHandler: Handler = call => {
  const { engine, query, exchange } = call;
  if (query.text('fromImage') === '') return importHandler(call);
  const reference = pulledReference(query.text('fromImage'), query.text('tag'));
  const platform = query.text('platform');
  return streamReply(
    engine,
    pull(engine, {
      reference,
      signal: exchange.signal,
      ...(platform !== '' && { platform: parsePlatform(platform) }),
    }),
  );
};

/** POST /images/{name}/tag */
export const imageTagHandler: Handler = ({ engine, params, query }) => {
  const done = tagImage(engine, params.name ?? '', query.text('repo'), query.text('tag'));
  // Without a repository dockerd finds an error that is none, and answers nothing.
  return { status: done ? 201 : 200 };
};

/** DELETE /images/{name} */
export const imageDeleteHandler: Handler = ({ engine, params, query }) => {
  const name = params.name ?? '';
  if (name.trim() === '') throw invalidParameter('image name cannot be blank');
  for (const platform of query.all('platforms')) decodePlatform(platform);
  const request = { force: query.bool('force'), pruneParents: !query.bool('noprune') };
  return { status: 200, json: removeImageByName(engine, name, request) };
};

/** POST /images/prune */
export const imagePruneHandler: Handler = ({ engine, filters }) => ({
  status: 200,
  json: pruneImages(engine, filters()),
});

/** `docker pull -a` sends the name with a colon at its end; the tag may be a digest. */
function pulledReference(fromImage: string, tag: string): Reference {
  const reference = parseReference(fromImage.replace(/:$/, ''));
  if (tag === '') return reference;
  return isDigest(tag) ? withDigest(reference, tag) : withTag(reference, tag);
}
