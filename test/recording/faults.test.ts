import Docker from 'dockerode';
import { afterEach, expect, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import type { Daemon } from '../../src/exchange/exchange.ts';
import { barrier } from '../../src/recording/faults/barrier.ts';
import { checkWithFaults } from '../../src/recording/faults/check-with-faults.ts';
import type { FaultPlan } from '../../src/recording/faults/fault-plan.ts';
import { faults } from '../../src/recording/faults/faults.ts';
import { randomPlan } from '../../src/recording/faults/random-plan.ts';
import { planAsCode, smallestPlan } from '../../src/recording/faults/smallest-plan.ts';
import { type Listening, listen } from '../../src/transport/listen.ts';

const asked: string[] = [];
const daemon: Daemon = async ({ method, target }) => {
  asked.push(`${method} ${target}`);
  return { status: 200, headers: [['Content-Length', '10']], body: new TextEncoder().encode('0123456789') };
};

const open: Listening[] = [];
afterEach(async () => {
  asked.length = 0;
  for (const listening of open.splice(0)) await listening.close();
});

async function serving(plan: FaultPlan, options = {}) {
  const faulty = faults(plan, daemon, options);
  const listening = await listen(faulty, 'tcp://127.0.0.1:0');
  open.push(listening);
  const base = listening.host.replace('tcp', 'http');
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(base + path, init);
    return [response.status, await response.text()];
  };
  return { ask, applied: faulty.applied };
}

test("the nth matching call fails with Docker's error; the others are answered", async () => {
  const plan: FaultPlan = [
    { on: 'GET /containers/*/json', nth: 2, fault: { kind: 'error', status: 503, message: 'busy' } },
  ];
  const { ask, applied } = await serving(plan);
  const answers = [];
  for (const path of [
    '/containers/a/json',
    '/containers/json',
    '/v1.51/containers/b/json',
    '/containers/c/json?x=1',
  ]) {
    answers.push(await ask(path));
  }
  expect(answers).toEqual([
    [200, '0123456789'],
    [200, '0123456789'],
    [503, '{"message":"busy"}\n'],
    [200, '0123456789'],
  ]);
  expect(applied).toEqual([{ call: 'GET /v1.51/containers/b/json', rule: plan[0] }]);
  expect(asked).not.toContain('GET /v1.51/containers/b/json');
});

test('a reply is cut after so many bytes', async () => {
  const { ask } = await serving([{ fault: { kind: 'cut', afterBytes: 4 } }]);
  await expect(ask('/x')).rejects.toThrow(/terminated|fetch failed/);
  const whole = await serving([{ fault: { kind: 'cut', afterBytes: 10 } }]);
  expect(await whole.ask('/x')).toEqual([200, '0123456789']);
});

test('a connection is reset before the daemon is asked', async () => {
  const { ask } = await serving([{ nth: 1, fault: { kind: 'reset' } }]);
  await expect(ask('/x')).rejects.toThrow('fetch failed');
  expect(asked).toEqual([]);
  expect(await ask('/x')).toEqual([200, '0123456789']);
});

test('silence lasts until the client gives up', async () => {
  const { ask } = await serving([{ on: '* /silent/**', fault: { kind: 'silence' } }]);
  const controller = new AbortController();
  const answer = ask('/silent/deep/down', { signal: controller.signal });
  expect(await ask('/other')).toEqual([200, '0123456789']);
  controller.abort();
  await expect(answer).rejects.toThrow('aborted');
});

test('a delayed call reaches the daemon later, by the clock it was given', async () => {
  let wake: () => void = () => {};
  const slept: number[] = [];
  const sleep = (ms: number) =>
    new Promise<void>(resolve => {
      slept.push(ms);
      wake = resolve;
    });
  const { ask } = await serving([{ on: 'GET /slow', fault: { kind: 'delay', ms: 3_600_000 } }], { sleep });
  const slow = ask('/slow');
  await ask('/quick');
  expect(asked).toEqual(['GET /quick']);
  wake();
  expect(await slow).toEqual([200, '0123456789']);
  expect(slept).toEqual([3_600_000]);
});

test('a barrier holds a call until the test lets it go', async () => {
  const gate = barrier();
  const { ask } = await serving([{ on: 'GET /list', fault: { kind: 'hold', barrier: gate } }]);
  const list = ask('/list');
  await gate.reached;
  await ask('/remove', { method: 'DELETE' });
  expect([gate.waiting, asked]).toEqual([1, ['DELETE /remove']]);
  gate.release();
  await list;
  expect([gate.waiting, asked]).toEqual([0, ['DELETE /remove', 'GET /list']]);
});

