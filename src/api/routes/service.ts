import type { Route } from '../call.ts';

/** The Service operations. */
export const serviceRoutes: readonly Route[] = [
  { operation: 'ServiceList', method: 'GET', path: '/services' },
  { operation: 'ServiceCreate', method: 'POST', path: '/services/create' },
  { operation: 'ServiceInspect', method: 'GET', path: '/services/{id}' },
  { operation: 'ServiceDelete', method: 'DELETE', path: '/services/{id}' },
  { operation: 'ServiceUpdate', method: 'POST', path: '/services/{id}/update' },
  { operation: 'ServiceLogs', method: 'GET', path: '/services/{id}/logs' },
];
