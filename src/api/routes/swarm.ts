import type { Route } from '../call.ts';

/** The Swarm operations. */
export const swarmRoutes: readonly Route[] = [
  { operation: 'SwarmInspect', method: 'GET', path: '/swarm' },
  { operation: 'SwarmInit', method: 'POST', path: '/swarm/init' },
  { operation: 'SwarmJoin', method: 'POST', path: '/swarm/join' },
  { operation: 'SwarmLeave', method: 'POST', path: '/swarm/leave' },
  { operation: 'SwarmUpdate', method: 'POST', path: '/swarm/update' },
  { operation: 'SwarmUnlockkey', method: 'GET', path: '/swarm/unlockkey' },
  { operation: 'SwarmUnlock', method: 'POST', path: '/swarm/unlock' },
];
