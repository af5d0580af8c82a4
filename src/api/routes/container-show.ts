import { inspectContainer } from '../../engine/containers/inspect.ts';
import { listContainers } from '../../engine/containers/list.ts';
import { removeContainer } from '../../engine/containers/remove.ts';
import type { Handler } from '../call.ts';

/** GET /containers/json */
export const listHandler: Handler = ({ engine, query }) => ({
  status: 200,
  json: listContainers(engine, { all: query.bool('all'), limit: Number(query.text('limit')) }),
});

/** GET /containers/{name}/json */
export const inspectHandler: Handler = ({ engine, params }) => ({
  status: 200,
  json: inspectContainer(engine, params.name ?? ''),
});

/** DELETE /containers/{name} */
export const deleteHandler: Handler = async ({ engine, params, query }) => {
  await removeContainer(engine, params.name ?? '', { force: query.bool('force'), volumes: query.bool('v') });
  return { status: 204 };
};
