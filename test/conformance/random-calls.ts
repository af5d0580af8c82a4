/** Random calls, right and wrong, over a handful of names so that they meet each other's objects. */

export interface RandomCall {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** Afterwards the container runs no more, or will stop by itself: wait before going on, or both sides race. */
  readonly settles?: string;
}

/** A number in [0, below), from the history's seed. */
export type Draw = (below: number) => number;

const CONTAINERS = ['xx', 'yy', 'zz', 'nosuch'];
const NETWORKS = ['n1', 'n2', 'bridge', 'host', 'none', 'nosuch'];
const VOLUMES = ['v1', 'v2', 'nosuch'];
const IMAGES = [
  'busybox',
  'alpine',
  'alpine:3.20',
  'hello-world',
  'nosuch',
  'mine',
  'mine:2',
  'BAD',
  'busybox@x',
];
const COMMANDS = [
  ['sleep', '1000'],
  ['sleep', '1000'],
  ['sleep', '1000'],
  ['true'],
  ['sh', '-c', 'echo out; exit 3'],
  ['nosuch'],
];
const JUNK = ['', '{', '[]', 'null', '{"Name":1}', '{"Image":5}'];

/** What each history begins with, so that there is something to meet. */
export const PRELUDE: readonly RandomCall[] = [
  { method: 'POST', path: '/networks/create', body: { Name: 'n1' } },
  {
    method: 'POST',
    path: '/containers/create?name=xx',
    body: {
      Image: 'busybox',
      Cmd: ['sleep', '1000'],
      Labels: { app: 'x' },
      HostConfig: { Binds: ['v1:/v'] },
    },
  },
  { method: 'POST', path: '/containers/xx/start' },
  {
    method: 'POST',
    path: '/containers/create?name=yy',
    body: { Image: 'alpine', Cmd: ['sh', '-c', 'echo out; exit 3'], HostConfig: { NetworkMode: 'n1' } },
  },
];

export function randomCall(draw: Draw): RandomCall {
  const pick = <T>(items: readonly T[]): T => items[draw(items.length)] as T;
  const call = pick(AREAS);
  return call(draw, pick);
}

type Pick = <T>(items: readonly T[]) => T;
type Area = (draw: Draw, pick: Pick) => RandomCall;

const filters = (value: object | string) =>
  encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value));

const create: Area = (draw, pick) => {
  if (draw(12) === 0) return { method: 'POST', path: '/containers/create', body: pick(JUNK) };
  const body: Record<string, unknown> = { Image: pick(IMAGES.slice(0, 4)), Cmd: pick(COMMANDS) };
  const host: Record<string, unknown> = {};
  if (draw(4) === 0) body.Labels = { app: pick(['x', 'y']) };
  if (draw(4) === 0) body.Env = pick([['A=1'], ['=x'], ['B'], []]);
  if (draw(5) === 0) body.Hostname = pick(['h', '-bad', 'h.example.org']);
  if (draw(5) === 0) body.ExposedPorts = pick([{ '80/tcp': {} }, { '80': {} }, { 'x/tcp': {} }]);
  if (draw(6) === 0) body.WorkingDir = pick(['/tmp', 'relative']);
  if (draw(6) === 0) body.User = pick(['nobody', '1:2', 'nosuchuser']);
  if (draw(5) === 0) host.NetworkMode = pick([...NETWORKS, 'container:xx', 'default']);
  if (draw(5) === 0) host.Binds = pick([['v1:/v'], ['v2:/v:ro'], ['/tmp:/t'], ['bad'], ['v1:/a', 'v2:/a']]);
  if (draw(6) === 0) host.Memory = pick([67_108_864, 1000, -1]);
  if (draw(6) === 0)
    host.RestartPolicy = pick([{ Name: 'no' }, { Name: 'nope' }, { Name: 'no', MaximumRetryCount: 2 }]);
  if (draw(8) === 0) host.CapAdd = pick([['NET_ADMIN'], ['NOPE']]);
  if (Object.keys(host).length > 0) body.HostConfig = host;
  return {
    method: 'POST',
    path: `/containers/create?name=${pick([...CONTAINERS.slice(0, 3), 'a', 'bad name'].map(encodeURIComponent))}`,
    body,
  };
};

const act: Area = (_, pick) => {
  const name = pick(CONTAINERS);
  const action = pick([
    'start',
    'start',
    'start',
    'stop?t=0',
    'kill',
    'kill?signal=NOPE',
    'kill?signal=CONT',
    'pause',
    'unpause',
    'restart?t=0',
    'resize?h=10&w=20',
    'stop?t=x',
  ]);
  const settles = /^(start|stop|kill$|restart)/.test(action) ? name : undefined;
  return {
    method: 'POST',
    path: `/containers/${name}/${action}`,
    ...(settles === undefined ? {} : { settles }),
  };
};

const look: Area = (_, pick) => {
  const name = pick(CONTAINERS);
  const what = pick([
    'json',
    'json',
    'json?size=1',
    'logs?stdout=1&stderr=1',
    'logs?stdout=1&tail=1',
    'logs',
    'top',
    'changes',
  ]);
  return { method: 'GET', path: `/containers/${name}/${what}` };
};

