import { expect, test } from 'vitest';
import { createContainer } from '../../../src/engine/containers/create.ts';
import { noEndpointRequest } from '../../../src/engine/containers/endpoint.ts';
import type { HostConfig } from '../../../src/engine/containers/host-config.ts';
import { startContainer } from '../../../src/engine/containers/start.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { pullImage } from '../../../src/engine/images/pull.ts';
import { connectNetwork } from '../../../src/engine/networks/connect.ts';
import { containerNetwork } from '../../../src/engine/networks/container-network.ts';
import { createNetwork } from '../../../src/engine/networks/create.ts';
import {
  type NetworkCreateRequest,
  networkCreateSchema,
} from '../../../src/engine/networks/create-schema.ts';
import { createEngine } from '../../../src/index.ts';
import { zeroOf } from '../../../src/support/go-json/zero.ts';

function network(engine: Engine, request: Partial<NetworkCreateRequest>): void {
  createNetwork(engine, { ...(zeroOf(networkCreateSchema) as NetworkCreateRequest), ...request });
}

function run(engine: Engine, name: string, hostConfig: Partial<HostConfig>): string {
  const { id } = createContainer(engine, {
    name,
    config: { Image: 'busybox', Cmd: ['sleep', '9'] },
    hostConfig,
  });
  startContainer(engine, id);
  return id;
}

/** Two containers on `shop`, one of which is on the default bridge too; one in the other's namespace; one alone. */
function shop() {
  const engine = createEngine();
  pullImage(engine, 'busybox');
  network(engine, { Name: 'shop', EnableIPv6: true });
  const web = run(engine, 'web', { NetworkMode: 'shop' });
  const db = run(engine, 'db', { NetworkMode: 'bridge' });
  connectNetwork(engine, 'shop', 'db', {
    ...noEndpointRequest,
    aliases: ['Store', 'x.y'],
    links: ['web:front'],
  });
  const side = run(engine, 'side', { NetworkMode: 'container:web' });
  const alone = run(engine, 'alone', { NetworkMode: 'bridge' });
  return { engine, ask: containerNetwork(engine), web, db, side, alone };
}

// Expected values: nslookup in busybox containers set up alike, on dockerd 28.5.2.
test('containers on one network know each other by name, alias and short id', () => {
  const { engine, ask, web, db, side, alone } = shop();
  const prefix = engine.state.networks.get([...engine.state.networks.keys()][3] as string)?.pools.ipv6[0];
  expect(prefix?.subnet.bits).toBe(64);
  const ofDb = ['172.18.0.3', engine.state.containers.get(db)?.endpoints.get('shop')?.ipv6Address];
  for (const name of ['db', 'DB.', 'store', 'x.y', 'x.y.shop', 'db.shop', db.slice(0, 12)]) {
    expect(ask.resolve(web, name), name).toEqual(ofDb);
    expect(ask.resolve(side, name), name).toEqual(ofDb);
  }
  expect(ask.resolve(db, 'front')).toEqual(ask.resolve(web, 'web'));
  expect(ask.resolve(web, 'front')).toEqual([]);
  expect(ask.resolve(web, 'db.bridge')).toEqual([]);
  expect(ask.resolve(alone, 'db')).toEqual([]);
  expect(ask.resolve(web, 'nobody')).toEqual([]);
});

test('containers reach each other on a network they share', () => {
  const { ask, web, db, side, alone } = shop();
  expect(ask.containerAt(web, '172.18.0.3')).toBe(db);
  expect(ask.containerAt(side, '172.18.0.2')).toBe(web);
  expect(ask.containerAt(alone, '172.17.0.2')).toBe(db);
  expect(ask.containerAt(alone, '172.18.0.2')).toBe(undefined);
  expect(ask.interfaces(db).map(({ name, addresses, gateway }) => [name, addresses[0], gateway])).toEqual([
    ['eth0', '172.17.0.2/16', ''],
    ['eth1', '172.18.0.3/16', '172.18.0.1'],
  ]);
});
