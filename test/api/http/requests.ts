/** Requests whose whole answer, headers included, does not depend on any state: routing, versions, bodies, queries. */
export interface RecordedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers?: ReadonlyArray<readonly [string, string]>;
  readonly body?: string;
}

const get = (...targets: string[]): RecordedRequest[] => targets.map(target => ({ method: 'GET', target }));

const post = (target: string, body: string, type: string | null = 'application/json'): RecordedRequest => ({
  method: 'POST',
  target,
  ...(type === null ? {} : { headers: [['Content-Type', type]] as const }),
  body,
});

const paths = [
  ...get(
    '/',
    '/v1.51',
    '/v1.51/',
    '/nope',
    '/v1.51/nope',
    '/v1.51/nope/',
    '/v/containers/json',
    '/vabc/_ping',
  ),
  ...get(
    '/v1.51.0/_ping',
    '/v1.51.1/_ping',
    '/v1.51./_ping',
    '/v1..51/_ping',
    '/v.1/_ping',
    '/v1/_ping',
    '/v2/_ping',
  ),
  ...get(
    '/v1.24/_ping',
    '/v1.23/_ping',
    '/v1.9/_ping',
    '/v1.52/_ping',
    '/v01.051/_ping',
    '/v0.0/_ping',
    '/v1.51x/_ping',
  ),
  ...get('/v99999999999999999999.1/_ping', '/v1.99999999999999999999/_ping', '/v1.23/nope', '/v1.99/nope'),
  ...get('/v1.99/containers/nope/json', '/v1.3/containers/nope/json', '/v1.99/containers/json'),
  ...get(
    '//_ping',
    '/v1.51//_ping',
    '/v1.51/./_ping',
    '/v1.51/x/../_ping',
    '/v1.51/../_ping',
    '/../_ping',
    '/_ping/',
  ),
  ...get(
    '//containers/json?all=1',
    '/v1.51//containers/json?a=%20b',
    '/v1.51/containers//json',
    '/a/./b%2fc/../d',
  ),
  ...get(
    '/v1.51/a//b%20c?x=1',
    '/v1.51/a//é',
    '/v1.51/a//b;c',
    '/v1.51/%2e%2e/_ping',
    '/v1.51/images//json/',
    '/a//b?',
  ),
  ...get(
    '/v1.51/containers/json/',
    '/v1.51/containers',
    '/v1.51/containers/',
    '/v1.51/containers/nope',
    '/v1.51/info/',
  ),
  ...get(
    '/v1.51/%5fping',
    '/v1.51/containers/%6eope/json',
    '/v1.51/containers/a%2Fb/json',
    '/v1.51/containers/a/b/json',
  ),
  ...get('/v1.51/containers/a%0Ab/json', '/v1.51/containers/%00/json', '/v1.51/containers/%ff/json'),
  ...get(
    '/v1.51/containers/a%20b/json',
    '/v1.51/containers/a+b/json',
    '/v1.51/containers/%25/json',
    '/v1.51/containers/json/json',
  ),
  ...get(
    '/v1.51/images/a/b/c/json',
    '/v1.51/images/json/json',
    '/v1.51/images/get/json',
    '/v1.51/images/x/attestations',
  ),
  ...get(
    '/v1.51/volumes/',
    '/v1.51/volumes/a/b',
    '/v1.51/networks/a/b',
    '/v1.51/exec/a/b/json',
    '/v1.51/exec/nope/json',
  ),
  ...get(
    'http://x/v1.51/nope',
    'http://x/_ping',
    'http://x',
    '*',
    '/v1.51/containers/nope/json#frag',
    '/_ping?x=%zz',
  ),
  ...get(
    '/v1.51/containers/{}/json',
    '/v1.51/containers/%zz/json',
    '/v1.51/containers/%/json',
    '/v1.51/containers/é/json',
  ),
  ...get(
    '/v1.51/containers/nope/checkpoints',
    '/v1.51/plugins/nope/json',
    '/v1.51/tasks',
    '/v1.51/swarm',
    '/v1.51/services',
  ),
];

const methods = ['HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'get', 'FOO'].flatMap(method =>
  [
    '/v1.51/_ping',
    '/_ping',
    '/v1.51/containers/nope/json',
    '/nope',
    '//x',
    '/v1.99/_ping',
    '/v1.2/_ping',
  ].map(target => ({
    method,
    target,
  })),
);

