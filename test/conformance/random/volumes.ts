import { type Area, JUNK, query, VOLUMES } from './draw.ts';

export const volume: Area = luck => {
  const { pick, once, draw } = luck;
  const name = pick(VOLUMES);
  switch (draw(6)) {
    case 0:
    case 1: {
      const body = {
        Name: pick(['v1', 'v2', 'v', 'bad name', '', 'a']),
        ...luck.some(3, {
          Labels: [{}, { a: '1' }, null],
          Driver: ['local', 'nosuch', ''],
          DriverOpts: [
            {},
            { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' },
            { nosuch: 'x' },
            { type: 'none', o: 'bind', device: '/srv' },
            { type: 'nfs' },
            { o: 'x' },
            { device: '/x' },
            { size: '1m' },
          ],
          ClusterVolumeSpec: [null],
        }),
      };
      return { method: 'POST', path: '/volumes/create', body: once(10) ? pick(JUNK) : body };
    }
    case 2:
      return { method: 'GET', path: `/volumes/${name}` };
    case 3: {
      const filters = pick<object | string>([
        {},
        { name: [name] },
        { dangling: [pick(['true', 'false', 'x', '1'])] },
        { driver: [pick(['local', 'x'])] },
        { label: [pick(['a', 'a=1', 'a=2'])] },
        { nosuch: ['x'] },
        '{',
      ]);
      return { method: 'GET', path: `/volumes${query({ filters })}` };
    }
    case 4:
      return { method: 'DELETE', path: `/volumes/${name}${pick(['', '?force=1', '?force=x'])}` };
    default: {
      const filters = pick<object>([
        {},
        { all: ['true'] },
        { all: ['false'] },
        { all: ['x'] },
        { label: ['a'] },
        { 'label!': ['a'] },
        { nosuch: ['x'] },
        { until: ['1'] },
      ]);
      return once(2)
        ? { method: 'POST', path: `/volumes/prune${query({ filters })}` }
        : { method: 'PUT', path: `/volumes/${name}`, body: pick<unknown>([...JUNK, {}]) };
    }
  }
};
