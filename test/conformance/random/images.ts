import { type Area, CONTAINERS, IMAGES, query } from './draw.ts';

const REFS = [
  ...IMAGES,
  '<image:busybox>',
  '<shortimage:busybox>',
  '<image:hello-world>',
  '<shortimage:hello-world>',
];

const FILTERS = [
  {},
  {},
  { dangling: ['true'] },
  { dangling: ['false'] },
  { dangling: ['x'] },
  { label: ['x'] },
  { reference: ['busy*'] },
  { reference: ['*:3.20', 'mine'] },
  { reference: ['['] },
  { before: ['hello-world'] },
  { since: ['busybox'] },
  { before: ['nosuch'] },
  { until: ['1'] },
  { until: ['x'] },
  { nosuch: ['x'] },
  '{',
];

export const imageLook: Area = luck => {
  const name = luck.pick(REFS);
  switch (luck.draw(4)) {
    case 0:
      return {
        method: 'GET',
        path: `/images/${name}/json${query(luck.some(8, { manifests: ['1', 'x'], platform: ['{"os":"linux","architecture":"amd64"}', '{"os":"linux","architecture":"arm64"}', 'x'] }))}`,
      };
    case 1:
      return { method: 'GET', path: `/images/${name}/history` };
    default: {
      const fields = luck.some(4, { all: ['1'], digests: ['1'], 'shared-size': ['1'], manifests: ['1'] });
      return {
        method: 'GET',
        path: `/images/json${query({ ...fields, filters: luck.pick<object | string>(FILTERS) })}`,
      };
    }
  }
};

export const imageChange: Area = luck => {
  const { pick, draw } = luck;
  const name = pick(REFS);
  switch (draw(8)) {
    case 0:
    case 1:
    case 2: {
      const fields = {
        repo: pick(['mine', 'mine', 'alpine', 'BAD', 'reg.example.org:5000/x', '', 'sha256', 'a@b']),
        ...luck.some(2, { tag: ['2', 'bad tag', '', 'latest'] }),
      };
      return { method: 'POST', path: `/images/${name}/tag${query(fields)}` };
    }
    case 3:
      return {
        method: 'POST',
        path: `/images/prune${query({ filters: pick<object | string>([{}, { dangling: ['true'] }, { dangling: ['false'], label: ['nosuch'] }, { dangling: ['x'] }, { until: ['1'] }, { label: ['a'] }, { nosuch: ['1'] }, '{']) })}`,
      };
    case 4:
      return {
        method: 'POST',
        path: `/images/create${pick(['', '?fromImage=BAD', '?fromImage=', '?fromImage=scratch', '?tag=x', '?fromImage=busybox&tag=bad%20tag', '?fromImage=a@sha256:x', '?fromImage=busybox&platform=x/y/z/w'])}`,
      };
    default: {
      const fields = luck.some(4, {
        force: ['1', '0', 'x'],
        noprune: ['1'],
        platforms: ['x', '{"os":"linux","architecture":"amd64"}'],
      });
      const ref = pick([
        'mine',
        'mine',
        'mine:2',
        'mine:2',
        'hello-world',
        'alpine',
        'alpine:3.20',
        'nosuch',
        'BAD',
        '<image:hello-world>',
        '<shortimage:hello-world>',
        '<image:busybox>',
        'reg.example.org:5000/x',
      ]);
      return { method: 'DELETE', path: `/images/${ref}${query(fields)}` };
    }
  }
};

/** A container of an image that may go. */
export const imageUser: Area = luck => ({
  method: 'POST',
  path: `/containers/create?name=${luck.pick(CONTAINERS)}`,
  body: { Image: luck.pick(['hello-world', 'mine', 'alpine:3.20']) },
});
