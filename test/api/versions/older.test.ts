import { expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { createEngine } from '../../../src/create-engine.ts';
import { pullImage } from '../../../src/engine/images/pull.ts';
import { askRaw, JSON_BODY } from '../../fixtures/ask-raw.ts';

// What dockerd 20.10's source (api/server/router, daemon/inspect*.go, api/types/versions) does at 1.12 to 1.23.

async function world() {
  const engine = createEngine({ daemon: '20.10' });
  pullImage(engine, 'busybox:latest');
  const daemon = api(engine);
  const ask = async (method: string, target: string, body?: object, headers = JSON_BODY) => {
    const options = body === undefined ? {} : { headers, body: JSON.stringify(body) };
    const answer = await askRaw(daemon, method, target, options);
    return { ...answer, json: /^[[{]/.test(answer.body) ? JSON.parse(answer.body) : undefined };
  };
  const body = {
    Image: 'busybox',
    Cmd: ['true'],
    Volumes: { '/data': {} },
    HostConfig: { CpuShares: 1 },
  };
  const { json } = await ask('POST', '/v1.18/containers/create?name=web', body);
  return { engine, ask, id: json.Id as string };
}

test('1.21: networks of a container', async () => {
  const { ask } = await world();
  const settings = async (version: string) =>
    'Networks' in (await ask('GET', `/v${version}/containers/web/json`)).json.NetworkSettings;
  expect([await settings('1.20'), await settings('1.21')]).toEqual([false, true]);
});

test('1.20: mounts, and before them volumes and resources in the configuration', async () => {
  const { ask } = await world();
  const at = async (version: string) => (await ask('GET', `/v${version}/containers/web/json`)).json;
  const [old, middle, recent] = [await at('1.19'), await at('1.20'), await at('1.21')];
  expect([Object.keys(old.Volumes), old.VolumesRW]).toEqual([['/data'], { '/data': true }]);
  expect(['Mounts' in old, 'Mounts' in middle, 'Volumes' in middle]).toEqual([false, true, false]);
  expect(Object.keys(old.Config).slice(-8).join(' ')).toBe(
    'MacAddress NetworkDisabled ExposedPorts VolumeDriver Memory MemorySwap CpuShares Cpuset',
  );
  expect(Object.keys(middle.Config).slice(-4).join(' ')).toBe(
    'MacAddress NetworkDisabled ExposedPorts VolumeDriver',
  );
  expect('VolumeDriver' in recent.Config).toBe(false);
});

test('1.19: shares of a processor below the least were raised', async () => {
  const { ask, engine } = await world();
  const { json } = await ask('GET', '/v1.41/containers/web/json');
  expect(json.HostConfig.CpuShares).toBe(2);
  const { json: created } = await ask('POST', '/v1.19/containers/create', {
    Image: 'busybox',
    HostConfig: { CpuShares: 1 },
  });
  expect(engine.state.containers.get(created.Id)?.hostConfig.CpuShares).toBe(1);
});

test('1.20: what does not run cannot be killed', async () => {
  const { ask } = await world();
  expect((await ask('POST', '/v1.19/containers/web/kill')).status).toBe(204);
  expect((await ask('POST', '/v1.20/containers/web/kill')).status).toBe(409);
  expect((await ask('POST', '/v1.19/containers/nope/kill')).status).toBe(404);
});

test('1.24: a start with a host configuration', async () => {
  const { ask } = await world();
  const body = { Binds: ['/srv:/srv'] };
  expect((await ask('POST', '/v1.24/containers/web/start', body)).status).toBe(400);
  expect((await ask('POST', '/v1.23/containers/web/start', body)).status).toBe(204);
  expect((await ask('GET', '/v1.40/containers/web/json')).json.HostConfig.Binds).toEqual(body.Binds);
});

test('1.22: the type of the body that starts an exec', async () => {
  const { ask } = await world();
  await ask('POST', '/v1.40/containers/create?name=long', { Image: 'busybox', Cmd: ['sleep', '1000'] });
  await ask('POST', '/v1.40/containers/long/start');
  const start = async (version: string) => {
    const { json } = await ask('POST', `/v${version}/containers/long/exec`, { Cmd: ['true'] });
    const body = { Detach: true };
    return (await ask('POST', `/v${version}/exec/${json.Id}/start`, body, [['Content-Type', 'text/plain']]))
      .status;
  };
  expect([await start('1.21'), await start('1.22')]).toEqual([200, 400]);
});
