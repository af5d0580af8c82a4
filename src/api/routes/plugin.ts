import type { Route } from '../call.ts';

/** The Plugin operations. */
export const pluginRoutes: readonly Route[] = [
  { operation: 'PluginList', method: 'GET', path: '/plugins' },
  { operation: 'GetPluginPrivileges', method: 'GET', path: '/plugins/privileges' },
  { operation: 'PluginPull', method: 'POST', path: '/plugins/pull' },
  { operation: 'PluginInspect', method: 'GET', path: '/plugins/{name:.*}/json', looseQuery: true },
  { operation: 'PluginDelete', method: 'DELETE', path: '/plugins/{name:.*}' },
  { operation: 'PluginEnable', method: 'POST', path: '/plugins/{name:.*}/enable' },
  { operation: 'PluginDisable', method: 'POST', path: '/plugins/{name:.*}/disable' },
  { operation: 'PluginUpgrade', method: 'POST', path: '/plugins/{name:.*}/upgrade' },
  { operation: 'PluginCreate', method: 'POST', path: '/plugins/create' },
  { operation: 'PluginPush', method: 'POST', path: '/plugins/{name:.*}/push' },
  { operation: 'PluginSet', method: 'POST', path: '/plugins/{name:.*}/set', looseQuery: true },
];