test.each([
  { liveRestore: false, states: { db: 'exited', web: 'running' } },
  { liveRestore: true, states: { db: 'running', web: 'running' } },
])('the daemon restarts in the midst of things: %j', async ({ liveRestore, states }) => {
  const policy = { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } };
  const stay = { image: 'busybox', command: ['sleep', 'infinity'] };
  const engine = createEngine({
    containers: [
      { ...stay, name: 'db' },
      { ...stay, name: 'web', hostConfig: policy },
    ],
  });
  const restarting = faults(
    [{ on: 'GET /info', nth: 2, fault: { kind: 'restart', liveRestore } }],
    api(engine),
  );
  const listening = await listen(restarting, 'tcp://127.0.0.1:0');
  open.push(listening);
  const docker = new Docker({ host: '127.0.0.1', port: new URL(listening.host).port });
  await docker.info();
  const events = await docker.getEvents();
  events.resume();
  const dropped = new Promise(resolve => events.once('close', resolve));
  await expect(docker.info()).rejects.toThrow('socket hang up');
  await dropped;
  const containers = await docker.listContainers({ all: true });
  expect(Object.fromEntries(containers.map(({ Names, State }) => [Names[0]?.slice(1), State]))).toEqual(
    states,
  );
});

test('a daemon that is not simulated cannot be restarted, which is said at once', () => {
  expect(() => faults([{ fault: { kind: 'restart' } }], daemon)).toThrow('faults(plan, api(engine))');
});

test('a malformed rule is refused with a sentence', () => {
  const plans: FaultPlan[] = [
    [{ on: '/containers', fault: { kind: 'reset' } }],
    [{ fault: { kind: 'reset' } }, { nth: 0, fault: { kind: 'reset' } }],
    [{ fault: { kind: 'error', status: 200, message: '' } }],
  ];
  expect(
    plans.map(plan => {
      try {
        faults(plan, daemon);
        return 'taken';
      } catch (error) {
        return (error as Error).message;
      }
    }),
  ).toEqual([
    'rule 1 of the fault plan: on: "/containers" must be a method and a path, as in "GET /containers/*/json"',
    'rule 2 of the fault plan: nth: 0 must be a whole number from 1',
    "rule 1 of the fault plan: status: 200 must be an error's, 400 to 599",
  ]);
});

test('a random plan is the same for the same seed, and shrinks to what makes the scenario fail', async () => {
  const plan = randomPlan('seed', { rules: 12 });
  expect(randomPlan('seed', { rules: 12 })).toEqual(plan);
  expect(randomPlan('other', { rules: 12 })).not.toEqual(plan);
  const guilty = [plan[3], plan[8]];
  let runs = 0;
  const smallest = await smallestPlan(plan, async part => {
    runs += 1;
    return guilty.every(rule => part.includes(rule as never));
  });
  expect(smallest).toEqual(guilty);
  expect(runs).toBeLessThan(40);
});

test('a plan is printed as code to paste', () => {
  const plan: FaultPlan = [
    { on: 'POST /images/create', nth: 1, fault: { kind: 'cut', afterBytes: 200 } },
    { fault: { kind: 'hold', barrier: barrier() } },
    { fault: { kind: 'dropMessages', matching: '{"Action":"die"}' } },
  ];
  expect(planAsCode(plan)).toBe(`faults([
  { on: "POST /images/create", nth: 1, fault: { kind: "cut", afterBytes: 200 } },
  { fault: { kind: "hold", barrier: barrier() } },
  { fault: { kind: "dropMessages", matching: "{\\"Action\\":\\"die\\"}" } },
], daemon)`);
});

test('a scenario under random trouble fails with the smallest plan that breaks it', async () => {
  const scenario = async (plan: FaultPlan) => {
    const faulty = faults(plan, daemon, { sleep: async () => {} });
    for (let call = 0; call < 10; call += 1) {
      const reply = await faulty({
        method: 'GET',
        target: '/x',
        headers: [],
        body: (async function* () {})(),
        signal: new AbortController().signal,
      });
      if (reply.status === 500) throw new Error('the code under test cannot bear a 500');
    }
  };
  await expect(checkWithFaults(async () => {})).resolves.toBeUndefined();
  const error: Error = await checkWithFaults(scenario, { plans: 500, calls: 10 }).catch(failed => failed);
  expect(error.message).toContain('(seed "dockless"): the code under test cannot bear a 500');
  expect(error.message).toMatch(
    /smallest plan that still fails:\n\nfaults\(\[\n {2}\{ nth: \d+, fault: \{ kind: "error", [^\n]*\n\], daemon\)\n$/,
  );
});
