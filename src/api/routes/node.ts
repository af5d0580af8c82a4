import type { Route } from '../call.ts';

/** The Node operations. */
export const nodeRoutes: readonly Route[] = [
  { operation: 'NodeList', method: 'GET', path: '/nodes' },
  { operation: 'NodeInspect', method: 'GET', path: '/nodes/{id}', looseQuery: true },
  { operation: 'NodeDelete', method: 'DELETE', path: '/nodes/{id}' },
  { operation: 'NodeUpdate', method: 'POST', path: '/nodes/{id}/update', looseQuery: true },
];
