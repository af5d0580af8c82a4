import { expect, test } from 'vitest';
import type { NetworkWorld } from '../../../../src/engine/world/process/network-world.ts';
import { sys } from '../../../../src/engine/world/process/sys.ts';
import type { Running } from '../../../../src/engine/world/process/system-call.ts';
import { codeOf, settle, simulate, type TestPrograms } from './kernel-fixture.ts';

const ADDRESSES: Record<string, string> = { a: '10.0.0.2', b: '10.0.0.3' };

/** Two containers on one network, and a third on none. */
const network: NetworkWorld = {
  resolve: (_from, name) => (name in ADDRESSES ? [ADDRESSES[name] as string] : []),
  interfaces: id =>
    id in ADDRESSES
      ? [
          {
            name: 'eth0',
            index: 2,
            macAddress: '02:42:0a:00:00:02',
            mtu: 1500,
            up: true,
            addresses: [`${ADDRESSES[id]}/24`],
            gateway: '10.0.0.1',
          },
        ]
      : [],
  containerAt: (_from, address) => Object.keys(ADDRESSES).find(id => ADDRESSES[id] === address),
  sharing: id => [id],
};

const programs: TestPrograms = {
  *server({ argv }): Running {
    const listener = yield* sys.listen(Number(argv[1] ?? 80));
    for (let count = 0; count < 2; count += 1) {
      const { fd, address } = yield* sys.accept(listener);
      yield* sys.write(1, `from ${address}: ${new TextDecoder().decode(yield* sys.read(fd))}\n`);
      yield* sys.write(fd, 'pong');
      yield* sys.close(fd);
    }
    yield* sys.pause();
    return 0;
  },
  *client({ argv }): Running {
    const [address = ''] = yield* sys.resolve(argv[1] ?? '');
    const fd = yield* sys.connect(address, 80);
    yield* sys.write(fd, `ping from ${argv[0]}`);
    yield* sys.shutdown(fd);
    yield* sys.write(1, yield* sys.read(fd));
    yield* sys.write(1, `, then ${(yield* sys.read(fd)).length}\n`);
    return 0;
  },
  *refused(): Running {
    const codes = [];
    for (const address of ['127.0.0.1', '10.0.0.3', '10.0.0.99'])
      codes.push(yield* codeOf(sys.connect(address, 81)));
    yield* sys.write(1, `${codes}\n`);
    yield* sys.listen(8080);
    const table = yield* sys.open('/proc/net/tcp', { read: true });
    yield* sys.write(
      1,
      new TextDecoder()
        .decode(yield* sys.read(table))
        .split('\n')[1]
        ?.slice(0, 36) ?? '',
    );
    yield* sys.write(1, `\n${yield* codeOf(sys.listen(8080, '127.0.0.1'))}\n`);
    return 0;
  },
  /** Sends more than a pipe holds, to somebody who reads late. */
  *sender(): Running {
    const fd = yield* sys.connect('10.0.0.3', 80);
    yield* sys.write(fd, new Uint8Array(200_000));
    yield* sys.write(1, 'sent\n');
    return 0;
  },
  *lateReader(): Running {
    const { fd } = yield* sys.accept(yield* sys.listen(80));
    yield* sys.sleep(1_000_000_000n);
    let total = 0;
    for (let size = -1; size !== 0; total += size) size = (yield* sys.read(fd)).length;
    yield* sys.write(1, `${total}\n`);
    return 0;
  },
};

test('containers talk over a network, and over loopback within one', () => {
  const world = simulate({ programs, network });
  world.start('b', ['server']);
  settle(world);
  world.start('a', ['client', 'b']);
  world.exec('b', 'x', ['client', 'localhost']);
  settle(world);
  expect(world.stdout('b')).toBe('from 10.0.0.2: ping from client\nfrom 127.0.0.1: ping from client\n');
  expect([world.stdout('a'), world.stdout('x')]).toEqual(['pong, then 0\n', 'pong, then 0\n']);
});

test('what is refused, and what cannot be reached', () => {
  const world = simulate({ programs, network });
  world.start('b', ['sleep', '100']);
  world.start('a', ['refused']);
  world.start('c', ['refused']);
  settle(world);
  const rest = '   0: 00000000:1F90 00000000:0000 0A\nEADDRINUSE\n';
  expect(world.stdout('a')).toBe(`ECONNREFUSED,ECONNREFUSED,EHOSTUNREACH\n${rest}`);
  expect(world.stdout('c').split('\n')[0]).toBe('ECONNREFUSED,ECONNREFUSED,ENETUNREACH');
});

test('a sender waits for a slow reader, also in a copy', async () => {
  const world = simulate({ programs, network });
  world.start('b', ['lateReader']);
  settle(world);
  world.start('a', ['sender']);
  settle(world);
  expect(world.stdout('a')).toBe('');
  for (const each of [world.fork(), world]) {
    await each.engine.advance(1000);
    expect([each.stdout('a'), each.stdout('b')]).toEqual(['sent\n', '200000\n']);
  }
});
