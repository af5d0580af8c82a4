import Docker from 'dockerode';
import { expect, test } from 'vitest';
import { checkDeterminism, type ScenarioWorld } from '../../../src/check-determinism.ts';

/** Containers that talk, die, restart; exec, attach, events, logs, stats. */
async function busyDay({ socketPath, engine }: ScenarioWorld): Promise<void> {
  const docker = new Docker({ socketPath });
  const container = await docker.createContainer({
    Image: 'busybox',
    Cmd: ['sh', '-c', 'for i in 1 2 3; do echo $i $RANDOM $(date); sleep 5; done; cat'],
    OpenStdin: true,
    StdinOnce: true,
    HostConfig: { RestartPolicy: { Name: 'on-failure' } },
  });
  const stream = await container.attach({ stream: true, stdin: true, stdout: true, hijack: true });
  await container.start();
  await engine.advance(20_000);
  // One after the other: what two connections do at once is in no order on a real socket.
  const ended = new Promise(resolve => stream.resume().on('end', resolve));
  stream.end('to the end\n');
  await ended;
  await container.wait();
  await container.logs({ stdout: true, timestamps: true });
  await docker.createNetwork({ Name: 'back' });
  await docker.createContainer({ Image: 'busybox', name: 'web', HostConfig: { NetworkMode: 'back' } });
  await docker.getContainer('web').start();
  await docker.getContainer('web').inspect();
  await docker.listContainers({ all: true });
  await docker
    .getContainer('none')
    .inspect()
    .catch(() => {});
}

test('a busy day is the same again, and over a socket', async () => {
  const report = await checkDeterminism(busyDay, { engine: { images: ['busybox'], clock: 'manual' } });
  expect(report.calls).toBe(11);
  expect(report.bytes).toBeGreaterThan(5_000);
});

test('the first byte that differs is shown, with its surroundings', async () => {
  let runs = 0;
  const scenario = async ({ socketPath }: ScenarioWorld) => {
    runs += 1;
    const docker = new Docker({ socketPath });
    await docker.ping();
    const options = { Name: 'back', Labels: { run: `${runs}` } };
    const call = { path: '/networks/create', method: 'POST', options, statusCodes: { 201: true } };
    await new Promise(resolve => docker.modem.dial(call, resolve));
  };
  await expect(checkDeterminism(scenario)).rejects.toThrow(
    /^a second run differs from the first: call 2, POST \/networks\/create\S*, in what was asked, at byte \d+:\n {2}first .*run\\":\\">>>1.*\n {2}then .*run\\":\\">>>2/,
  );
});

test('answers that follow the real clock differ, and calls that another run does not make', async () => {
  const images = ['busybox'];
  const inspect = async ({ socketPath }: ScenarioWorld) => {
    await new Docker({ socketPath }).createContainer({ Image: 'busybox', name: 'web' });
    await new Docker({ socketPath }).getContainer('web').inspect();
  };
  await expect(checkDeterminism(inspect, { engine: { images, clock: 'real' } })).rejects.toThrow(
    /a second run differs from the first: call \d, .*, in the answer, at byte \d+:\n {2}first /,
  );
  let runs = 0;
  const once = async ({ socketPath }: ScenarioWorld) => {
    runs += 1;
    if (runs < 3) await new Docker({ socketPath }).ping();
  };
  await expect(checkDeterminism(once)).rejects.toThrow(
    'a run over a real socket differs from the first: call 1, nothing any more where there was GET /_ping',
  );
});
