import { expect, test } from 'vitest';
import { findContainer } from '../../../src/engine/containers/find.ts';
import { startContainer } from '../../../src/engine/containers/start.ts';
import { waitContainer } from '../../../src/engine/containers/wait.ts';
import { invalidParameter, systemError } from '../../../src/engine/errors.ts';
import { lifecycleWorld } from '../../fixtures/lifecycle.ts';

const RUNC =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: ' +
  'runc create failed: unable to start container process: ';

// Sentences and exit codes as dockerd 28.5.2 gave them for these commands.
test.each([
  [127, invalidParameter(`${RUNC}exec: "nope": executable file not found in $PATH`)],
  [127, invalidParameter(`${RUNC}exec: "/nope": stat /nope: no such file or directory`)],
  [126, invalidParameter(`${RUNC}exec: "/etc/passwd": permission denied`)],
  [128, systemError('unable to find user nouser: no matching entries in passwd file')],
])('exit code %i: %s', async (exitCode, refusal) => {
  const { engine, processes, create, events } = lifecycleWorld();
  const id = create();
  processes.refusal = refusal;
  expect(() => startContainer(engine, id)).toThrow(refusal);
  expect(events()).toEqual(['network disconnect']);
  const { lifecycle, error } = findContainer(engine, id);
  expect([lifecycle, error]).toEqual([{ status: 'created', exitCode }, refusal.message]);
  const waited = waitContainer(engine, id, '', new AbortController().signal);
  expect(await waited).toEqual({ exitCode, error: refusal.message });
});

test('a container that ran before keeps that it exited; --rm removes it', () => {
  const { engine, processes, create, events } = lifecycleWorld();
  const id = create();
  startContainer(engine, id);
  processes.end(id, 0);
  processes.refusal = invalidParameter(`${RUNC}exec: "sh": executable file not found in $PATH`);
  expect(() => startContainer(engine, id)).toThrow();
  expect(findContainer(engine, id).lifecycle).toEqual({ status: 'exited', exitCode: 127 });
  create({ name: 'gone', hostConfig: { AutoRemove: true } });
  expect(() => startContainer(engine, 'gone')).toThrow('executable file not found');
  expect(events()).toEqual(['network disconnect', 'destroy']);
  expect(() => findContainer(engine, 'gone')).toThrow('No such container: gone');
});
