import type { Route } from '../call.ts';

/** The Exec operations. */
export const execRoutes: readonly Route[] = [
  { operation: 'ContainerExec', method: 'POST', path: '/containers/{name:.*}/exec' },
  { operation: 'ExecStart', method: 'POST', path: '/exec/{name:.*}/start' },
  { operation: 'ExecResize', method: 'POST', path: '/exec/{name:.*}/resize' },
  { operation: 'ExecInspect', method: 'GET', path: '/exec/{id:.*}/json' },
];
