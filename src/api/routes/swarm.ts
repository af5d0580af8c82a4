import type { Route } from '../call.ts';
import {
  notInSwarmHandler,
  notManagerBodyHandler,
  notManagerHandler,
  notManagerUpdateHandler,
} from './swarm-inactive.ts';

/** The Swarm operations. */
export const swarmRoutes: readonly Route[] = [
  { operation: 'SwarmInspect', method: 'GET', path: '/swarm', handle: notManagerHandler, looseQuery: true },
  { operation: 'SwarmInit', method: 'POST', path: '/swarm/init', looseQuery: true },
  { operation: 'SwarmJoin', method: 'POST', path: '/swarm/join', looseQuery: true },
  { operation: 'SwarmLeave', method: 'POST', path: '/swarm/leave', handle: notInSwarmHandler },
  {
    operation: 'SwarmUpdate',
    method: 'POST',
    path: '/swarm/update',
    handle: notManagerUpdateHandler(
      why => `invalid swarm version ${why}`,
      ['rotateWorkerToken', 'rotateManagerToken', 'rotateManagerUnlockKey'],
    ),
    looseQuery: true,
  },
  {
    operation: 'SwarmUnlockkey',
    method: 'GET',
    path: '/swarm/unlockkey',
    handle: notManagerHandler,
    looseQuery: true,
  },
  {
    operation: 'SwarmUnlock',
    method: 'POST',
    path: '/swarm/unlock',
    handle: notManagerBodyHandler,
    looseQuery: true,
  },
];
