import type { Route } from '../call.ts';

/** The Secret operations. */
export const secretRoutes: readonly Route[] = [
  { operation: 'SecretList', method: 'GET', path: '/secrets' },
  { operation: 'SecretCreate', method: 'POST', path: '/secrets/create', looseQuery: true },
  { operation: 'SecretInspect', method: 'GET', path: '/secrets/{id}', looseQuery: true },
  { operation: 'SecretDelete', method: 'DELETE', path: '/secrets/{id}', looseQuery: true },
  { operation: 'SecretUpdate', method: 'POST', path: '/secrets/{id}/update', looseQuery: true },
];
