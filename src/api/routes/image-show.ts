import { imageHistory } from '../../engine/images/history.ts';
import { listImages } from '../../engine/images/list.ts';
import { inspectImage } from '../../engine/images/view.ts';
import type { Handler } from '../call.ts';

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
export const imageInspectHandler: Handler = ({ engine, params }) => ({
  status: 200,
  json: inspectImage(engine, params.name ?? ''),
});

/** GET /images/{name}/history */
export const imageHistoryHandler: Handler = ({ engine, params }) => ({
  status: 200,
  json: imageHistory(engine, params.name ?? ''),
});
