import type { Route } from '../call.ts';

/** What dockerd 28.5.2 routes although no published specification lists it. */
export const unlistedRoutes: readonly Route[] = [
  { operation: 'BuildCancel', method: 'POST', path: '/build/cancel', looseQuery: true },
  { operation: 'Grpc', method: 'POST', path: '/grpc', looseQuery: true },
  { operation: 'NetworkListSlash', method: 'GET', path: '/networks/' },
  { operation: 'CheckpointList', method: 'GET', path: '/containers/{name:.*}/checkpoints' },
  { operation: 'CheckpointCreate', method: 'POST', path: '/containers/{name:.*}/checkpoints' },
];
