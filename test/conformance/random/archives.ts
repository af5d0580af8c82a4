import { type Area, containerRef, query, type TarMember } from './draw.ts';

const TAR: ReadonlyArray<readonly [string, string]> = [['Content-Type', 'application/x-tar']];

const PATHS = [
  '/etc/passwd',
  '/etc',
  '/etc/group',
  '/tmp',
  '/tmp/d',
  '/nosuch',
  '',
  '/bin/sh',
  '/etc/passwd/x',
  'tmp',
  '/tmp/.',
  '/v',
];

const CONTENTS: ReadonlyArray<readonly TarMember[]> = [
  [],
  [{ name: 'f', content: 'file\n' }],
  [
    { name: 'd/', type: 'directory', mode: 0o750, uid: 7 },
    { name: 'd/f', content: 'in d\n', mode: 0o600 },
    { name: 'd/l', type: 'symlink', linkname: 'f' },
    { name: 'd/h', type: 'link', linkname: 'd/f' },
  ],
  [{ name: 'd', content: 'where a directory may be\n' }],
  [{ name: 'f/', type: 'directory' }],
  [{ name: '../out', content: 'x' }],
  [{ name: 'l', type: 'symlink', linkname: '/etc' }],
  [{ name: 'l/under', content: 'through a link\n' }],
];

/** Files in and out. */
export const archive: Area = luck => {
  const { pick, once, some } = luck;
  const name = containerRef(luck);
  const path = pick(PATHS);
  const method = pick(['HEAD', 'GET', 'PUT', 'PUT']);
  if (method !== 'PUT') return { method, path: `/containers/${name}/archive${query({ path })}` };
  const options = some(6, { noOverwriteDirNonDir: ['1', '0'], copyUIDGID: ['1'] });
  const call = { method, path: `/containers/${name}/archive${query({ path, ...options })}`, headers: TAR };
  if (once(8)) return { ...call, body: pick(['', 'no archive']) };
  return { ...call, tar: pick(CONTENTS) };
};

/** A container's files as an image, or as an archive of a small image's. */
export const commit: Area = luck => {
  const { pick, once, some } = luck;
  const fields = {
    container: containerRef(luck),
    ...some(2, { repo: ['mine', 'mine', 'BAD', 'reg.example.org:5000/x'] }),
    ...some(4, {
      tag: ['2', 'bad tag'],
      comment: ['why'],
      author: ['who'],
      pause: ['0', '1', 'x'],
      changes: [
        'CMD ["true"]',
        'ENV A=1 B=2',
        'LABEL a=b',
        'USER nobody',
        'WORKDIR /srv',
        'EXPOSE 80',
        'VOLUME /v',
        'ONBUILD RUN true',
        'RUN true',
        'NOPE',
        '',
      ],
    }),
  };
  const body = once(2)
    ? { body: pick<unknown>([{}, { Env: ['C=3'] }, { Cmd: ['sh'] }, { Labels: { c: 'd' } }, '{', null]) }
    : {};
  return { method: 'POST', path: `/commit${query(fields)}`, ...body };
};

const DOCKERFILES = [
  'FROM busybox\nCMD ["true"]\n',
  'FROM busybox\nRUN echo built > /built\n',
  'FROM busybox\nCOPY f /f\nRUN cat /f\n',
  'FROM mine\nENV A=1\nLABEL b=c\n',
  'FROM alpine AS one\nRUN echo 1 > /1\nFROM busybox\nCOPY --from=one /1 /1\n',
  'FROM busybox\nARG X=1\nRUN echo $X; exit 3\n',
  'FROM busybox\nCOPY nosuch /\n',
  'FROM scratch\nCOPY f /\n',
  'FROM busybox\nNOPE\n',
  'FROM\n',
  '',
];

/** With the classic builder. */
export const build: Area = luck => {
  const { pick, some } = luck;
  const fields = some(4, {
    t: ['mine', 'mine:2', 'mine', 'BAD'],
    q: ['1'],
    nocache: ['1'],
    rm: ['0', '1'],
    forcerm: ['1'],
    buildargs: ['{"X":"2"}', '{'],
    labels: ['{"l":"m"}', '[]'],
    target: ['one', 'nosuch'],
    dockerfile: ['other', '../x'],
    networkmode: ['none', 'host'],
    memory: ['33554432', '1'],
  });
  const Dockerfile = { name: 'Dockerfile', content: pick(DOCKERFILES) };
  return {
    method: 'POST',
    path: `/build${query(fields)}`,
    headers: TAR,
    tar: [Dockerfile, { name: 'f', content: 'f\n' }],
  };
};

/** A root file system, small enough to be looked at whole. */
const ROOT: readonly TarMember[] = [
  { name: 'etc/', type: 'directory' },
  { name: 'etc/motd', content: 'welcome\n' },
  { name: 'srv/', type: 'directory', mode: 0o1777, uid: 5 },
];

export const imageArchive: Area = luck => {
  const { pick, draw, some } = luck;
  switch (draw(5)) {
    case 0:
      return {
        method: 'GET',
        path: `/images/${pick(['small', 'small', 'nosuch', 'BAD', '<image:small>'])}/get`,
      };
    case 1:
      return { method: 'GET', path: `/images/get${query({ names: pick(['small', 'nosuch', 'small:2']) })}` };
    case 2:
      return [
        {
          method: 'POST',
          path: '/containers/create?name=small',
          body: { Image: 'small', Cmd: ['/nothing'] },
        },
        { method: 'GET', path: '/containers/small/export' },
        { method: 'DELETE', path: '/containers/small' },
      ];
    default: {
      const fields = {
        fromSrc: '-',
        repo: 'small',
        ...some(3, {
          tag: ['2', 'bad tag'],
          message: ['by hand'],
          changes: ['CMD ["/x"]', 'ENV A=b', 'RUN true'],
          platform: ['linux/arm64', 'x/y/z/w', 'windows'],
        }),
      };
      return { method: 'POST', path: `/images/create${query(fields)}`, headers: TAR, tar: ROOT };
    }
  }
};

export const push: Area = luck => {
  const name = luck.pick(['mine', 'busybox', 'busybox:latest', 'nosuch', 'BAD', 'a:b:c', 'localhost:1/x']);
  const fields = luck.some(3, {
    tag: ['2', 'latest', 'bad tag'],
    platform: ['x', '{"os":"linux","architecture":"arm64"}'],
  });
  return {
    method: 'POST',
    path: `/images/${name}/push${query(fields)}`,
    headers: [['X-Registry-Auth', luck.pick(['', 'e30=', '{'])]],
  };
};
