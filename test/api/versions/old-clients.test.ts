import { expect, test } from 'vitest';
import { emitEvent } from '../../../src/engine/events.ts';
import { askRaw, JSON_BODY } from '../../fixtures/ask-raw.ts';
import { engineWithBusybox } from '../../fixtures/engine.ts';

// What moby's handlers compare versions for and the scene of versions.test.ts cannot show.

const json = (value: object) => ({ headers: JSON_BODY, body: JSON.stringify(value) });

test('below 1.42 prune takes named volumes too', async () => {
  const engine = engineWithBusybox();
  await askRaw(engine, 'POST', '/volumes/create', json({ Name: 'data' }));
  const prune = async (version: string) =>
    JSON.parse((await askRaw(engine, 'POST', `/v${version}/volumes/prune`)).body).VolumesDeleted;
  expect(await prune('1.42')).toEqual([]);
  expect(await prune('1.41')).toEqual(['data']);
});

test('below 1.46 nobody is told that an image was created', async () => {
  const engine = engineWithBusybox();
  emitEvent(engine, { type: 'image', action: 'create', actorId: 'sha256:1', timeNs: 1n });
  emitEvent(engine, { type: 'image', action: 'tag', actorId: 'sha256:1', timeNs: 2n });
  const actions = async (version: string) => {
    const { body } = await askRaw(engine, 'GET', `/v${version}/events?until=1`);
    return Array.from(body.matchAll(/"Action":"(\w+)"/g), ([, action]) => action);
  };
  expect(await actions('1.46')).toEqual(['create', 'tag']);
  expect(await actions('1.45')).toEqual(['tag']);
});

test('below 1.41 images were found by name with `filter`', async () => {
  const engine = engineWithBusybox();
  const count = async (version: string, name: string) =>
    JSON.parse((await askRaw(engine, 'GET', `/v${version}/images/json?filter=${name}`)).body).length;
  expect([await count('1.40', 'busybox'), await count('1.40', 'nope'), await count('1.41', 'nope')]).toEqual([
    1, 0, 1,
  ]);
});

test('below 1.48 EnableIPv4 is not known', async () => {
  const engine = engineWithBusybox();
  await askRaw(engine, 'POST', '/v1.47/networks/create', json({ Name: 'old', EnableIPv4: false }));
  expect(JSON.parse((await askRaw(engine, 'GET', '/networks/old')).body).EnableIPv4).toBe(true);
});

test('below 1.44 the MAC address of the container is that of its network', async () => {
  const engine = engineWithBusybox();
  const body = { Image: 'busybox', MacAddress: '02:42:ac:11:00:99' };
  await askRaw(engine, 'POST', '/v1.43/containers/create?name=mac', json(body));
  const { NetworkSettings } = JSON.parse((await askRaw(engine, 'GET', '/containers/mac/json')).body);
  expect(NetworkSettings.Networks.bridge.MacAddress).toBe('02:42:ac:11:00:99');
});
