import { DockerError } from '../../engine/errors.ts';
import type { Handler, Route } from '../call.ts';
import { buildCancelHandler } from './build-prune.ts';
import { grpcHandler } from './buildkit.ts';
import { networkRoutes } from './network.ts';

/** A daemon that was not started with --experimental, as GET /info says of ours. */
const experimental: Handler = () => {
  throw new DockerError(
    'notImplemented',
    'This experimental feature is disabled by default. Start the Docker daemon in experimental mode in order to enable it.',
  );
};

/** The same handler as without the slash (moby api/server/router/network/network.go). */
const networkList: Handler = call => {
  const { handle } = networkRoutes.find(({ operation }) => operation === 'NetworkList') as {
    handle: Handler;
  };
  return handle(call);
};

/** What dockerd 28.5.2 routes although no published specification lists it. */
export const unlistedRoutes: readonly Route[] = [
  {
    operation: 'BuildCancel',
    method: 'POST',
    path: '/build/cancel',
    handle: buildCancelHandler,
    looseQuery: true,
  },
  { operation: 'Grpc', method: 'POST', path: '/grpc', handle: grpcHandler, looseQuery: true },
  { operation: 'NetworkListSlash', method: 'GET', path: '/networks/', handle: networkList },
  {
    operation: 'CheckpointList',
    method: 'GET',
    path: '/containers/{name:.*}/checkpoints',
    handle: experimental,
    looseQuery: true,
  },
  {
    operation: 'CheckpointCreate',
    method: 'POST',
    path: '/containers/{name:.*}/checkpoints',
    handle: experimental,
    looseQuery: true,
  },
  {
    operation: 'CheckpointDelete',
    method: 'DELETE',
    path: '/containers/{name}/checkpoints/{checkpoint}',
    handle: experimental,
    looseQuery: true,
  },
];
