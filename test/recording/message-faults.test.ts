import Docker from 'dockerode';
import { afterEach, expect, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import type { Daemon } from '../../src/exchange/exchange.ts';
import type { Fault } from '../../src/recording/faults/fault-plan.ts';
import { faults } from '../../src/recording/faults/faults.ts';
import { type Interception, intercept } from '../../src/transport/intercept/intercept.ts';

const docker = new Docker({ socketPath: '/var/run/docker.sock' });
let interception: Interception | undefined;
afterEach(() => interception?.dispose());

/** The actions that a listener hears of a container which runs and ends. */
async function heard(fault: Fault, sleeps: number[] = []): Promise<string[]> {
  const engine = createEngine({ images: ['busybox'] });
  const sleep = async (ms: number) => void sleeps.push(ms);
  interception = intercept(faults([{ on: 'GET /events', fault }], api(engine), { sleep }));
  const events = await docker.getEvents();
  const actions: string[] = [];
  const done = new Promise<void>(resolve => {
    events.on('data', chunk => {
      for (const line of String(chunk).trim().split('\n')) actions.push(JSON.parse(line).Action);
      if (actions.includes('destroy')) resolve();
    });
  });
  const container = await docker.createContainer({
    Image: 'busybox',
    Cmd: ['true'],
    HostConfig: { NetworkMode: 'none' },
  });
  await container.start();
  await container.wait();
  await container.remove();
  await done;
  return actions;
}

test('events are lost', async () => {
  const all = await heard({ kind: 'dropMessages', matching: 'nothing like this' });
  interception?.dispose();
  expect(all).toContain('die');
  const actions = await heard({ kind: 'dropMessages', matching: '"Action":"die"' });
  expect(actions).toEqual(all.filter(action => action !== 'die'));
});

test('events come late, and what follows them', async () => {
  const sleeps: number[] = [];
  const actions = await heard({ kind: 'delayMessages', matching: '"Action":"start"', ms: 5_000 }, sleeps);
  expect(actions).toContain('start');
  expect(sleeps).toEqual([5_000]);
});

test('messages are told apart however they come in pieces; a last one without a newline is one, too', async () => {
  const pieces: Daemon = async () => ({
    status: 200,
    headers: [['Content-Length', '12']],
    body: (async function* () {
      for (const piece of ['on', 'e\ntw', 'o\nthr', 'ee']) yield new TextEncoder().encode(piece);
    })(),
  });
  const ask = async (matching: string) => {
    using _ = intercept(faults([{ fault: { kind: 'dropMessages', matching } }], pieces));
    return String(await docker.ping());
  };
  expect(await ask('two')).toBe('one\nthree');
  expect(await ask('three')).toBe('one\ntwo\n');
});
