import { expect, test } from 'vitest';
import { type AttachRequest, attachContainer } from '../../../src/engine/containers/attach.ts';
import { pauseContainer } from '../../../src/engine/containers/pause.ts';
import { startContainer } from '../../../src/engine/containers/start.ts';
import { stopContainer } from '../../../src/engine/containers/stop.ts';
import { lifecycleWorld } from '../../fixtures/lifecycle.ts';
import { TestPeer, turn } from '../../fixtures/test-peer.ts';

const all: AttachRequest = {
  stdin: true,
  stdout: true,
  stderr: true,
  logs: false,
  stream: true,
  detachKeys: '',
};

function attachWorld(config: object) {
  const world = lifecycleWorld();
  const id = world.create({ config });
  const attach = (request: Partial<AttachRequest> = {}) => {
    const peer = new TestPeer();
    const attachment = attachContainer(world.engine, id, { ...all, ...request }, peer.signal);
    return Object.assign(peer, { done: attachment.run(peer) });
  };
  return { ...world, id, attach };
}

// What clients got from dockerd 28.5.2 in the same situations.

test('attached before the start: early input waits, one-off input ends with the client, output ends with the run', async () => {
  const { engine, processes, id, attach, events } = attachWorld({ OpenStdin: true, StdinOnce: true });
  const peer = attach();
  const reader = attach({ stdin: false, stderr: false });
  peer.send('early\n');
  await turn();
  startContainer(engine, id);
  await turn();
  const { input } = processes.of(id);
  expect(input).toEqual(['early\n']);
  processes.write(id, 'stdout', 'out\n');
  processes.write(id, 'stderr', 'err\n');
  peer.halfClose();
  await turn();
  expect(input).toEqual(['early\n', 'EOF']);
  processes.write(id, 'stdout', 'bye\n');
  processes.end(id, 0);
  await Promise.all([peer.done, reader.done]);
  expect(peer.got).toEqual(['stdout out\n', 'stderr err\n', 'stdout bye\n']);
  expect(reader.got).toEqual(['stdout out\n', 'stdout bye\n']);
  expect(events().slice(0, 4)).toEqual(['attach', 'attach', 'network connect', 'start']);
});

test('without StdinOnce the end of the input lets the client go, and the container run', async () => {
  const { engine, processes, id, attach } = attachWorld({ OpenStdin: true });
  startContainer(engine, id);
  const peer = attach();
  peer.send('a\n');
  peer.halfClose();
  await peer.done;
  expect(processes.of(id).input).toEqual(['a\n']);
});

test('without OpenStdin the input is not read, nor does its end matter', async () => {
  const { engine, processes, id, attach } = attachWorld({});
  startContainer(engine, id);
  const peer = attach();
  peer.halfClose();
  await turn();
  processes.write(id, 'stdout', 'still\n');
  await stopContainer(engine, id, {});
  await peer.done;
  expect(peer.got).toEqual(['stdout still\n']);
});

test('a client that only sends stays until the container is gone', async () => {
  const { engine, processes, id, attach } = attachWorld({ OpenStdin: true, StdinOnce: true });
  startContainer(engine, id);
  const peer = attach({ stdout: false, stderr: false });
  peer.send('a\n');
  peer.halfClose();
  await turn();
  expect([processes.of(id).input, peer.isDone]).toEqual([['a\n', 'EOF'], false]);
  processes.end(id, 0);
  await peer.done;
});

test('detach keys, the usual ones and others; held back until they are complete', async () => {
  const { engine, processes, id, attach, events } = attachWorld({ OpenStdin: true, Tty: true });
  startContainer(engine, id);
  const { input } = processes.of(id);
  const usual = attach();
  usual.send('x\x10y\x10\x11zz');
  await usual.done;
  expect(input.splice(0)).toEqual(['x\x10y']);
  const chosen = attach({ detachKeys: 'a,b' });
  for (const keys of ['\x10\x11', '1a', 'c', 'a', 'b']) {
    chosen.send(keys);
    await turn();
  }
  await chosen.done;
  expect(input).toEqual(['\x10\x11', '1', 'ac']);
  expect(events()).toEqual(['network connect', 'start', 'attach', 'detach', 'attach', 'detach']);
});

test('what was logged comes first; without `stream` that is all', async () => {
  const { engine, processes, id, attach } = attachWorld({});
  startContainer(engine, id);
  processes.write(id, 'stdout', '1\n');
  processes.write(id, 'stderr', '2\n');
  const past = attach({ logs: true, stream: false, stderr: false });
  await past.done;
  expect(past.got).toEqual(['stdout 1\n']);
});

test('a client that went away is forgotten, and a slow one holds the process up', async () => {
  const { engine, processes, id, attach } = attachWorld({});
  startContainer(engine, id);
  const slow = attach();
  slow.blocked = true;
  await turn();
  const kilobyte = 'x'.repeat(1023).concat('\n');
  let written = 0;
  while (processes.write(id, 'stdout', kilobyte)) written += 1;
  expect(written).toBeGreaterThan(900);
  expect(written).toBeLessThan(1100);
  slow.leave();
  await slow.done;
  expect(processes.write(id, 'stdout', kilobyte)).toBe(true);
  expect(engine.live.outputs.size).toBe(0);
});

test('refusals', () => {
  const { engine, id, attach } = attachWorld({});
  expect(() => attach({ detachKeys: 'ctrl-1' })).toThrow('Invalid detach keys (ctrl-1) provided');
  startContainer(engine, id);
  pauseContainer(engine, id);
  expect(() => attach()).toThrow(`container ${id} is paused, unpause the container before attach`);
});
