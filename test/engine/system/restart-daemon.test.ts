import { expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { createEngine } from '../../../src/create-engine.ts';
import { Docker } from '../../conformance/client.ts';

const stay = { image: 'busybox', command: ['sleep', '1000'], config: { StopTimeout: 2 } };
const policy = (Name: string) => ({ hostConfig: { RestartPolicy: { Name, MaximumRetryCount: 0 } } });

async function world() {
  const engine = createEngine({
    containers: [
      { ...stay, name: 'plain' },
      { ...stay, name: 'always', ...policy('always') },
      { ...stay, name: 'unless', ...policy('unless-stopped') },
      { ...stay, name: 'onfail', ...policy('on-failure') },
      { ...stay, name: 'paused', state: 'paused' },
      {
        name: 'trap',
        image: 'busybox',
        command: ['sh', '-c', 'trap "exit 5" TERM; while :; do sleep 0.1; done'],
      },
      { ...stay, name: 'stopped', ...policy('always') },
      { ...stay, name: 'unstopped', ...policy('unless-stopped') },
    ],
  });
  const docker = new Docker(api(engine));
  await docker.post('/containers/stopped/stop?t=0');
  await docker.post('/containers/unstopped/stop?t=0');
  const states = async () => {
    const seen: Record<string, unknown> = {};
    for (const name of ['plain', 'always', 'unless', 'onfail', 'paused', 'trap', 'stopped', 'unstopped']) {
      const { State, RestartCount } = (await docker.get(`/containers/${name}/json`)).json;
      seen[name] = [State.Status, State.ExitCode, State.Error, RestartCount];
    }
    return seen;
  };
  return { engine, docker, states };
}

test('containers stop, and start by their policies, as those of a dockerd 28.5.2 did', async () => {
  const { engine, docker, states } = await world();
  const waiting = docker.post('/containers/plain/wait');
  await engine.restartDaemon();
  expect((await waiting).json).toEqual({ StatusCode: 137 });
  expect(await states()).toEqual({
    plain: ['exited', 137, '', 0],
    always: ['running', 0, '', 0],
    unless: ['running', 0, '', 0],
    onfail: ['running', 0, '', 0],
    paused: ['exited', 137, '', 0],
    trap: ['exited', 5, '', 0],
    stopped: ['running', 0, '', 0],
    unstopped: ['exited', 137, '', 0],
  });
  expect(
    [...engine.events.past()].filter(({ type }) => type === 'container').map(({ action }) => action),
  ).toEqual(Array(4).fill('start'));
});

test('with live restore containers go on, and clients are released', async () => {
  const { engine, docker, states } = await world();
  const before = await states();
  const listening = docker.get('/events');
  await new Promise(resolve => setImmediate(resolve));
  await engine.restartDaemon({ liveRestore: true });
  await listening;
  expect(await states()).toEqual(before);
  expect([...engine.events.past()]).toEqual([]);
  expect((await docker.post('/containers/always/stop')).status).toBe(204);
});
