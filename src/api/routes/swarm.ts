import type { Route } from '../call.ts';

/** The Swarm operations. */
export const swarmRoutes: readonly Route[] = [
  { operation: 'SwarmInspect', method: 'GET', path: '/swarm', looseQuery: true },
  { operation: 'SwarmInit', method: 'POST', path: '/swarm/init', looseQuery: true },
  { operation: 'SwarmJoin', method: 'POST', path: '/swarm/join', looseQuery: true },
  { operation: 'SwarmLeave', method: 'POST', path: '/swarm/leave' },
  { operation: 'SwarmUpdate', method: 'POST', path: '/swarm/update', looseQuery: true },
  { operation: 'SwarmUnlockkey', method: 'GET', path: '/swarm/unlockkey', looseQuery: true },
  { operation: 'SwarmUnlock', method: 'POST', path: '/swarm/unlock', looseQuery: true },
];
