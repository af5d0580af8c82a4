import { expect, test } from 'vitest';
import { containerLogs, type LogsRequest } from '../../../src/engine/containers/logs.ts';
import { removeContainer } from '../../../src/engine/containers/remove.ts';
import { startContainer } from '../../../src/engine/containers/start.ts';
import { lifecycleWorld } from '../../fixtures/lifecycle.ts';

const everything: LogsRequest = { follow: false, tail: undefined, sinceNs: undefined, untilNs: undefined };

function loggingWorld(hostConfig: object = {}) {
  const world = lifecycleWorld();
  const id = world.create({ hostConfig });
  startContainer(world.engine, id);
  const client = new AbortController();
  const open = (request: Partial<LogsRequest> = {}) =>
    containerLogs(world.engine, id, { ...everything, ...request }, client.signal).batches;
  return { ...world, id, client, open, read: (request?: Partial<LogsRequest>) => drain(open(request)) };
}

/** `1a\n` for a line of stdout; long ones as their length. */
async function drain(batches: ReturnType<ReturnType<typeof loggingWorld>['open']>): Promise<string[]> {
  const shown: string[] = [];
  for await (const batch of batches) {
    for (const { stream, line } of batch) {
      const text = line.length > 100 ? String(line.length) : new TextDecoder().decode(line);
      shown.push(`${stream === 'stdout' ? 1 : 2}${text}`);
    }
  }
  return shown;
}

// The pieces are those that dockerd 28.5.2 showed for the same output.
test('lines, unfinished lines, and lines beyond 16 KiB', async () => {
  const { processes, id, read } = loggingWorld();
  processes.write(id, 'stdout', 'a\n');
  processes.write(id, 'stderr', 'b\n');
  processes.write(id, 'stdout', 'part');
  processes.write(id, 'stdout', 'tial\n');
  for (const length of [16_384, 40_001]) {
    processes.write(id, 'stdout', 'x'.repeat(length));
    processes.write(id, 'stdout', '\n');
  }
  processes.write(id, 'stdout', 'end');
  const lines = ['1a\n', '2b\n', '1parttial\n', '116384', '1\n', '116384', '116384', '17234'];
  expect(await read()).toEqual(lines);
  expect(await read({ tail: 2 })).toEqual(lines.slice(-2));
  expect(await read({ tail: 0 })).toEqual([]);
  processes.end(id, 0);
  expect(await read({ tail: 1, follow: true })).toEqual(['1end']);
});

test('since and until', async () => {
  const { engine, processes, id, read } = loggingWorld();
  const times: bigint[] = [];
  for (const line of ['a', 'b', 'c']) {
    processes.write(id, 'stdout', `${line}\n`);
    times.push(engine.clock.lastNs());
  }
  const [first, second] = times as [bigint, bigint];
  expect(await read({ sinceNs: second })).toEqual(['1b\n', '1c\n']);
  expect(await read({ untilNs: second })).toEqual(['1a\n', '1b\n']);
  expect(await read({ sinceNs: first + 1n, untilNs: second })).toEqual(['1b\n']);
});

test('following ends with the run, with the client, and with the container', async () => {
  const { engine, processes, id, client, open } = loggingWorld();
  processes.write(id, 'stdout', 'a\n');
  const followed = drain(open({ follow: true, tail: 0 }));
  await new Promise(resolve => setTimeout(resolve));
  processes.write(id, 'stdout', 'b\n');
  processes.end(id, 0);
  startContainer(engine, id);
  processes.write(id, 'stdout', 'c\n');
  expect(await followed).toEqual(['1b\n']);

  const left = drain(open({ follow: true }));
  await new Promise(resolve => setTimeout(resolve));
  client.abort();
  expect(await left).toEqual(['1a\n', '1b\n', '1c\n']);

  const other = new AbortController().signal;
  const removed = drain(containerLogs(engine, id, { ...everything, follow: true }, other).batches);
  await removeContainer(engine, id, { force: true });
  expect(await removed).toEqual(['1a\n', '1b\n', '1c\n']);
});

test('no log to read', () => {
  const { open } = loggingWorld({ LogConfig: { Type: 'none', Config: {} } });
  expect(() => open()).toThrow('configured logging driver does not support reading');
});

test('a copy of the engine has a log of its own', async () => {
  const { engine, processes, id, read } = loggingWorld();
  processes.write(id, 'stdout', 'a\n');
  const copy = engine.fork();
  processes.write(id, 'stdout', 'b\n');
  const signal = new AbortController().signal;
  expect(await drain(containerLogs(copy, id, everything, signal).batches)).toEqual(['1a\n']);
  expect(await read()).toEqual(['1a\n', '1b\n']);
});

// Which lines were left was seen at dockerd 28.5.2: eleven of these fill a file of 1000 bytes. `xyz` makes up for
// the three digits that a virtual clock's times are shorter.
test.each([
  [{ 'max-size': '1k' }, 55],
  [{ 'max-size': '1kB', 'max-file': '2' }, 44],
  [{ 'max-size': '1k', 'max-file': '3' }, 33],
])('%j rotates the log', async (Config, first) => {
  const { processes, id, read, open } = loggingWorld({ LogConfig: { Type: 'json-file', Config } });
  const followed = open({ follow: true })[Symbol.asyncIterator]();
  for (let index = 0; index < 60; index += 1) processes.write(id, 'stdout', `line "<${index}>\txyz\n`);
  const lines = await read();
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([
    60 - first,
    `1line "<${first}>\txyz\n`,
    '1line "<59>\txyz\n',
  ]);
  expect((await followed.next()).value).toHaveLength(60 - first);
});

test('bytes that are no UTF-8 are lost to json-file', async () => {
  const { engine, processes, id, read } = loggingWorld();
  const bytes = Uint8Array.of(97, 0xff, 98, 0xe2, 0x82, 99, 0xc3, 0xa9, 10);
  engine.processOutput(processes.of(id).owner, 'stdout', bytes);
  expect(await read()).toEqual(['1a\ufffdb\ufffd\ufffdcé\n']);
});
