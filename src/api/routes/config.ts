import type { Route } from '../call.ts';
import {
  notManagerBodyHandler,
  notManagerHandler,
  notManagerListHandler,
  notManagerUpdateHandler,
} from './swarm-inactive.ts';

/** The Config operations. */
export const configRoutes: readonly Route[] = [
  { operation: 'ConfigList', method: 'GET', path: '/configs', handle: notManagerListHandler },
  {
    operation: 'ConfigCreate',
    method: 'POST',
    path: '/configs/create',
    handle: notManagerBodyHandler,
    looseQuery: true,
  },
  {
    operation: 'ConfigInspect',
    method: 'GET',
    path: '/configs/{id}',
    handle: notManagerHandler,
    looseQuery: true,
  },
  {
    operation: 'ConfigDelete',
    method: 'DELETE',
    path: '/configs/{id}',
    handle: notManagerHandler,
    looseQuery: true,
  },
  {
    operation: 'ConfigUpdate',
    method: 'POST',
    path: '/configs/{id}/update',
    handle: notManagerUpdateHandler(() => 'invalid config version'),
    looseQuery: true,
  },
];