const list: Area = (draw, pick) => {
  const chosen = pick<object | string>([
    {},
    { status: [pick(['running', 'exited', 'created', 'paused', 'nope'])] },
    { name: [pick(CONTAINERS)] },
    { label: [pick(['app', 'app=x', 'app=z'])] },
    { ancestor: [pick(IMAGES)] },
    { network: [pick(NETWORKS)] },
    { volume: [pick(VOLUMES)] },
    { before: [pick(CONTAINERS)] },
    { since: [pick(CONTAINERS)] },
    { exited: [pick(['0', '3', '137', 'x'])] },
    { nosuch: ['x'] },
    '{',
  ]);
  return {
    method: 'GET',
    path: `/containers/json?${pick(['all=1', 'all=1', '', 'limit=2'])}&filters=${filters(chosen)}${draw(9) === 0 ? '&size=1' : ''}`,
  };
};

const change: Area = (draw, pick) => {
  const name = pick(CONTAINERS);
  if (draw(3) === 0) {
    const body = pick<unknown>([
      {},
      { CpuShares: 512 },
      { Memory: 100 },
      { RestartPolicy: { Name: 'no' } },
      { RestartPolicy: { Name: 'x' } },
      '{',
    ]);
    return { method: 'POST', path: `/containers/${name}/update`, body };
  }
  if (draw(2) === 0)
    return {
      method: 'POST',
      path: `/containers/${name}/rename?name=${pick([...CONTAINERS, 'bad%20name', ''])}`,
    };
  if (draw(6) === 0) return { method: 'POST', path: '/containers/prune' };
  return {
    method: 'DELETE',
    path: `/containers/${name}${pick(['', '?force=1', '?force=1&v=1', '?link=1'])}`,
  };
};

const exec: Area = (draw, pick) => ({
  method: 'POST',
  path: `/containers/${pick(CONTAINERS)}/exec`,
  body:
    draw(4) === 0 ? pick(JUNK) : { Cmd: pick([['true'], []]), AttachStdout: true, Env: pick([[], ['A=1']]) },
});

const image: Area = (_, pick) => {
  const name = pick(IMAGES);
  return pick<RandomCall>([
    { method: 'GET', path: `/images/${name}/json` },
    { method: 'GET', path: `/images/${name}/history` },
    { method: 'GET', path: `/images/json?filters=${filters({ reference: [name] })}` },
    {
      method: 'POST',
      path: `/images/${name}/tag?repo=mine&tag=${pick(['', '2', 'bad tag'].map(encodeURIComponent))}`,
    },
    { method: 'DELETE', path: `/images/${pick(['mine', 'mine:2', 'nosuch', 'BAD'])}` },
  ]);
};

const network: Area = (draw, pick) => {
  const name = pick(NETWORKS);
  const Container = pick(CONTAINERS);
  const body =
    draw(8) === 0
      ? pick(JUNK)
      : { Name: pick(['n1', 'n2', 'bridge', '']), Labels: { a: 'b' }, Internal: draw(3) === 0 };
  return pick<RandomCall>([
    { method: 'POST', path: '/networks/create', body },
    { method: 'GET', path: `/networks/${name}` },
    {
      method: 'GET',
      path: `/networks?filters=${filters({ [pick(['name', 'driver', 'type', 'nosuch'])]: [name] })}`,
    },
    { method: 'DELETE', path: `/networks/${name}` },
    { method: 'POST', path: `/networks/${name}/connect`, body: { Container } },
    { method: 'POST', path: `/networks/${name}/disconnect`, body: { Container, Force: draw(3) === 0 } },
    { method: 'POST', path: '/networks/prune' },
  ]);
};

const volume: Area = (draw, pick) => {
  const name = pick(VOLUMES);
  const body =
    draw(6) === 0
      ? pick(JUNK)
      : { Name: pick(['v1', 'v2', 'v', 'bad name']), Labels: pick([{}, { a: '1' }]) };
  return pick<RandomCall>([
    { method: 'POST', path: '/volumes/create', body },
    { method: 'GET', path: `/volumes/${name}` },
    {
      method: 'GET',
      path: `/volumes?filters=${filters({ [pick(['name', 'dangling', 'nosuch'])]: [pick([name, 'true'])] })}`,
    },
    { method: 'DELETE', path: `/volumes/${name}${pick(['', '?force=1'])}` },
    { method: 'POST', path: `/volumes/prune?filters=${filters({ all: [pick(['true', 'false', 'x'])] })}` },
  ]);
};

const system: Area = (_, pick) => ({
  method: pick(['GET', 'GET', 'GET', 'POST', 'DELETE']),
  path: pick([
    '/_ping',
    '/version',
    '/system/df',
    '/nosuch',
    '/containers/json',
    '/events?since=1&until=2',
    '/images/json',
    '/exec/nosuch/json',
  ]),
});

const AREAS: readonly Area[] = [
  create,
  create,
  create,
  act,
  act,
  act,
  act,
  look,
  look,
  list,
  change,
  change,
  exec,
  image,
  network,
  network,
  volume,
  system,
];
