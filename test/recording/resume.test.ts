import { join } from 'node:path';
import { expect, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import { pullImage } from '../../src/engine/images/pull.ts';
import { readRecording } from '../../src/recording/recording-folder.ts';
import { resume } from '../../src/recording/resume/resume.ts';
import { Docker } from '../conformance/client.ts';

const ID = '8174703ffc01d37924e4d010645ff411f8907b09900c58af2893858b9edebc08';

/** attach-stdin: create box (cat), attach, start, two lines in, wait, logs. */
async function resumed(at: number) {
  const engine = createEngine({ clock: 'manual' });
  pullImage(engine, 'busybox');
  const recording = readRecording(join(import.meta.dirname, '../../recordings/attach-stdin'));
  const daemon = await resume(recording, api(engine), { at, advance: ms => engine.driver.advance(ms) });
  return { docker: new Docker(daemon), daemon };
}

test('what the recording has is played, and what comes after is the engine, with the recorded ids', async () => {
  const { docker, daemon } = await resumed(1);
  const body = { Image: 'busybox', Cmd: ['cat'], OpenStdin: true, StdinOnce: true, AttachStdin: true };
  expect((await docker.post('/containers/create?name=box', body)).json.Id).toBe(ID);
  expect((await docker.get('/containers/box/json')).json).toMatchObject({
    Id: ID,
    State: { Status: 'created' },
  });
  expect((await docker.post(`/containers/${ID}/start`)).status).toBe(204);
  expect((await docker.get('/containers/json')).json).toMatchObject([{ Id: ID, State: 'running' }]);
  expect((await docker.post(`/containers/${ID.slice(0, 12)}/rename?name=other`)).status).toBe(204);
  expect((await docker.get('/containers/other/json')).json.Config.Hostname).toBe(ID.slice(0, 12));
  expect((await docker.delete(`/containers/${ID}?force=1`)).status).toBe(204);
  expect((await docker.get(`/containers/${ID}/json`)).json).toEqual({ message: `No such container: ${ID}` });
  expect(daemon.misses()).toEqual([]);
});

test('who does something else than what was recorded is answered by the engine alone, in the state of then', async () => {
  const engine = createEngine({ clock: 'manual' });
  pullImage(engine, 'busybox');
  const recording = readRecording(join(import.meta.dirname, 'sessions/tour'));
  const daemon = await resume(recording, api(engine), { at: 38, advance: ms => engine.driver.advance(ms) });
  const docker = new Docker(daemon);
  const found = recording.frames.find(frame => frame.kind === 'reply-bytes' && frame.x === 2);
  const { Id } = JSON.parse(found === undefined ? '' : new TextDecoder().decode(recording.bytes(found)));
  // #8 inspected it before #35 connected it.
  const { json: session } = await docker.get('/containers/session/json');
  expect(session).toMatchObject({ Id, State: { Status: 'running' } });
  expect(Object.keys(session.NetworkSettings.Networks)).toEqual(['bridge', 'session-net']);
  expect((await docker.get('/networks/session-net')).json.Containers).toHaveProperty([Id, 'Name'], 'session');
  expect((await docker.get('/volumes/session-data')).status).toBe(200);
  const exec = await docker.post('/containers/session/exec', { Cmd: ['true'] });
  expect((await docker.get(`/exec/${exec.json.Id}/json`)).json.ContainerID).toBe(Id);
  // An exec of the past, by its recorded id.
  const past = recording.frames.find(
    frame => frame.kind === 'request' && frame.target.endsWith('/start') && frame.x === 10,
  );
  const execId = past?.kind === 'request' ? past.target.split('/').at(-2) : '';
  expect((await docker.get(`/exec/${execId}/json`)).json).toMatchObject({
    ID: execId,
    ExitCode: 3,
    Running: false,
  });
});

test('the engine has gone through what was recorded', async () => {
  const { docker } = await resumed(5);
  expect((await docker.get('/containers/box/json')).json.State).toMatchObject({
    Status: 'exited',
    ExitCode: 0,
  });
  expect((await docker.get('/containers/box/logs?stdout=1&tail=1')).text).toContain('again\n');
});
