import type { ContainerConfig } from '../../engine/containers/config.ts';
import { containerConfigSchema } from '../../engine/containers/config-schema.ts';
import { invalidParameter, NotSimulatedError, systemError } from '../../engine/errors.ts';
import { commitContainer, importImage } from '../../engine/images/commit.ts';
import { decodePlatform, parsePlatform } from '../../engine/images/platform.ts';
import { push } from '../../engine/images/push.ts';
import { familiarString, parseReference, repositoryTag } from '../../engine/images/reference.ts';
import { resolveImage } from '../../engine/images/resolve-image.ts';
import { decompress } from '../../support/decompress.ts';
import { TarError } from '../../support/tar/tar-error.ts';
import type { Handler } from '../call.ts';
import { readBody } from '../wire/body.ts';
import { streamReply } from './progress-reply.ts';

/** POST /commit */
export const commitHandler: Handler = async ({ engine, query, json, exchange }) => {
  const hasBody = exchange.headers.some(
    ([name, value]) => /^content-(length|type)$/i.test(name) && value !== '0',
  );
  const config = hasBody ? await json<ContainerConfig | null>(containerConfigSchema) : null;
  const reference = repositoryTag(query.text('repo'), query.text('tag'));
  const imageId = commitContainer(engine, query.text('container'), {
    pause: query.boolOr('pause', true),
    author: query.text('author'),
    comment: query.text('comment'),
    changes: query.all('changes'),
    ...(config !== null && { config }),
    ...(reference !== undefined && { reference }),
  });
  return { status: 201, json: { Id: imageId } };
};

/** POST /images/create without `fromImage`: an archive becomes an image. */
export const importHandler: Handler = async ({ engine, query, exchange }) => {
  const source = query.text('fromSrc');
  const reference = repositoryTag(query.text('repo'), query.text('tag'));
  const platform = query.text('platform');
  // dockerd asks for `http://` and says what Go's client says.
  if (source === '') throw systemError('Get "http:": http: no Host in request URL');
  if (source !== '-') throw new NotSimulatedError('importing an image from a URL');
  const request = {
    changes: query.all('changes'),
    comment: query.text('message') || `Imported from ${source}`,
    ...(reference !== undefined && { reference }),
    ...(platform !== '' && { platform: parsePlatform(platform) }),
  };
  try {
    const imageId = importImage(engine, await decompress(await readBody(exchange)), request);
    return { status: 200, messages: [{ status: imageId }], messageEnd: '\r\n' };
  } catch (error) {
    if (error instanceof TarError) throw systemError(error.message);
    throw error;
  }
};

/** POST /images/{name}/push */
export const imagePushHandler: Handler = ({ engine, params, query, exchange }) => {
  const name = params.name ?? '';
  const tag = query.text('tag');
  const reference = tag === '' ? parseReference(name) : repositoryTag(name, tag);
  if (reference === undefined) throw invalidParameter('invalid reference format');
  const platform = query.text('platform');
  if (platform !== '') resolveImage(engine, familiarString(reference), decodePlatform(platform));
  return streamReply(engine, push(engine, reference, exchange.signal));
};
