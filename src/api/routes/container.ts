import type { Route } from '../call.ts';
import {
  archiveHandler,
  archiveInfoHandler,
  changesHandler,
  exportHandler,
  putArchiveHandler,
} from './container-archive.ts';
import { attachHandler, attachWebSocketHandler } from './container-attach.ts';
import { deleteHandler, pruneHandler, renameHandler, updateHandler } from './container-change.ts';
import { createHandler } from './container-create.ts';
import { logsHandler } from './container-logs.ts';
import {
  killHandler,
  pauseHandler,
  resizeHandler,
  restartHandler,
  startHandler,
  stopHandler,
  unpauseHandler,
  waitHandler,
} from './container-run.ts';
import { inspectHandler, listHandler } from './container-show.ts';
import { statsHandler, topHandler } from './container-stats.ts';

/** The Container operations. */
export const containerRoutes: readonly Route[] = [
  { operation: 'ContainerList', method: 'GET', path: '/containers/json', handle: listHandler },
  { operation: 'ContainerCreate', method: 'POST', path: '/containers/create', handle: createHandler },
  {
    operation: 'ContainerInspect',
    method: 'GET',
    path: '/containers/{name:.*}/json',
    looseQuery: true,
    handle: inspectHandler,
  },
  { operation: 'ContainerTop', method: 'GET', path: '/containers/{name:.*}/top', handle: topHandler },
  { operation: 'ContainerLogs', method: 'GET', path: '/containers/{name:.*}/logs', handle: logsHandler },
  {
    operation: 'ContainerChanges',
    method: 'GET',
    path: '/containers/{name:.*}/changes',
    looseQuery: true,
    handle: changesHandler,
  },
  {
    operation: 'ContainerExport',
    method: 'GET',
    path: '/containers/{name:.*}/export',
    looseQuery: true,
    handle: exportHandler,
  },
  { operation: 'ContainerStats', method: 'GET', path: '/containers/{name:.*}/stats', handle: statsHandler },
  {
    operation: 'ContainerResize',
    method: 'POST',
    path: '/containers/{name:.*}/resize',
    handle: resizeHandler,
  },
  { operation: 'ContainerStart', method: 'POST', path: '/containers/{name:.*}/start', handle: startHandler },
  { operation: 'ContainerStop', method: 'POST', path: '/containers/{name:.*}/stop', handle: stopHandler },
  {
    operation: 'ContainerRestart',
    method: 'POST',
    path: '/containers/{name:.*}/restart',
    handle: restartHandler,
  },
  { operation: 'ContainerKill', method: 'POST', path: '/containers/{name:.*}/kill', handle: killHandler },
  {
    operation: 'ContainerUpdate',
    method: 'POST',
    path: '/containers/{name:.*}/update',
    handle: updateHandler,
  },
  {
    operation: 'ContainerRename',
    method: 'POST',
    path: '/containers/{name:.*}/rename',
    handle: renameHandler,
  },
  { operation: 'ContainerPause', method: 'POST', path: '/containers/{name:.*}/pause', handle: pauseHandler },
  {
    operation: 'ContainerUnpause',
    method: 'POST',
    path: '/containers/{name:.*}/unpause',
    handle: unpauseHandler,
  },
  {
    operation: 'ContainerAttach',
    method: 'POST',
    path: '/containers/{name:.*}/attach',
    handle: attachHandler,
  },
  {
    operation: 'ContainerAttachWebsocket',
    method: 'GET',
    path: '/containers/{name:.*}/attach/ws',
    handle: attachWebSocketHandler,
  },
  { operation: 'ContainerWait', method: 'POST', path: '/containers/{name:.*}/wait', handle: waitHandler },
  { operation: 'ContainerDelete', method: 'DELETE', path: '/containers/{name:.*}', handle: deleteHandler },
  {
    operation: 'ContainerArchiveInfo',
    method: 'HEAD',
    path: '/containers/{name:.*}/archive',
    handle: archiveInfoHandler,
  },
  {
    operation: 'ContainerArchive',
    method: 'GET',
    path: '/containers/{name:.*}/archive',
    handle: archiveHandler,
  },
  {
    operation: 'PutContainerArchive',
    method: 'PUT',
    path: '/containers/{name:.*}/archive',
    handle: putArchiveHandler,
  },
  { operation: 'ContainerPrune', method: 'POST', path: '/containers/prune', handle: pruneHandler },
];
