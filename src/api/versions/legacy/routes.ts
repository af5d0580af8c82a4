import { buildHandler } from './build.ts';
import { attachHandler, attachWebsocketHandler, copyHandler } from './container-attach.ts';
import * as run from './container-run.ts';
import * as show from './container-show.ts';
import { startHandler } from './container-start.ts';
import * as change from './image-change.ts';
import * as image from './image-show.ts';
import type { LegacyHandler } from './legacy-call.ts';
import * as system from './system.ts';

/** One route of the daemons of 2013. */
export interface LegacyRoute {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** The form of the first release that had it, and of the last. */
  readonly since?: number;
  readonly until?: number;
  readonly handle: LegacyHandler;
}

type Row = readonly [LegacyRoute['method'], string, LegacyHandler, since?: number, until?: number];

/** api.go, createRouter, from 0.3.4 to 0.6.0. */
const rows: readonly Row[] = [
  ['GET', '/auth', system.authHandler, 1.0, 1.3],
  ['GET', '/events', system.eventsHandler, 1.3],
  ['GET', '/info', system.infoHandler],
  ['GET', '/version', system.versionHandler],
  ['GET', '/images/json', image.listHandler],
  ['GET', '/images/viz', image.vizHandler],
  ['GET', '/images/search', image.searchHandler],
  ['GET', '/images/{name:.*}/history', image.historyHandler],
  ['GET', '/images/{name:.*}/json', image.inspectHandler],
  ['GET', '/containers/ps', show.listHandler],
  ['GET', '/containers/json', show.listHandler],
  ['GET', '/containers/{name:.*}/export', show.exportHandler],
  ['GET', '/containers/{name:.*}/changes', show.changesHandler],
  ['GET', '/containers/{name:.*}/json', show.inspectHandler],
  ['GET', '/containers/{name:.*}/top', show.topHandler, 1.3],
  ['GET', '/containers/{name:.*}/attach/ws', attachWebsocketHandler, 1.4],
  ['POST', '/auth', system.loginHandler],
  ['POST', '/commit', change.commitHandler],
  ['POST', '/build', buildHandler],
  ['POST', '/images/create', change.createHandler],
  ['POST', '/images/{name:.*}/insert', change.insertHandler],
  ['POST', '/images/{name:.*}/push', change.pushHandler],
  ['POST', '/images/{name:.*}/tag', change.tagHandler],
  ['POST', '/images/getCache', image.getCacheHandler],
  ['POST', '/containers/create', run.createHandler],
  ['POST', '/containers/{name:.*}/kill', run.killHandler],
  ['POST', '/containers/{name:.*}/restart', run.restartHandler],
  ['POST', '/containers/{name:.*}/start', startHandler],
  ['POST', '/containers/{name:.*}/stop', run.stopHandler],
  ['POST', '/containers/{name:.*}/wait', run.waitHandler],
  ['POST', '/containers/{name:.*}/resize', run.resizeHandler],
  ['POST', '/containers/{name:.*}/attach', attachHandler],
  ['POST', '/containers/{name:.*}/copy', copyHandler, 1.4],
  ['DELETE', '/containers/{name:.*}', run.deleteHandler],
  ['DELETE', '/images/{name:.*}', change.deleteHandler],
];

export const legacyRoutes: readonly LegacyRoute[] = rows.map(([method, path, handle, since, until]) => ({
  operation: `${method} ${path}`,
  method,
  path,
  handle,
  ...(since !== undefined && { since }),
  ...(until !== undefined && { until }),
}));
