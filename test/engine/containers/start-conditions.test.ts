import { expect, test } from 'vitest';
import { startContainer } from '../../../src/engine/containers/start.ts';
import { NotSimulatedError } from '../../../src/engine/errors.ts';
import { lifecycleWorld } from '../../fixtures/lifecycle.ts';

// Recorded from dockerd 28.5.2.

test.each([
  [{ PidMode: 'container:other' }, 'system', 'failed to join PID namespace: container OTHER is not running'],
  [
    { IpcMode: 'container:other' },
    'conflict',
    'failed to join IPC namespace: container OTHER is not running',
  ],
  [
    { DeviceRequests: [{ Driver: '', Count: -1, DeviceIDs: null, Capabilities: [['gpu']], Options: null }] },
    'system',
    'could not select device driver "" with capabilities: [[gpu]]',
  ],
  [
    { NetworkMode: 'container:other' },
    'conflict',
    'cannot join network namespace of a non running container: container other is created',
  ],
  [{ Links: ['other:al'] }, 'system', 'Cannot link to a non running container: /other AS /web/al'],
])('%j: %s', (hostConfig, kind, sentence) => {
  const { engine, create } = lifecycleWorld();
  const other = create({ name: 'other' });
  const id = create({ hostConfig });
  const refusal = { kind, message: sentence.replace('OTHER', other) };
  expect(() => startContainer(engine, id)).toThrow(expect.objectContaining(refusal));
});

test('a log option that is no regular expression: dockerd refuses the start and the logs', () => {
  const { engine, create } = lifecycleWorld();
  const hostConfig = { LogConfig: { Type: 'json-file', Config: { 'labels-regex': '(' } } };
  const id = create({ hostConfig });
  expect(() => startContainer(engine, id)).toThrow(NotSimulatedError);
  expect(engine.state.containers.get(id)?.lifecycle).toEqual({ status: 'created' });
});

test('a link tells where the other container is, what it exposes and what its variables are', () => {
  const { engine, processes, create } = lifecycleWorld();
  const ExposedPorts = { '80/tcp': {}, '81/tcp': {}, '53/udp': {} };
  create({ name: 'other', config: { Env: ['A=1', 'PATH=/bin'], ExposedPorts } });
  const id = create({ hostConfig: { Links: ['other:my-al'] } });
  startContainer(engine, 'other');
  startContainer(engine, id);
  const shown = processes.of(id).spec.env.filter(entry => entry.startsWith('MY_AL_'));
  expect(shown).toEqual([
    'MY_AL_PORT=tcp://172.17.0.2:80',
    'MY_AL_PORT_80_TCP=tcp://172.17.0.2:80',
    'MY_AL_PORT_80_TCP_ADDR=172.17.0.2',
    'MY_AL_PORT_80_TCP_PORT=80',
    'MY_AL_PORT_80_TCP_PROTO=tcp',
    'MY_AL_PORT_81_TCP=tcp://172.17.0.2:81',
    'MY_AL_PORT_81_TCP_ADDR=172.17.0.2',
    'MY_AL_PORT_81_TCP_PORT=81',
    'MY_AL_PORT_81_TCP_PROTO=tcp',
    'MY_AL_PORT_53_UDP=udp://172.17.0.2:53',
    'MY_AL_PORT_53_UDP_ADDR=172.17.0.2',
    'MY_AL_PORT_53_UDP_PORT=53',
    'MY_AL_PORT_53_UDP_PROTO=udp',
    'MY_AL_PORT_80_TCP_START=tcp://172.17.0.2:80',
    'MY_AL_PORT_80_TCP_PORT_START=80',
    'MY_AL_PORT_80_TCP_END=tcp://172.17.0.2:81',
    'MY_AL_PORT_80_TCP_PORT_END=81',
    'MY_AL_NAME=/web/my-al',
    'MY_AL_ENV_A=1',
  ]);
});
