import { CONFIG, ENDPOINT, HOST, UPDATE } from './create-options.ts';
import { type Area, CONTAINERS, JUNK, type Luck, query } from './draw.ts';

const COMMANDS = [
  ['sleep', '1000'],
  ['sleep', '1000'],
  ['sleep', '1000'],
  ['sleep', '1000'],
  ['true'],
  ['sh', '-c', 'echo out; echo err >&2; exit 3'],
  ['nosuch'],
  ['/etc/passwd'],
  [],
  'true',
];

export function endpoint(luck: Luck): object | null {
  return luck.once(10) ? null : luck.some(4, ENDPOINT);
}

function networking(luck: Luck): object {
  // Of two that may be missing, dockerd's map decides how far a start gets.
  const names = luck.pick([
    ['n1'],
    ['n1'],
    ['n2'],
    ['bridge'],
    ['nosuch'],
    ['host'],
    ['default'],
    ['n1', 'bridge'],
  ]);
  return { EndpointsConfig: Object.fromEntries(names.map(name => [name, endpoint(luck)])) };
}

/** A container that can mostly be made, or one with anything in it. */
export const create: Area = luck => {
  const { pick, once, some } = luck;
  const path = `/containers/create${query({ ...(once(15) ? {} : { name: pick([...CONTAINERS, ...CONTAINERS, ...CONTAINERS, 'a', 'aa', 'bad name', '/zz']) }), ...some(20, { platform: ['linux/amd64', 'linux/arm64', 'x', 'windows'] }) })}`;
  if (once(20)) return { method: 'POST', path, body: pick(JUNK) };
  const wild = once(2);
  const body: Record<string, unknown> = {
    Image: once(8)
      ? pick(['hello-world', 'nosuch', 'BAD', '', 'mine', '<image:busybox>', '<shortimage:busybox>'])
      : pick(['busybox', 'alpine', 'alpine:3.20']),
    Cmd: pick(COMMANDS),
    ...some(wild ? 14 : 60, CONFIG),
  };
  const host = some(wild ? 28 : 120, HOST);
  if (Object.keys(host).length > 0) body.HostConfig = host;
  if (once(8)) {
    body.NetworkingConfig = networking(luck);
    if (once(2)) body.HostConfig = { ...host, NetworkMode: pick(['n1', 'n2']) };
  }
  return { method: 'POST', path, body };
};

/** A container with one or two options, from its creation to its end. */
export const lifeOfOne: Area = luck => {
  const { pick, once, draw } = luck;
  const fields = { ...CONFIG, ...HOST } as Record<string, readonly unknown[]>;
  const body: Record<string, unknown> = { Image: 'busybox', Cmd: ['sleep', '1000'] };
  const host: Record<string, unknown> = {};
  for (let left = 1 + draw(2); left > 0; left -= 1) {
    const name = pick(Object.keys(fields));
    (name in HOST ? host : body)[name] = pick(fields[name] ?? []);
  }
  if (once(6)) body.NetworkingConfig = networking(luck);
  return [
    { method: 'DELETE', path: '/containers/zz?force=1' },
    { method: 'POST', path: '/containers/create?name=zz', body: { ...body, HostConfig: host } },
    { method: 'POST', path: '/containers/zz/start', settles: 'zz' },
    { method: 'GET', path: '/containers/zz/json' },
    { method: 'GET', path: `/containers/json${query({ all: 1, filters: { name: ['zz'] } })}` },
    ...(once(2) ? [{ method: 'POST', path: '/containers/zz/update', body: updateBody(luck) }] : []),
    ...(once(3) ? [{ method: 'POST', path: '/containers/zz/stop?t=0', settles: 'zz' }] : []),
    { method: 'GET', path: '/containers/zz/json' },
  ];
};

/** A container on one network more, and off it again. */
export const networkOfOne: Area = luck => {
  const { pick, once } = luck;
  const name = pick(['n1', 'n2', 'n3', 'bridge']);
  const Container = pick(CONTAINERS);
  const EndpointConfig = once(2) ? endpoint(luck) : undefined;
  return [
    {
      method: 'POST',
      path: `/networks/${name}/connect`,
      body: { Container, ...(EndpointConfig && { EndpointConfig }) },
    },
    { method: 'GET', path: `/containers/${Container}/json` },
    { method: 'GET', path: `/networks/${name}` },
    ...(once(2)
      ? [
          {
            method: 'POST',
            path: `/containers/${Container}/${pick(['start', 'pause', 'stop?t=0', 'restart?t=0'])}`,
            settles: Container,
          },
        ]
      : []),
    { method: 'POST', path: `/networks/${name}/disconnect`, body: { Container, Force: once(3) } },
    { method: 'GET', path: `/containers/${Container}/json` },
  ];
};

/** The body of POST /containers/{id}/update. */
export function updateBody({ pick, once, some }: Luck): unknown {
  return once(6) ? pick(JUNK) : some(6, UPDATE);
}
