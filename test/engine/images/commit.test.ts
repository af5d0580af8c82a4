import { expect, test } from 'vitest';
import type { Container } from '../../../src/engine/containers/container.ts';
import { createContainer } from '../../../src/engine/containers/create.ts';
import { discardContainer } from '../../../src/engine/containers/remove.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { commitContainer } from '../../../src/engine/images/commit.ts';
import { imageHistory } from '../../../src/engine/images/history.ts';
import { pullImage } from '../../../src/engine/images/pull.ts';
import { repositoryTag } from '../../../src/engine/images/reference.ts';
import { removeImageByName } from '../../../src/engine/images/remove.ts';
import { inspectImage } from '../../../src/engine/images/view.ts';
import { findPath, putFile } from '../../../src/engine/world/files/tree-paths.ts';
import { askRaw, newEngine } from '../../fixtures/ask-raw.ts';

const plain = { author: 'me', comment: 'hey', pause: true };

function engineWithContainer(): { engine: Engine; id: string } {
  const engine = newEngine();
  pullImage(engine, 'busybox');
  const { id } = createContainer(engine, {
    name: 'cc',
    config: { Image: 'busybox', Cmd: ['sleep', '1'], Env: ['Q=1'] },
  });
  return { engine, id };
}

test('commit makes a layer of what changed, and a configuration of the container and the changes', () => {
  const { engine, id } = engineWithContainer();
  putFile(engine.state.containers.edit(id).root, '/tmp/new', 'hello', 1n);
  const changes = [
    'ENV A=b',
    'EXPOSE 80 81/udp\nLABEL a=b "c d"="e f"\nUSER u\nWORKDIR w\nENTRYPOINT foo bar',
  ];
  const reference = repositoryTag('cm', '1');
  const imageId = commitContainer(engine, 'cc', { ...plain, changes, ...(reference && { reference }) });
  const shown = inspectImage(engine, 'cm:1') as { Size: number; Parent: string; Config: object };
  const parent = inspectImage(engine, 'busybox') as { Id: string; Size: number };
  expect(shown.Parent).toBe(parent.Id);
  expect(shown.Size).toBe(parent.Size + 5);
  expect(shown.Config).toEqual({
    // ENTRYPOINT takes the command away that was not given with it (docker commit --change, dockerd 28.5.2).
    Cmd: null,
    Entrypoint: ['/bin/sh', '-c', 'foo bar'],
    Env: ['Q=1', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'A=b'],
    ExposedPorts: { '80/tcp': {}, '81/udp': {} },
    Labels: { a: 'b', 'c d': 'e f' },
    OnBuild: null,
    User: 'u',
    Volumes: null,
    WorkingDir: '/w',
  });
  expect(imageHistory(engine, imageId)[0]).toMatchObject({ Comment: 'hey', CreatedBy: 'sleep 1', Size: 5 });
  const { id: second } = createContainer(engine, { name: 'dd', config: { Image: 'cm:1', Cmd: ['x'] } });
  const root = engine.state.containers.get(second)?.root;
  expect(root && findPath(root, '/tmp/new')).toBeDefined();
});

test('without changes there is no new layer, and wrong changes are refused as dockerd refuses them', () => {
  const { engine } = engineWithContainer();
  const imageId = commitContainer(engine, 'cc', { ...plain, changes: [] });
  const layersOf = (ref: string) =>
    (inspectImage(engine, ref) as { RootFS: { Layers: string[] } }).RootFS.Layers;
  expect(layersOf(imageId)).toEqual(layersOf('busybox'));
  for (const name of ['FOO', 'RUN']) {
    expect(() => commitContainer(engine, 'cc', { ...plain, changes: [`${name} x`] })).toThrow(
      `${name} is not a valid change command`,
    );
  }
});

