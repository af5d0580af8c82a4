import type { Route } from '../call.ts';

/** The Network operations. */
export const networkRoutes: readonly Route[] = [
  { operation: 'NetworkList', method: 'GET', path: '/networks' },
  { operation: 'NetworkInspect', method: 'GET', path: '/networks/{id:.+}' },
  { operation: 'NetworkDelete', method: 'DELETE', path: '/networks/{id:.*}' },
  { operation: 'NetworkCreate', method: 'POST', path: '/networks/create' },
  { operation: 'NetworkConnect', method: 'POST', path: '/networks/{id:.*}/connect' },
  { operation: 'NetworkDisconnect', method: 'POST', path: '/networks/{id:.*}/disconnect' },
  { operation: 'NetworkPrune', method: 'POST', path: '/networks/prune' },
];
