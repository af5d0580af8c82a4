import type { Route } from '../call.ts';

/** The Secret operations. */
export const secretRoutes: readonly Route[] = [
  { operation: 'SecretList', method: 'GET', path: '/secrets' },
  { operation: 'SecretCreate', method: 'POST', path: '/secrets/create' },
  { operation: 'SecretInspect', method: 'GET', path: '/secrets/{id}' },
  { operation: 'SecretDelete', method: 'DELETE', path: '/secrets/{id}' },
  { operation: 'SecretUpdate', method: 'POST', path: '/secrets/{id}/update' },
];
