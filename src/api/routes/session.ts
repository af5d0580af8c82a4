import type { Route } from '../call.ts';

/** The Session operations. */
export const sessionRoutes: readonly Route[] = [
  { operation: 'Session', method: 'POST', path: '/session', looseQuery: true },
];
