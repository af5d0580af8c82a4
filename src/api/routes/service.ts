import type { Route } from '../call.ts';

/** The Service operations. */
export const serviceRoutes: readonly Route[] = [
  { operation: 'ServiceList', method: 'GET', path: '/services' },
  { operation: 'ServiceCreate', method: 'POST', path: '/services/create', looseQuery: true },
  { operation: 'ServiceInspect', method: 'GET', path: '/services/{id}', looseQuery: true },
  { operation: 'ServiceDelete', method: 'DELETE', path: '/services/{id}', looseQuery: true },
  { operation: 'ServiceUpdate', method: 'POST', path: '/services/{id}/update', looseQuery: true },
  { operation: 'ServiceLogs', method: 'GET', path: '/services/{id}/logs' },
];
