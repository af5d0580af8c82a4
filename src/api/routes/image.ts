import type { Route } from '../call.ts';

/** The Image operations. */
export const imageRoutes: readonly Route[] = [
  { operation: 'ImageList', method: 'GET', path: '/images/json' },
  { operation: 'ImageBuild', method: 'POST', path: '/build', looseQuery: true },
  { operation: 'BuildPrune', method: 'POST', path: '/build/prune' },
  { operation: 'ImageCreate', method: 'POST', path: '/images/create' },
  { operation: 'ImageInspect', method: 'GET', path: '/images/{name:.*}/json' },
  { operation: 'ImageAttestations', method: 'GET', path: '/images/{name:.*}/attestations', since: '1.55' },
  { operation: 'ImageHistory', method: 'GET', path: '/images/{name:.*}/history' },
  { operation: 'ImagePush', method: 'POST', path: '/images/{name:.*}/push' },
  { operation: 'ImageTag', method: 'POST', path: '/images/{name:.*}/tag' },
  { operation: 'ImageDelete', method: 'DELETE', path: '/images/{name:.*}' },
  { operation: 'ImageSearch', method: 'GET', path: '/images/search' },
  { operation: 'ImagePrune', method: 'POST', path: '/images/prune' },
  { operation: 'ImageCommit', method: 'POST', path: '/commit' },
  { operation: 'ImageGet', method: 'GET', path: '/images/{name:.*}/get' },
  { operation: 'ImageGetAll', method: 'GET', path: '/images/get' },
  { operation: 'ImageLoad', method: 'POST', path: '/images/load' },
];