const others = [
  { method: 'HEAD', target: '/v1.51/containers/nope/archive?path=/' },
  { method: 'HEAD', target: '/v1.51/containers/nope/archive' },
  { method: 'DELETE', target: '/v1.51/containers/' },
  { method: 'DELETE', target: '/v1.51/containers/nope' },
  { method: 'DELETE', target: '/v1.51/containers/a/b' },
  { method: 'POST', target: '/v1.51/containers/nope/start' },
  { method: 'POST', target: '/v1.51/containers/nope/start/' },
  { method: 'POST', target: '/v1.51/containers/start' },
];

const queries = [
  ...get(
    '/v1.51/containers/json?all=%zz',
    '/v1.51/containers/json?a;b',
    '/v1.51/containers/json?all=1;x=2',
    '/v1.51/containers/json?%=',
  ),
  ...get(
    '/v1.51/containers/json?limit=x',
    '/v1.51/containers/json?limit=1.5',
    '/v1.51/containers/json?limit=99999999999999999999',
  ),
  ...get(
    '/v1.51/containers/json?limit=-1',
    '/v1.51/containers/json?limit=%2B1',
    '/v1.51/containers/json?limit=0x1',
    '/v1.51/containers/json?limit=1_0',
  ),
  ...get(
    '/v1.51/containers/json?filters=x',
    '/v1.51/containers/json?filters={}',
    '/v1.51/containers/json?filters=[]',
    '/v1.51/containers/json?filters=null',
  ),
  ...get(
    ...[
      '{"nope":["x"]}',
      '{"status":["x"]}',
      '{"status":{"running":false}}',
      '{"label":{"a":1}}',
      '{"label":"a"}',
      '{"label":[1]}',
      '{"label":[null]}',
      '{"label":null}',
      '{"label":{"a":null}}',
      '{"label":["a"],"name":{"b":true}}',
      '{"label":["a"]} x',
      '{"exited":["x"]}',
      '{"before":["x"]}',
      '{"health":["x"]}',
      '{"is-task":["x"]}',
      '{"is-task":["1","0"]}',
      '{"is-task":[]}',
      '{"isolation":["x"]}',
      '{"expose":["x"]}',
      '{"publish":["80/x"]}',
    ].map(filters => `/v1.51/containers/json?filters=${encodeURIComponent(filters)}`),
  ),
  ...get(
    '/v1.51/containers/json?all=TRUE&limit=',
    '/v1.51/containers/json?limit=1&limit=x',
    '/v1.51/containers/json?size=maybe',
  ),
  ...get(
    '/v1.51/images/json?filters=x',
    '/v1.51/networks?filters=x',
    '/v1.51/volumes?filters=x',
    '/v1.51/system/df?type=x',
  ),
  ...get(
    '/v1.51/images/json?filters={"nope":["x"]}',
    '/v1.51/networks?filters={"nope":["x"]}',
    '/v1.51/volumes?filters={"nope":["x"]}',
    '/v1.51/images/json?filters={"dangling":["x"]}',
    '/v1.51/volumes?filters={"dangling":["x"]}',
    '/v1.51/networks?filters={"dangling":["x"]}',
  ).map(request => ({
    ...request,
    target: request.target.replace(/\{.*$/, text => encodeURIComponent(text)),
  })),
];

const contentTypes = [
  'text/plain',
  'application/json; charset=utf-8',
  'Application/JSON',
  'application/jsonx',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'json',
  '/json',
  'application/',
  'application/json;',
  'application/json; charset',
  'application/json; a=1; a=2',
  'application/json x',
  ' ',
  ';',
  'a b/c',
];

const inactive = [
  ...get(
    '/v1.51/swarm/unlockkey',
    '/v1.51/nodes',
    '/v1.51/nodes/x',
    '/v1.51/services/x',
    '/v1.51/services/x/logs',
  ),
  ...get(
    '/v1.51/tasks/x',
    '/v1.51/tasks/x/logs?stdout=1',
    '/v1.51/secrets',
    '/v1.51/secrets/x',
    '/v1.51/configs',
  ),
  ...get(
    '/v1.51/configs/x',
    '/v1.51/plugins',
    '/v1.51/plugins?filters=x',
    '/v1.51/plugins?filters=%7B%22a%22%3A%5B%5D%7D',
  ),
  ...[
    'swarm/leave',
    'swarm/update?version=1',
    'swarm/update',
    'swarm/unlock',
    'nodes/x/update',
    'nodes/x/update?version=-1',
  ].map(path => post(`/v1.51/${path}`, '{}')),
  ...[
    'services/create',
    'services/x/update?version=1',
    'services/x/update',
    'secrets/create',
    'secrets/x/update',
  ].map(path => post(`/v1.51/${path}`, '{}')),
  ...[
    'services/create',
    'secrets/create',
    'configs/create',
    'configs/x/update',
    'configs/x/update?version=1',
  ].map(path => post(`/v1.51/${path}`, '{')),
  ...[
    'configs/x/update',
    'plugins/x/enable',
    'plugins/x/enable?timeout=1',
    'plugins/x/disable',
    'plugins/x/push',
  ].map(path => post(`/v1.51/${path}`, '{}')),
  ...[
    'nodes/x',
    'services/x',
    'secrets/x',
    'configs/x',
    'plugins/x',
    'plugins/a/b',
    'containers/x/checkpoints/y',
  ].map(path => ({
    method: 'DELETE',
    target: `/v1.51/${path}`,
  })),
];

const builds = [
  ...[
    'prune',
    'prune?keep-storage=x',
    'prune?reserved-space=x',
    'prune?all=1&max-used-space=x',
    'prune?min-free-space=1',
    'cancel',
    'cancel?id=x',
  ],
  ...[
    '{"nope":["x"]}',
    '{"until":["x"]}',
    '{"until":["1h"]}',
    '{"until":["1h","2h"]}',
    '{"id":["a","b"]}',
    '{"id":["a"],"label":["x"]}',
    '{"unused-for":["1h"]}',
  ].map(filters => `prune?filters=${encodeURIComponent(filters)}`),
].map(path => ({ method: 'POST', target: `/v1.51/build/${path}` }));

const bodies = [
  ...contentTypes.map(type => post('/v1.51/containers/create', '{}', type)),
  ...contentTypes.map(type => post('/v1.51/networks/create', '{}', type)),
  post('/v1.51/containers/create', '', null),
  post('/v1.51/networks/create', '', null),
  post('/v1.51/networks/create', '{', null),
  post('/v1.51/networks/create', '', 'text/plain'),
  post('/v1.51/networks/create', ''),
  post('/v1.51/networks/create', ' '),
  post('/v1.51/networks/create', '{} x'),
  post('/v1.51/networks/create', 'null'),
  post('/v1.51/networks/create', '{"Name":1}'),
  post('/v1.51/networks/create', '{"IPAM":{"Config":[1]}}'),
  post('/v1.51/volumes/create', '{"Name":1}'),
  post('/v1.51/containers/create?name=%zz', '{}'),
  post('/v1.51/containers/create?name=a;b', '{}'),
  post('/v1.51/containers/create', 'name=%zz', 'application/x-www-form-urlencoded'),
  post('/v1.51/containers/nope/exec', '{"Cmd":"x"}'),
  post('/v1.51/containers/nope/exec', '{}'),
  post('/v1.51/exec/nope/start', '{"Tty":1}'),
  post('/v1.51/exec/nope/start', '{}'),
  post('/v1.51/containers/nope/update', '{"Memory":"a"}'),
  post('/v1.51/networks/nope/connect', '{"Container":1}'),
  post('/v1.51/auth', ''),
  post('/v1.51/auth', '{"username":1}'),
  post('/v1.51/containers/prune?filters=x', ''),
  post('/v1.51/containers/prune', 'filters=x', 'application/x-www-form-urlencoded'),
  post(
    '/v1.51/volumes/prune',
    'filters=%7B%22nope%22%3A%5B%22x%22%5D%7D',
    'application/x-www-form-urlencoded',
  ),
];

export const requests: readonly RecordedRequest[] = [
  ...paths,
  ...methods,
  ...others,
  ...queries,
  ...inactive,
  ...builds,
  ...bodies,
];
