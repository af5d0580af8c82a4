import type { Route } from '../call.ts';

/** The Config operations. */
export const configRoutes: readonly Route[] = [
  { operation: 'ConfigList', method: 'GET', path: '/configs' },
  { operation: 'ConfigCreate', method: 'POST', path: '/configs/create', looseQuery: true },
  { operation: 'ConfigInspect', method: 'GET', path: '/configs/{id}', looseQuery: true },
  { operation: 'ConfigDelete', method: 'DELETE', path: '/configs/{id}', looseQuery: true },
  { operation: 'ConfigUpdate', method: 'POST', path: '/configs/{id}/update', looseQuery: true },
];
