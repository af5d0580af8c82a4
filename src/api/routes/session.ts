import type { Route } from '../call.ts';
import { sessionHandler } from './buildkit.ts';

/** The Session operations. */
export const sessionRoutes: readonly Route[] = [
  { operation: 'Session', method: 'POST', path: '/session', handle: sessionHandler, looseQuery: true },
];
