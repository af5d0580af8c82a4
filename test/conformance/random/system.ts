import { type Area, query } from './draw.ts';

export const system: Area = luck => {
  const { pick } = luck;
  if (luck.once(4)) {
    const fields = luck.some(3, {
      type: ['container', 'image', 'volume', 'build-cache', 'x'],
      verbose: ['1'],
    });
    return { method: 'GET', path: `/system/df${query(fields)}` };
  }
  if (luck.once(6)) {
    return {
      method: 'GET',
      path: `/events${pick(['?since=x', '?since=1&until=2', '?since=5&until=2', '?since=1&until=2&filters=%7B', `?since=1&until=2${query({ filters: { nosuch: ['x'] } }).replace('?', '&')}`, '?until=x'])}`,
    };
  }
  return {
    method: pick(['GET', 'GET', 'GET', 'GET', 'POST', 'DELETE', 'HEAD', 'PUT']),
    path: pick([
      '/_ping',
      '/version',
      '/info',
      '/nosuch',
      '/containers/json',
      '/images/json',
      '/exec/nosuch/json',
      '/networks/',
      '/volumes',
      '/containers//json',
      '/swarm',
      '/nodes',
      '/services',
      '/tasks',
      '/secrets',
      '/configs',
      '/plugins',
    ]),
  };
};
