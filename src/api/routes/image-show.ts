import { invalidParameter } from '../../engine/errors.ts';
import { imageHistory } from '../../engine/images/history.ts';
import { listImages } from '../../engine/images/list.ts';
import { decodePlatform, type Platform } from '../../engine/images/platform.ts';
import { inspectImage } from '../../engine/images/view.ts';
import type { Handler } from '../call.ts';
import type { Query } from '../wire/query.ts';

/** GET /images/json */
export const imageListHandler: Handler = ({ engine, query, filters }) => ({
  status: 200,
  json: listImages(engine, {
    all: query.bool('all'),
    filters: filters(),
    sharedSize: query.bool('shared-size'),
  }),
});

/** GET /images/{name}/json */
export const imageInspectHandler: Handler = ({ engine, params, query }) => {
  const platform = platformOf(query);
  if (query.bool('manifests') && platform !== undefined) {
    throw invalidParameter('conflicting options: manifests and platform options cannot both be set');
  }
  return { status: 200, json: inspectImage(engine, params.name ?? '', platform) };
};

/** GET /images/{name}/history */
export const imageHistoryHandler: Handler = ({ engine, params, query }) => ({
  status: 200,
  json: imageHistory(engine, params.name ?? '', platformOf(query)),
});

function platformOf(query: Query): Platform | undefined {
  const text = query.text('platform');
  return text === '' ? undefined : decodePlatform(text);
}
