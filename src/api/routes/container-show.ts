import { inspectContainer } from '../../engine/containers/inspect.ts';
import { listContainers } from '../../engine/containers/list.ts';
import type { Handler } from '../call.ts';

/** GET /containers/json */
export const listHandler: Handler = ({ engine, query, filters }) => {
  const given = filters();
  const json = listContainers(engine, {
    all: query.bool('all'),
    size: query.bool('size'),
    limit: query.int('limit') ?? 0,
    filters: given,
  });
  return { status: 200, json };
};

/** GET /containers/{name}/json */
export const inspectHandler: Handler = ({ engine, params, query }) => ({
  status: 200,
  json: inspectContainer(engine, params.name ?? '', { size: query.bool('size') }),
});
