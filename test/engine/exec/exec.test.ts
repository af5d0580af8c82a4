import { expect, test } from 'vitest';
import { findContainer } from '../../../src/engine/containers/find.ts';
import { pauseContainer } from '../../../src/engine/containers/pause.ts';
import { startContainer } from '../../../src/engine/containers/start.ts';
import { invalidParameter } from '../../../src/engine/errors.ts';
import { createExec, type ExecOptions } from '../../../src/engine/exec/create.ts';
import { inspectExec } from '../../../src/engine/exec/inspect.ts';
import { resizeExec } from '../../../src/engine/exec/resize.ts';
import { attachExec, startExec } from '../../../src/engine/exec/start.ts';
import { lifecycleWorld } from '../../fixtures/lifecycle.ts';
import { TestPeer, turn } from '../../fixtures/test-peer.ts';

const usual: ExecOptions = {
  User: '',
  Privileged: false,
  Tty: false,
  AttachStdin: true,
  AttachStderr: true,
  AttachStdout: true,
  DetachKeys: '',
  Env: null,
  WorkingDir: '',
  Cmd: ['sh', '-c', 'exit 5'],
};

function execWorld() {
  const world = lifecycleWorld();
  const id = world.create({ config: { Env: ['A=1', 'B=2'], WorkingDir: '/tmp' } });
  startContainer(world.engine, id);
  world.events();
  return {
    ...world,
    id,
    exec: (options: Partial<ExecOptions> = {}) => createExec(world.engine, id, { ...usual, ...options }),
    attached(execId: string) {
      const peer = new TestPeer();
      return Object.assign(peer, { done: attachExec(world.engine, execId, null, peer) });
    },
  };
}

// Events, fields and sentences are dockerd 28.5.2's.

test('from create to its end', async () => {
  const { engine, processes, id, exec, attached, events } = execWorld();
  const execId = exec({ Env: ['B=3', 'C=4'] });
  expect(findContainer(engine, id).execIds).toEqual([execId]);
  const fields = {
    ID: execId,
    Running: false,
    ExitCode: null,
    ProcessConfig: { tty: false, entrypoint: 'sh', arguments: ['-c', 'exit 5'], privileged: false },
    OpenStdin: true,
    OpenStderr: true,
    OpenStdout: true,
    CanRemove: false,
    ContainerID: id,
    DetachKeys: '',
    Pid: 0,
  };
  expect(JSON.stringify(inspectExec(engine, execId))).toBe(JSON.stringify(fields));
  const peer = attached(execId);
  peer.send('in');
  peer.halfClose();
  await turn();
  const { pid, input, spec } = processes.of(execId);
  expect(input).toEqual(['in', 'EOF']);
  expect(spec.cwd).toBe('/tmp');
  expect(spec.env.slice(1)).toEqual([`HOSTNAME=${id.slice(0, 12)}`, 'A=1', 'B=3', 'C=4']);
  expect(inspectExec(engine, execId)).toEqual({ ...fields, Running: true, Pid: pid });
  processes.write(execId, 'stderr', 'oh\n');
  processes.end(execId, 5);
  await peer.done;
  expect(peer.got).toEqual(['stderr oh\n']);
  expect(inspectExec(engine, execId)).toEqual({ ...fields, ExitCode: 5, Pid: pid });
  expect(findContainer(engine, id).execIds).toEqual([]);
  const of = (action: string, more = '') => `${action}${more} execID=${execId}`;
  expect(events()).toEqual([
    of('exec_create: sh -c exit 5'),
    of('exec_start: sh -c exit 5'),
    `exec_die execID=${execId} exitCode=5`,
  ]);
  expect(() => startExec(engine, execId, null)).toThrow(`exec command ${execId} has already run`);
});

test('detached, and started twice', () => {
  const { engine, exec } = execWorld();
  const execId = exec();
  startExec(engine, execId, null);
  expect(() => startExec(engine, execId, null)).toThrow(`exec command ${execId} is already running`);
});

test('what cannot be started has an exit code and no end', () => {
  const { engine, processes, exec, events } = execWorld();
  const execId = exec({ Cmd: ['nope'] });
  processes.refusal = invalidParameter(
    'OCI runtime exec failed: exec failed: unable to start container process: ' +
      'exec: "nope": executable file not found in $PATH',
  );
  expect(() => startExec(engine, execId, null)).toThrow(processes.refusal);
  expect(inspectExec(engine, execId)).toMatchObject({ Running: false, ExitCode: 127, Pid: 0 });
  expect(events()).toEqual([`exec_create: nope  execID=${execId}`, `exec_start: nope  execID=${execId}`]);
});

test('detach keys make it count as failed, while it runs on', async () => {
  const { engine, processes, id, exec, attached, events } = execWorld();
  const execId = exec({ Tty: true, DetachKeys: 'a,b' });
  const peer = attached(execId);
  events();
  peer.send('ab');
  await expect(peer.done).rejects.toThrow('exec attach failed: error on attach stdin: read escape sequence');
  expect(inspectExec(engine, execId)).toMatchObject({ Running: false, ExitCode: 126, DetachKeys: 'YWI=' });
  expect(findContainer(engine, id).execIds).toEqual([]);
  processes.end(execId, 0);
  expect(events()).toEqual([`exec_die execID=${execId} exitCode=127`]);
});

test('the end of the container: what never ran is forgotten, what ended is still known', () => {
  const { engine, processes, id, exec } = execWorld();
  const [never, ended] = [exec(), exec()];
  startExec(engine, ended, null);
  processes.end(ended, 0);
  processes.end(id, 0);
  expect(() => inspectExec(engine, never)).toThrow(`No such exec instance: ${never}`);
  expect(inspectExec(engine, ended)).toMatchObject({ ExitCode: 0 });
  expect(() => startExec(engine, ended, null)).toThrow(`container ${id} is not running`);
});

test('an ended exec is forgotten some minutes later', async () => {
  const { engine, processes, exec } = execWorld();
  const execId = exec();
  startExec(engine, execId, null);
  processes.end(execId, 0);
  await engine.advance(301_000);
  exec();
  expect(() => inspectExec(engine, execId)).toThrow(`No such exec instance: ${execId}`);
});

test('resize waits for a start, ten seconds at most', async () => {
  const { engine, processes, exec } = execWorld();
  const size = { rows: 33, columns: 44 };
  const execId = exec({ Tty: true });
  const resized = resizeExec(engine, execId, size);
  startExec(engine, execId, null);
  await resized;
  expect(processes.resizes).toEqual([[execId, size]]);
  processes.end(execId, 0);
  const gone = `NotFound: process does not exist ${execId}: not found`;
  await expect(resizeExec(engine, execId, size)).rejects.toThrow(gone);
  const never = resizeExec(engine, exec(), size);
  const refused = expect(never).rejects.toThrow('timeout waiting for exec session ready');
  await engine.advance(10_000);
  await refused;
});

test('refusals', () => {
  const { engine, id, exec } = execWorld();
  expect(() => exec({ DetachKeys: 'ctrl-1' })).toThrow('Invalid escape keys (ctrl-1) provided');
  const execId = exec();
  pauseContainer(engine, id);
  const paused = (ref: string) => `Container ${ref} is paused, unpause the container before exec`;
  expect(() => createExec(engine, 'web', usual)).toThrow(paused('web'));
  expect(() => startExec(engine, execId, null)).toThrow(paused(id));
  expect(() => inspectExec(engine, 'nope')).toThrow('No such exec instance: nope');
});
