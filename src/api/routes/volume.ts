import type { Route } from '../call.ts';

/** The Volume operations. */
export const volumeRoutes: readonly Route[] = [
  { operation: 'VolumeList', method: 'GET', path: '/volumes' },
  { operation: 'VolumeCreate', method: 'POST', path: '/volumes/create' },
  { operation: 'VolumeInspect', method: 'GET', path: '/volumes/{name:.*}' },
  { operation: 'VolumeUpdate', method: 'PUT', path: '/volumes/{name:.*}' },
  { operation: 'VolumeDelete', method: 'DELETE', path: '/volumes/{name:.*}' },
  { operation: 'VolumePrune', method: 'POST', path: '/volumes/prune' },
];
