import { expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { createContainer } from '../../../src/engine/containers/create.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { askRaw, JSON_BODY } from '../../fixtures/ask-raw.ts';
import { engineWithBusybox } from '../../fixtures/engine.ts';

// What moby's api/docs/CHANGELOG.md says of 1.52 and newer, and its source at docker-v29.0.4.

const speaking = (engine: Engine) => api(engine, { maxVersion: '1.56' });
const read = async (engine: Engine, target: string) =>
  JSON.parse((await askRaw(speaking(engine), 'GET', target)).body);

async function create(engine: Engine, version: string, body: object) {
  const options = { headers: JSON_BODY, body: JSON.stringify(body) };
  const answer = await askRaw(speaking(engine), 'POST', `/v${version}/containers/create`, options);
  return { status: answer.status, json: JSON.parse(answer.body) };
}

function withContainer(): Engine {
  const engine = engineWithBusybox();
  createContainer(engine, { name: 'web', config: { Image: 'busybox', Cmd: ['true'] } });
  engine.advance(2000);
  return engine;
}

test('1.52: an inspected container loses what was deprecated', async () => {
  const engine = withContainer();
  const before = await read(engine, '/v1.51/containers/web/json');
  const after = await read(engine, '/v1.52/containers/web/json');
  expect(Object.keys(after)).toEqual(Object.keys(before));
  expect(Object.keys(after.NetworkSettings)).toEqual(['SandboxID', 'SandboxKey', 'Ports', 'Networks']);
  const { KernelMemoryTCP: _, ...hostConfig } = before.HostConfig;
  expect(after.HostConfig).toEqual(hostConfig);
  const { OnBuild, ...config } = before.Config;
  expect([OnBuild, after.Config]).toEqual([null, config]);
});

test('1.52: an inspected image leaves out what is empty', async () => {
  const engine = engineWithBusybox();
  const before = await read(engine, '/v1.51/images/busybox/json');
  const after = await read(engine, '/v1.52/images/busybox/json');
  for (const name of ['Comment', 'Author', 'Parent', 'DockerVersion']) {
    expect(name in after, name).toBe(before[name] !== '');
    expect(name in before, name).toBe(true);
  }
  for (const name of ['Entrypoint', 'OnBuild', 'User', 'Volumes']) {
    expect([before.Config[name] || null, name in after.Config], name).toEqual([null, false]);
  }
  expect(after.Config.Cmd).toEqual(before.Config.Cmd);
});

test('1.52: events lose status, id and from', async () => {
  const engine = withContainer();
  const event = async (version: string) => read(engine, `/v${version}/events?since=1&until=1767225601`);
  expect(Object.keys(await event('1.51'))).toEqual(
    'status id from Type Action Actor scope time timeNano'.split(' '),
  );
  expect(Object.keys(await event('1.52'))).toEqual('Type Action Actor scope time timeNano'.split(' '));
});

test.for([
  ['1.51', 'application/x-ndjson', 'application/json', '{'],
  ['1.52', undefined, 'application/json', '{'],
  ['1.52', 'application/x-ndjson', 'application/x-ndjson', '{'],
  ['1.52', 'application/json-seq', 'application/json-seq', '\u001e{'],
  ['1.52', 'application/jsonl', 'application/json', '{'],
  ['1.53', 'application/jsonl', 'application/jsonl', '{'],
  ['1.53', 'application/x-ndjson;q=0.5, application/json-seq', 'application/json-seq', '\u001e{'],
  // What curl sends: whatever comes first.
  ['1.52', '*/*', 'application/x-ndjson', '{'],
] as const)('events of %s for Accept: %s', async ([version, accept, type, start]) => {
  const engine = withContainer();
  const headers = accept === undefined ? [] : [['Accept', accept] as const];
  const target = `/v${version}/events?since=1&until=1767225601`;
  const answer = await askRaw(speaking(engine), 'GET', target, { headers });
  expect(answer.headers).toContain(`Content-Type: ${type}`);
  expect(answer.body.startsWith(`${start}"`)).toBe(true);
  expect(answer.body.endsWith('}\n')).toBe(true);
});

test('1.52: GET /info without KernelMemoryTCP', async () => {
  const engine = engineWithBusybox();
  expect((await read(engine, '/v1.51/info')).KernelMemoryTCP).toBe(true);
  expect('KernelMemoryTCP' in (await read(engine, '/v1.52/info'))).toBe(false);
});

test('1.52: GET /system/df counts, and keeps the old fields unless it is verbose', async () => {
  const engine = withContainer();
  const old = await read(engine, '/v1.51/system/df');
  // The test's image has no layers, and what is 0 is left out.
  const { LayersSize, ...lists } = old;
  expect(LayersSize).toBe(0);
  const counted = {
    ImageUsage: { ActiveCount: 1, Items: old.Images, TotalCount: 1 },
    ContainerUsage: { Items: old.Containers, TotalCount: 1 },
    VolumeUsage: {},
    BuildCacheUsage: {},
  };
  expect(await read(engine, '/v1.52/system/df')).toEqual({ ...lists, ...counted });
  expect(await read(engine, '/v1.52/system/df?verbose=1')).toEqual(counted);
  expect(Object.keys(await read(engine, '/v1.52/system/df?type=volume'))).toEqual(['Volumes', 'VolumeUsage']);
});

test('1.52: a container-wide MAC address is refused', async () => {
  const body = { Image: 'busybox', MacAddress: '02:42:ac:11:00:02' };
  expect((await create(engineWithBusybox(), '1.51', body)).status).toBe(201);
  expect(await create(engineWithBusybox(), '1.52', body)).toEqual({
    status: 400,
    json: {
      message: 'container-wide MAC address no longer supported; use endpoint-specific MAC address instead',
    },
  });
});

test('1.52 warns of an empty list of bindings, 1.53 drops it', async () => {
  const body = { Image: 'busybox', HostConfig: { PortBindings: { '80/tcp': [] } } };
  const seen = async (version: string) => {
    const engine = engineWithBusybox();
    const { json } = await create(engine, version, body);
    const { HostConfig } = await read(engine, `/v1.51/containers/${json.Id}/json`);
    return [json.Warnings, Object.keys(HostConfig.PortBindings)];
  };
  expect(await seen('1.51')).toEqual([[], ['80/tcp']]);
  expect(await seen('1.52')).toEqual([
    [
      'Following container port(s) have an empty list of port-bindings: 80/tcp. Starting with API 1.53, such bindings will be discarded.',
    ],
    ['80/tcp'],
  ]);
  expect(await seen('1.53')).toEqual([[], []]);
});

test('what of them is not simulated is told', async () => {
  const engine = withContainer();
  await read(engine, '/v1.52/networks/bridge');
  expect(engine.unsimulated()).toEqual({ 'Status of a network (API 1.52)': 1 });
});
