import type { RestartPolicy } from '../../engine/containers/host-config.ts';
import { updateConfigSchema } from '../../engine/containers/host-config-schema.ts';
import { pruneContainers } from '../../engine/containers/prune.ts';
import { removeContainer, removeLink } from '../../engine/containers/remove.ts';
import { renameContainer } from '../../engine/containers/rename.ts';
import { type UpdateRequest, updateContainer } from '../../engine/containers/update.ts';
import type { Handler } from '../call.ts';

/** POST /containers/{name}/rename */
export const renameHandler: Handler = ({ engine, params, query }) => {
  renameContainer(engine, params.name ?? '', query.text('name'));
  return { status: 204 };
};

/** POST /containers/{name}/update */
export const updateHandler: Handler = async ({ engine, params, json }) => {
  const request = await json<UpdateRequest & { RestartPolicy: RestartPolicy }>(updateConfigSchema);
  return { status: 200, json: { Warnings: updateContainer(engine, params.name ?? '', request) } };
};

/** DELETE /containers/{name} */
export const deleteHandler: Handler = async ({ engine, params, query }) => {
  const name = params.name ?? '';
  if (query.bool('link')) removeLink(engine, name);
  else await removeContainer(engine, name, { force: query.bool('force'), volumes: query.bool('v') });
  return { status: 204 };
};

/** POST /containers/prune */
export const pruneHandler: Handler = ({ engine, filters }) => {
  const { containersDeleted, spaceReclaimed } = pruneContainers(engine, filters());
  return { status: 200, json: { ContainersDeleted: containersDeleted, SpaceReclaimed: spaceReclaimed } };
};
