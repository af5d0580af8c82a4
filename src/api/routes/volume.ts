import { DockerError, unavailable } from '../../engine/errors.ts';
import { createVolume } from '../../engine/volumes/create-volume.ts';
import { findVolume } from '../../engine/volumes/find-volume.ts';
import { listVolumes } from '../../engine/volumes/list-volumes.ts';
import { pruneVolumes } from '../../engine/volumes/prune-volumes.ts';
import { removeVolume } from '../../engine/volumes/remove-volume.ts';
import { volumeView } from '../../engine/volumes/volume-view.ts';
import { any, type Infer, map, omit, string, struct } from '../../support/go-json/schema.ts';
import type { Handler, Route } from '../call.ts';

/** What moby's handler wraps around the error of `filters`. */
function prefixProblem<T>(prefix: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw error instanceof DockerError ? new DockerError(error.kind, prefix + error.message) : error;
  }
}

/** GET /volumes */
const list: Handler = ({ engine, filters }) => {
  const volumes = listVolumes(engine, prefixProblem('error reading volume filters: ', filters));
  return { status: 200, json: { Volumes: volumes.map(volumeView), Warnings: null } };
};

/** moby api/types/volume/create_options.go. */
const createSchema = struct('volume.CreateOptions', {
  ClusterVolumeSpec: omit(any),
  Driver: omit(string),
  DriverOpts: omit(map(string)),
  Labels: omit(map(string)),
  Name: omit(string),
});

/** POST /volumes/create. A name that is taken gives the volume that has it. */
const create: Handler = async call => {
  const request = await call.json<Infer<typeof createSchema>>(createSchema);
  if (request.ClusterVolumeSpec !== null) {
    throw unavailable(
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
    );
  }
  const volume = createVolume(call.engine, {
    name: request.Name,
    driver: request.Driver,
    labels: request.Labels,
    options: request.DriverOpts,
  });
  return { status: 201, json: volumeView(volume) };
};

/** GET /volumes/{name} */
const inspect: Handler = ({ engine, params }) => ({
  status: 200,
  json: volumeView(findVolume(engine, params.name ?? '')),
});

/** PUT /volumes/{name}: only a swarm's cluster volumes can be updated. */
const update: Handler = () => {
  throw unavailable('volume update only valid for cluster volumes, but swarm is unavailable');
};

/** DELETE /volumes/{name} */
const remove: Handler = ({ engine, params, query }) => {
  removeVolume(engine, params.name ?? '', query.bool('force'));
  return { status: 204 };
};

/** POST /volumes/prune */
const prune: Handler = ({ engine, filters }) => {
  const { names, spaceReclaimed } = pruneVolumes(engine, filters());
  return { status: 200, json: { VolumesDeleted: names, SpaceReclaimed: spaceReclaimed } };
};

/** The Volume operations. */
export const volumeRoutes: readonly Route[] = [
  { operation: 'VolumeList', method: 'GET', path: '/volumes', handle: list },
  { operation: 'VolumeCreate', method: 'POST', path: '/volumes/create', handle: create },
  { operation: 'VolumeInspect', method: 'GET', path: '/volumes/{name:.*}', handle: inspect },
  { operation: 'VolumeUpdate', method: 'PUT', path: '/volumes/{name:.*}', handle: update },
  { operation: 'VolumeDelete', method: 'DELETE', path: '/volumes/{name:.*}', handle: remove },
  { operation: 'VolumePrune', method: 'POST', path: '/volumes/prune', handle: prune },
];
