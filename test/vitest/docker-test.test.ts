import Docker from 'dockerode';
import { expect } from 'vitest';
import { dockerTest as test } from '../../src/vitest.ts';

const docker = new Docker({ socketPath: '/var/run/docker.sock' });
const withBusybox = test.override({ engineOptions: { images: ['busybox'] } });

/** The code under test. */
async function deploy(name: string): Promise<void> {
  const container = await docker.createContainer({ name, Image: 'busybox', Cmd: ['sleep', 'infinity'] });
  await container.start();
  const exec = await container.exec({ Cmd: ['touch', '/ready'] });
  await exec.start({ Detach: true });
}

const failure = (check: () => void): string => {
  try {
    check();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing failed';
};

withBusybox('what was run is told by matchers', async ({ engine }) => {
  await deploy('web');
  expect(engine).toHaveRunContainer('busybox');
  expect(engine).toHaveRunContainer({ image: 'docker.io/library/busybox:latest', name: 'web' });
  expect(engine).toHaveRunContainer({ command: ['sleep', 'infinity'] });
  expect(engine).toHaveCreatedContainer('busybox');
  expect(engine).toHaveExecuted(['touch', '/ready']);
  expect(engine).toHaveExecuted(['touch', '/ready'], 'web');
  expect(engine).toHaveAsked('POST /containers/*/start');
  expect(engine).not.toHaveRunContainer('alpine');
  expect(engine).not.toHaveRunContainer({ name: 'db' });
  expect(engine).not.toHaveExecuted(['touch', '/ready'], 'db');
  expect(engine).not.toHavePulled('busybox');
  expect(engine).not.toHaveStopped('web');
  await docker.getContainer('web').stop();
  await docker.getContainer('web').remove();
  expect(engine).toHaveStopped('web');
  expect(engine).toHaveRemoved('web');
});

withBusybox('each test begins anew', async ({ engine }) => {
  expect(await docker.listContainers({ all: true })).toEqual([]);
  expect(engine.calls).toHaveLength(1);
});

test('a container that was created and never started has not run; a failed call is no deed', async ({
  engine,
}) => {
  const progress = await docker.pull('alpine:3.20');
  await new Promise(resolve => docker.modem.followProgress(progress, resolve));
  expect(engine).toHavePulled('alpine:3.20');
  expect(engine).not.toHavePulled('alpine');
  const container = await docker.createContainer({ name: 'idle', Image: 'alpine:3.20' });
  expect(engine).toHaveCreatedContainer({ name: 'idle' });
  expect(engine).not.toHaveRunContainer('alpine:3.20');
  await expect(docker.getContainer('none').remove()).rejects.toThrow('No such container: none');
  expect(engine).not.toHaveRemoved('none');
  await container.remove();
  expect(engine).toHaveRemoved('idle');
});

withBusybox('a failure prints what was asked instead', async ({ engine }) => {
  expect(failure(() => expect(engine).toHavePulled('redis'))).toBe(
    'expected the engine to have pulled "redis", but it was asked nothing',
  );
  await docker.createContainer({ name: 'web', Image: 'busybox', Cmd: ['true'] });
  await docker
    .getContainer('none')
    .inspect()
    .catch(() => {});
  expect(failure(() => expect(engine).toHaveRunContainer({ name: 'db' }))).toBe(
    `expected the engine to have run a container of {"name":"db"}, but it was asked:
  POST /containers/create?name=web&Image=busybox&Cmd=true -> 201 (image busybox, command ["true"])
  GET /containers/none/json -> 404 No such container: none`,
  );
  expect(failure(() => expect('engine').toHavePulled('redis'))).toBe(
    'expect(...) needs the engine for this matcher: expect(engine), not string',
  );
});

test('two tests of one name see the same ids', async ({ engine, task }) => {
  expect(engine.random.seed).toBe(task.name);
});
