import type { Route } from '../call.ts';
import { notManagerHandler, notManagerListHandler, notManagerUpdateHandler } from './swarm-inactive.ts';

/** The Node operations. */
export const nodeRoutes: readonly Route[] = [
  { operation: 'NodeList', method: 'GET', path: '/nodes', handle: notManagerListHandler },
  {
    operation: 'NodeInspect',
    method: 'GET',
    path: '/nodes/{id}',
    handle: notManagerHandler,
    looseQuery: true,
  },
  { operation: 'NodeDelete', method: 'DELETE', path: '/nodes/{id}', handle: notManagerHandler },
  {
    operation: 'NodeUpdate',
    method: 'POST',
    path: '/nodes/{id}/update',
    handle: notManagerUpdateHandler(why => `invalid node version ${why}`),
    looseQuery: true,
  },
];
