import type { Route } from '../call.ts';
import { noPluginHandler, pluginEnableHandler, pluginListHandler, pluginSetHandler } from './plugin-none.ts';

/** The Plugin operations. */
export const pluginRoutes: readonly Route[] = [
  { operation: 'PluginList', method: 'GET', path: '/plugins', handle: pluginListHandler },
  { operation: 'GetPluginPrivileges', method: 'GET', path: '/plugins/privileges' },
  { operation: 'PluginPull', method: 'POST', path: '/plugins/pull' },
  {
    operation: 'PluginInspect',
    method: 'GET',
    path: '/plugins/{name:.*}/json',
    handle: noPluginHandler,
    looseQuery: true,
  },
  { operation: 'PluginDelete', method: 'DELETE', path: '/plugins/{name:.*}', handle: noPluginHandler },
  {
    operation: 'PluginEnable',
    method: 'POST',
    path: '/plugins/{name:.*}/enable',
    handle: pluginEnableHandler,
  },
  { operation: 'PluginDisable', method: 'POST', path: '/plugins/{name:.*}/disable', handle: noPluginHandler },
  { operation: 'PluginUpgrade', method: 'POST', path: '/plugins/{name:.*}/upgrade' },
  { operation: 'PluginCreate', method: 'POST', path: '/plugins/create' },
  { operation: 'PluginPush', method: 'POST', path: '/plugins/{name:.*}/push', handle: noPluginHandler },
  {
    operation: 'PluginSet',
    method: 'POST',
    path: '/plugins/{name:.*}/set',
    handle: pluginSetHandler,
    looseQuery: true,
  },
];
