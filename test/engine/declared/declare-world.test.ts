import { expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { type CreateEngineOptions, createEngine } from '../../../src/create-engine.ts';
import { Docker } from '../../conformance/client.ts';

const stay = ['sleep', 'infinity'];

test('a container is found in the state that was declared', async () => {
  const engine = createEngine({
    containers: [
      { name: 'made', image: 'busybox', state: 'created' },
      { name: 'runs', image: 'busybox', command: stay },
      { name: 'sleeps', image: 'busybox', command: stay, state: 'paused' },
      { name: 'failed', image: 'busybox', command: ['false'], state: 'exited', exitCode: 137 },
      { name: 'loops', image: 'busybox', command: ['false'], state: 'restarting' },
      { name: 'stuck', image: 'busybox', state: 'dead' },
      { name: 'going', image: 'busybox', state: 'removing', exitCode: 3 },
      { name: 'well', image: 'busybox', command: stay, health: 'healthy' },
      { name: 'ill', image: 'busybox', command: stay, health: 'unhealthy' },
    ],
  });
  const docker = new Docker(api(engine));
  const seen: Record<string, unknown> = {};
  for (const { Names } of (await docker.get('/containers/json?all=1')).json) {
    const { State } = (await docker.get(`/containers${Names[0]}/json`)).json;
    seen[Names[0]] = [State.Status, State.Running, State.ExitCode, State.Health?.Status];
  }
  expect(seen).toEqual({
    '/made': ['created', false, 0, undefined],
    '/runs': ['running', true, 0, undefined],
    '/sleeps': ['paused', true, 0, undefined],
    '/failed': ['exited', false, 137, undefined],
    '/loops': ['restarting', true, 1, undefined],
    '/stuck': ['dead', false, 0, undefined],
    '/going': ['removing', false, 3, undefined],
    '/well': ['running', true, 0, 'healthy'],
    '/ill': ['running', true, 0, 'unhealthy'],
  });
});

test('what was declared lives on: a paused one can be continued, a restarting one restarts', async () => {
  const engine = createEngine({
    containers: [
      { name: 'sleeps', image: 'busybox', command: ['sleep', '5'], state: 'paused' },
      { name: 'loops', image: 'busybox', command: ['false'], state: 'restarting' },
    ],
  });
  const docker = new Docker(api(engine));
  expect((await docker.post('/containers/sleeps/unpause')).status).toBe(204);
  expect((await docker.post('/containers/sleeps/wait')).json).toEqual({ StatusCode: 0 });
  await engine.advance(60_000);
  expect((await docker.get('/containers/loops/json')).json.RestartCount).toBeGreaterThan(5);
});

test('networks, volumes, ports, environment and labels', async () => {
  const engine = createEngine({
    images: ['alpine', { name: 'shop/backend:1', logs: ['ready'], ports: [8080] }],
    networks: ['plain', { name: 'back', subnet: '10.9.0.0/24', internal: true, labels: { tier: 'back' } }],
    volumes: ['data', { name: 'more', labels: { keep: 'yes' } }],
    containers: [
      {
        name: 'db',
        image: 'alpine',
        command: stay,
        env: { USER: 'me' },
        labels: { app: 'shop' },
        ports: ['127.0.0.1:8080:80', '53/udp'],
        volumes: ['data:/var/lib/data:ro'],
        networks: ['back', 'plain'],
        config: { Hostname: 'database' },
        hostConfig: { Memory: 64 << 20 },
      },
    ],
  });
  const docker = new Docker(api(engine));
  const { Config, HostConfig, Mounts, NetworkSettings } = (await docker.get('/containers/db/json')).json;
  expect([Config.Hostname, Config.Env[0], Config.Labels]).toEqual(['database', 'USER=me', { app: 'shop' }]);
  expect([HostConfig.Memory, HostConfig.NetworkMode]).toEqual([64 << 20, 'back']);
  expect(NetworkSettings.Ports).toMatchObject({
    '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }],
    '53/udp': [{ HostPort: '32768' }, { HostPort: '32768' }],
  });
  expect(Object.keys(NetworkSettings.Networks)).toEqual(['back', 'plain']);
  expect(NetworkSettings.Networks.back.IPAddress).toBe('10.9.0.2');
  expect(Mounts).toMatchObject([{ Type: 'volume', Name: 'data', RW: false }]);
  expect((await docker.get('/images/shop/backend:1/json')).json.Config.ExposedPorts).toEqual({
    '8080/tcp': {},
  });
  expect((await docker.get('/networks/back')).json).toMatchObject({
    Internal: true,
    Labels: { tier: 'back' },
  });
  expect((await docker.get('/volumes/more')).json).toMatchObject({ Labels: { keep: 'yes' } });
});

const mistakes: Array<[name: string, options: CreateEngineOptions, sentence: string]> = [
  ['an image that nobody has', { images: ['no/such'] }, 'image "no/such": pull access denied for no/such'],
  [
    'a process that does not stay',
    { containers: [{ name: 'web', image: 'busybox', command: ['true'] }] },
    `container "web" was declared as running, but its process ended at once ({"status":"exited","exitCode":0}): give it a command that stays, such as ['sleep', 'infinity']`,
  ],
  [
    'a state that is none',
    { containers: [{ name: 'web', image: 'busybox', state: 'up' as 'running' }] },
    'container "web": there is no state "up"; there are created, running, paused, restarting, exited, dead, removing',
  ],
  [
    'an exit code of what runs',
    { containers: [{ image: 'busybox', exitCode: 1 }] },
    "a container without a name: only one that has ended has an exitCode: add state: 'exited'",
  ],
  [
    'a key that is none',
    { containers: [{ image: 'busybox', cmd: ['x'] } as never] },
    'a container without a name: cmd is not declared so; there are name, image, state',
  ],
  [
    'a port that is none',
    { containers: [{ name: 'web', image: 'busybox', ports: ['http'] }] },
    'container "web": "http" is no port; write 8080:80, 127.0.0.1:8080:80/udp or 80',
  ],
  [
    'a health of what has none',
    { containers: [{ name: 'web', image: 'busybox', state: 'exited', health: 'healthy' }] },
    'container "web": only one that runs has a health',
  ],
  [
    'a health that cannot be',
    {
      containers: [
        {
          name: 'web',
          image: 'busybox',
          command: stay,
          health: 'healthy',
          config: { Healthcheck: { Test: ['NONE'] } },
        },
      ],
    },
    'container web has no health check, so Docker would show no health: give it or its image one',
  ],
  [
    'a name twice',
    {
      containers: [
        { name: 'web', image: 'busybox', state: 'created' },
        { name: 'web', image: 'busybox', state: 'created' },
      ],
    },
    'container "web": Conflict. The container name "/web" is already in use',
  ],
  [
    'no image',
    { containers: [{ name: 'web', image: '' }] },
    `container "web": say which image it is made from, such as image: 'busybox'`,
  ],
];

test.each(mistakes)('%s gets a sentence', (_name, options, sentence) => {
  expect(() => createEngine(options)).toThrow(sentence);
});

test('engine.calls tells what was asked, and what became of it', async () => {
  const engine = createEngine({ images: ['busybox'] });
  const docker = new Docker(api(engine));
  const { Id } = (await docker.post('/containers/create?name=web', { Image: 'busybox', Cmd: ['true'] })).json;
  await docker.get('/containers/none/json');
  expect(engine.calls.map(({ body, ...rest }) => rest)).toEqual([
    {
      operation: 'ContainerCreate',
      method: 'POST',
      target: '/v1.51/containers/create?name=web',
      params: {},
      status: 201,
      error: undefined,
      createdId: Id,
    },
    {
      operation: 'ContainerInspect',
      method: 'GET',
      target: '/v1.51/containers/none/json',
      params: { name: 'none' },
      status: 404,
      error: 'No such container: none',
      createdId: undefined,
    },
  ]);
  expect(engine.calls[0]?.body).toMatchObject({ Config: { Image: 'busybox', Cmd: ['true'] } });
  expect(engine.fork().calls).toEqual([]);
});