/** `docker commit --change`, as dockerd 28.5.2 answered. */
const HEALTHCHECKS: ReadonlyArray<readonly [change: string, outcome: object | string]> = [
  ['CMD true', { Test: ['CMD-SHELL', 'true'] }],
  ['cmd true', { Test: ['CMD-SHELL', 'true'] }],
  ['NONE', { Test: ['NONE'] }],
  ['CMD ["a","b"]', { Test: ['CMD', 'a', 'b'] }],
  [
    '--interval=5s --timeout=3s --retries=2 --start-period=1m --start-interval=2s CMD curl -f http://x',
    {
      Interval: 5_000_000_000,
      Retries: 2,
      StartInterval: 2_000_000_000,
      StartPeriod: 60_000_000_000,
      Test: ['CMD-SHELL', 'curl -f http://x'],
      Timeout: 3_000_000_000,
    },
  ],
  ['--interval=5x CMD true', 'time: unknown unit "x" in duration "5x"'],
  ['--interval=1ns CMD true', 'Interval "interval" cannot be less than 1ms'],
  ['--retries=-1 CMD true', '--retries cannot be negative (-1)'],
  ['--retries=x CMD true', 'strconv.ParseInt: parsing "x": invalid syntax'],
  ['--foo=1 CMD true', 'unknown flag: --foo'],
  ['', 'HEALTHCHECK requires at least one argument'],
  ['CMD', 'Missing command after HEALTHCHECK CMD'],
  ['FOO true', 'Unknown type "FOO" in HEALTHCHECK (try CMD)'],
  ['NONE foo', 'HEALTHCHECK NONE takes no arguments'],
];

test('HEALTHCHECK as a change; SHELL is none', () => {
  const { engine } = engineWithContainer();
  const outcomes = HEALTHCHECKS.map(([change]) => {
    try {
      const id = commitContainer(engine, 'cc', { ...plain, changes: [`HEALTHCHECK ${change}`] });
      return [change, (inspectImage(engine, id) as { Config: { Healthcheck: object } }).Config.Healthcheck];
    } catch (error) {
      return [change, (error as Error).message];
    }
  });
  expect(outcomes).toEqual(HEALTHCHECKS);
  expect(() => commitContainer(engine, 'cc', { ...plain, changes: ['SHELL ["/bin/bash", "-c"]'] })).toThrow(
    'SHELL is not a valid change command',
  );
});

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

// What dockerd 28.5.2 makes of `docker commit --change`, beside the container's own configuration; or its refusal.
test.each<[change: string, outcome: object | string]>([
  [
    'HEALTHCHECK --interval=5s CMD a b',
    { Healthcheck: { Test: ['CMD-SHELL', 'a b'], Interval: 5_000_000_000 } },
  ],
  ['HEALTHCHECK NONE', { Healthcheck: { Test: ['NONE'] } }],
  ['CMD', { Cmd: ['/bin/sh', '-c'] }],
  ['ENV X=$PATH-$NONE', { Env: ['Q=1', `PATH=${PATH}`, `X=${PATH}-`] }],
  ['ONBUILD RUN x', { OnBuild: ['RUN x'] }],
  ['WORKDIR rel', { WorkingDir: '/rel' }],
  ['VOLUME ["/a","/b"]', { Volumes: { '/a': {}, '/b': {} } }],
  ['SHELL ["a"]', 'SHELL is not a valid change command'],
  ['LABEL a', 'LABEL must have two arguments'],
  ['WORKDIR', 'WORKDIR requires exactly one argument'],
  ['EXPOSE x', 'Invalid containerPort: x'],
  ['STOPSIGNAL X', 'invalid signal: X'],
])('commit --change %s', (change, outcome) => {
  const { engine } = engineWithContainer();
  const commit = (changes: string[]) => {
    const id = commitContainer(engine, 'cc', { ...plain, changes });
    return (inspectImage(engine, id) as { Config: object }).Config;
  };
  if (typeof outcome === 'string') expect(() => commit([change])).toThrow(outcome);
  else expect(commit([change])).toEqual({ ...commit([]), ...outcome });
});

test('a push ends as it does for who has not logged in, or cannot reach the registry', async () => {
  const { engine } = engineWithContainer();
  const refused = 'An image does not exist locally with the tag: nope';
  const answer = await askRaw(engine, 'POST', '/v1.51/images/nope/push?tag=1');
  expect(answer.body).toBe(
    `{"status":"The push refers to repository [docker.io/library/nope]"}\r\n{"errorDetail":{"message":"${refused}"},"error":"${refused}"}\r\n`,
  );
});

test('the layers of an image that was taken away by force go with its last container', () => {
  const { engine, id } = engineWithContainer();
  removeImageByName(engine, 'busybox', { force: true });
  expect(engine.state.images.layers.size).toBe(1);
  discardContainer(engine, engine.state.containers.get(id) as Readonly<Container>);
  expect(engine.state.images.layers.size).toBe(0);
});
