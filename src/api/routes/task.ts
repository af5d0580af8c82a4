import type { Route } from '../call.ts';

/** The Task operations. */
export const taskRoutes: readonly Route[] = [
  { operation: 'TaskList', method: 'GET', path: '/tasks' },
  { operation: 'TaskInspect', method: 'GET', path: '/tasks/{id}', looseQuery: true },
  { operation: 'TaskLogs', method: 'GET', path: '/tasks/{id}/logs' },
];
