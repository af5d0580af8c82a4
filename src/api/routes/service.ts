import type { Route } from '../call.ts';
import {
  notManagerBodyHandler,
  notManagerHandler,
  notManagerListHandler,
  notManagerLogsHandler,
  notManagerUpdateHandler,
} from './swarm-inactive.ts';

/** The Service operations. */
export const serviceRoutes: readonly Route[] = [
  { operation: 'ServiceList', method: 'GET', path: '/services', handle: notManagerListHandler },
  {
    operation: 'ServiceCreate',
    method: 'POST',
    path: '/services/create',
    handle: notManagerBodyHandler,
    looseQuery: true,
  },
  {
    operation: 'ServiceInspect',
    method: 'GET',
    path: '/services/{id}',
    handle: notManagerHandler,
    looseQuery: true,
  },
  {
    operation: 'ServiceDelete',
    method: 'DELETE',
    path: '/services/{id}',
    handle: notManagerHandler,
    looseQuery: true,
  },
  {
    operation: 'ServiceUpdate',
    method: 'POST',
    path: '/services/{id}/update',
    handle: notManagerUpdateHandler(why => `invalid service version ${why}`),
    looseQuery: true,
  },
  { operation: 'ServiceLogs', method: 'GET', path: '/services/{id}/logs', handle: notManagerLogsHandler },
];
