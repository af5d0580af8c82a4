import type { Route } from '../call.ts';
import { buildHandler } from './build.ts';
import { buildPruneHandler } from './build-prune.ts';
import { imageGetAllHandler, imageGetHandler, imageLoadHandler } from './image-archive.ts';
import {
  imageCreateHandler,
  imageDeleteHandler,
  imagePruneHandler,
  imageTagHandler,
} from './image-change.ts';
import { commitHandler, imagePushHandler } from './image-make.ts';
import { imageSearchHandler } from './image-search.ts';
import { imageHistoryHandler, imageInspectHandler, imageListHandler } from './image-show.ts';

/** The Image operations. */
export const imageRoutes: readonly Route[] = [
  { operation: 'ImageList', method: 'GET', path: '/images/json', handle: imageListHandler },
  { operation: 'ImageBuild', method: 'POST', path: '/build', handle: buildHandler, looseQuery: true },
  { operation: 'BuildPrune', method: 'POST', path: '/build/prune', handle: buildPruneHandler },
  { operation: 'ImageCreate', method: 'POST', path: '/images/create', handle: imageCreateHandler },
  { operation: 'ImageInspect', method: 'GET', path: '/images/{name:.*}/json', handle: imageInspectHandler },
  { operation: 'ImageAttestations', method: 'GET', path: '/images/{name:.*}/attestations' },
  {
    operation: 'ImageHistory',
    method: 'GET',
    path: '/images/{name:.*}/history',
    handle: imageHistoryHandler,
  },
  { operation: 'ImagePush', method: 'POST', path: '/images/{name:.*}/push', handle: imagePushHandler },
  { operation: 'ImageTag', method: 'POST', path: '/images/{name:.*}/tag', handle: imageTagHandler },
  { operation: 'ImageDelete', method: 'DELETE', path: '/images/{name:.*}', handle: imageDeleteHandler },
  { operation: 'ImageSearch', method: 'GET', path: '/images/search', handle: imageSearchHandler },
  { operation: 'ImagePrune', method: 'POST', path: '/images/prune', handle: imagePruneHandler },
  { operation: 'ImageCommit', method: 'POST', path: '/commit', handle: commitHandler },
  { operation: 'ImageGet', method: 'GET', path: '/images/{name:.*}/get', handle: imageGetHandler },
  { operation: 'ImageGetAll', method: 'GET', path: '/images/get', handle: imageGetAllHandler },
  { operation: 'ImageLoad', method: 'POST', path: '/images/load', handle: imageLoadHandler },
];
