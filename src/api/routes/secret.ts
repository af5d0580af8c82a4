import type { Route } from '../call.ts';
import {
  notManagerBodyHandler,
  notManagerHandler,
  notManagerListHandler,
  notManagerUpdateHandler,
} from './swarm-inactive.ts';

/** The Secret operations. */
export const secretRoutes: readonly Route[] = [
  { operation: 'SecretList', method: 'GET', path: '/secrets', handle: notManagerListHandler },
  {
    operation: 'SecretCreate',
    method: 'POST',
    path: '/secrets/create',
    handle: notManagerBodyHandler,
    looseQuery: true,
  },
  {
    operation: 'SecretInspect',
    method: 'GET',
    path: '/secrets/{id}',
    handle: notManagerHandler,
    looseQuery: true,
  },
  {
    operation: 'SecretDelete',
    method: 'DELETE',
    path: '/secrets/{id}',
    handle: notManagerHandler,
    looseQuery: true,
  },
  {
    operation: 'SecretUpdate',
    method: 'POST',
    path: '/secrets/{id}/update',
    handle: notManagerUpdateHandler(() => 'invalid secret version'),
    looseQuery: true,
  },
];
