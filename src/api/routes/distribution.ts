import type { Route } from '../call.ts';

/** The Distribution operations. */
export const distributionRoutes: readonly Route[] = [
  { operation: 'DistributionInspect', method: 'GET', path: '/distribution/{name:.*}/json' },
];
