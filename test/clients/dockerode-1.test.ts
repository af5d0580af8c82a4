import { text } from 'node:stream/consumers';
import Docker from 'dockerode-1';
import { afterEach, describe, expect, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import { type Interception, intercept } from '../../src/transport/intercept/intercept.ts';

// dockerode of early 2014 names no version in its paths: a daemon gives it the newest it speaks.

let interception: Interception | undefined;
afterEach(() => interception?.dispose());

// biome-ignore lint/suspicious/noExplicitAny: it was written before there were types
type Callback = (error: Error | null, result?: any) => void;

/** One of its calls, which end with a callback. */
// biome-ignore lint/suspicious/noExplicitAny: as above
const ask = (call: (done: Callback) => void): Promise<any> =>
  new Promise((resolve, reject) => call((error, result) => (error ? reject(error) : resolve(result))));

// biome-ignore lint/suspicious/noExplicitAny: as above
async function begin(daemon: string): Promise<any> {
  interception = intercept(api(createEngine({ daemon })));
  const docker = new Docker({ socketPath: '/var/run/docker.sock' });
  const progress = await ask(done => docker.createImage({ fromImage: 'busybox', tag: 'latest' }, done));
  await text(progress);
  return docker;
}

describe.each(['0.6.0', '1.6', '20.10', '28.5'])('dockerode 1.2 with a daemon of %s', daemon => {
  test('creates, starts, waits for, lists, inspects and removes a container', async () => {
    const docker = await begin(daemon);
    const config = { Image: 'busybox', Cmd: ['sh', '-c', 'echo hello; exit 3'] };
    const container = await ask(done => docker.createContainer(config, done));
    await ask(done => container.start(daemon === '0.6.0' ? {} : null, done));
    expect(await ask(done => container.wait(done))).toMatchObject({ StatusCode: 3 });
    const inspected = await ask(done => container.inspect(done));
    expect(inspected.State.ExitCode).toBe(3);
    const [listed] = await ask(done => docker.listContainers({ all: 1 }, done));
    expect(listed.Id.startsWith(container.id)).toBe(true);
    expect((await ask(done => docker.listImages(done))).length).toBe(1);
    await ask(done => container.remove(done));
    expect(await ask(done => docker.listContainers({ all: 1 }, done))).toEqual([]);
    await expect(ask(done => docker.getContainer('none').inspect(done))).rejects.toThrow('404');
  });

  test('reads the output of an attached container', async () => {
    const docker = await begin(daemon);
    const config = { Image: 'busybox', Cmd: ['echo', 'attached'], Tty: true };
    const container = await ask(done => docker.createContainer(config, done));
    const stream = await ask(done =>
      container.attach({ stream: true, stdout: true, stderr: true, logs: true }, done),
    );
    await ask(done => container.start(daemon === '0.6.0' ? {} : null, done));
    expect((await text(stream)).trim()).toBe('attached');
  });
});
