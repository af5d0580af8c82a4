import type { Engine } from '../../engine/engine.ts';
import { invalidParameter } from '../../engine/errors.ts';
import { ImageArchive, loadImages } from '../../engine/images/load.ts';
import { decodePlatform, type Platform } from '../../engine/images/platform.ts';
import type { Progress } from '../../engine/images/progress.ts';
import { saveImages } from '../../engine/images/save.ts';
import type { Handler } from '../call.ts';
import type { Query } from '../wire/query.ts';
import { lastMessage } from './progress-reply.ts';

/** POST /images/load: every failure stands in the stream. */
export const imageLoadHandler: Handler = async ({ engine, query, exchange }) => {
  const platform = platformOf(query);
  const request = { quiet: query.boolOr('quiet', true), ...(platform !== undefined && { platform }) };
  const archive = ImageArchive.read(exchange.body);
  await archive.catch(() => {}); // an answer comes once the request is whole, and says what is wrong with it
  return { status: 200, messages: told(engine, loadImages(engine, archive, request)), messageEnd: '\r\n' };
};

/** GET /images/get */
export const imageGetAllHandler: Handler = ({ engine, query }) => ({
  status: 200,
  headers: [['Content-Type', 'application/x-tar']],
  body: chunks(saveImages(engine, query.all('names'), platformOf(query))),
});

/** GET /images/{name}/get */
export const imageGetHandler: Handler = ({ engine, params, query }) => ({
  status: 200,
  headers: [['Content-Type', 'application/x-tar']],
  body: chunks(saveImages(engine, [params.name ?? ''], platformOf(query))),
});

async function* told(engine: Engine, messages: AsyncIterable<Progress>): AsyncIterable<Progress> {
  try {
    yield* messages;
  } catch (error) {
    yield lastMessage(engine, error);
  }
}

export async function* chunks(source: Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield* source;
}

function platformOf(query: Query): Platform | undefined {
  const all = query.all('platform');
  if (all.length > 1) throw invalidParameter('multiple platform parameters not supported');
  return all[0] ? decodePlatform(all[0]) : undefined;
}
