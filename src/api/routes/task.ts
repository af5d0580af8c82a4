import type { Route } from '../call.ts';
import { notManagerHandler, notManagerListHandler, notManagerLogsHandler } from './swarm-inactive.ts';

/** The Task operations. */
export const taskRoutes: readonly Route[] = [
  { operation: 'TaskList', method: 'GET', path: '/tasks', handle: notManagerListHandler },
  {
    operation: 'TaskInspect',
    method: 'GET',
    path: '/tasks/{id}',
    handle: notManagerHandler,
    looseQuery: true,
  },
  { operation: 'TaskLogs', method: 'GET', path: '/tasks/{id}/logs', handle: notManagerLogsHandler },
];
