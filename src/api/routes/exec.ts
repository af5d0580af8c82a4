import type { Route } from '../call.ts';
import { execCreateHandler, execInspectHandler, execResizeHandler, execStartHandler } from './exec-run.ts';

/** The Exec operations. */
export const execRoutes: readonly Route[] = [
  {
    operation: 'ContainerExec',
    method: 'POST',
    path: '/containers/{name:.*}/exec',
    handle: execCreateHandler,
  },
  { operation: 'ExecStart', method: 'POST', path: '/exec/{name:.*}/start', handle: execStartHandler },
  { operation: 'ExecResize', method: 'POST', path: '/exec/{name:.*}/resize', handle: execResizeHandler },
  {
    operation: 'ExecInspect',
    method: 'GET',
    path: '/exec/{id:.*}/json',
    handle: execInspectHandler,
    looseQuery: true,
  },
];
