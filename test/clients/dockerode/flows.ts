/** What dockerode is asked to do, against a real dockerd (`record.ts`) and against dockless (`dockerode.test.ts`). */
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { plain } from '../docker-cli/drive.ts';

/** Collects what a flow saw; answers are made plain so that two daemons can be compared. */
export type Flow = (docker: Docker) => Promise<unknown>;

async function refused(promise: Promise<unknown> | undefined): Promise<unknown> {
  try {
    await promise;
    return 'not refused';
  } catch (error) {
    const { statusCode, reason, json } = error as { statusCode: number; reason: string; json: unknown };
    return { statusCode, reason, json: JSON.parse(plain(JSON.stringify(json ?? null))) };
  }
}

async function demultiplexed(
  docker: Docker,
  stream: NodeJS.ReadableStream,
): Promise<{ out: string; err: string }> {
  const out = new PassThrough();
  const err = new PassThrough();
  docker.modem.demuxStream(stream, out, err);
  stream.on('end', () => {
    out.end();
    err.end();
  });
  const [outText, errText] = await Promise.all([text(out), text(err)]);
  return { out: outText, err: errText };
}

/** The sorted keys of an object, and of the objects in it: what fields a reply has. */
export function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])];
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shape(item)]));
}

export const flows: Record<string, Flow> = {
  async 'build an image'(docker) {
    const archive = (dockerfile: string) => {
      const context = pack();
      context.entry({ name: 'Dockerfile', mtime: new Date(0) }, dockerfile);
      context.entry({ name: 'hello', mtime: new Date(0) }, 'hello\n');
      context.finalize();
      return Readable.from(context);
    };
    const build = async (dockerfile: string) => {
      const options = { t: 'dockerode-built', buildargs: { WHO: 'me' }, labels: { of: 'dockerode' } };
      const progress: NodeJS.ReadableStream = await docker.buildImage(archive(dockerfile), options);
      return new Promise(resolve => {
        docker.modem.followProgress(progress, (error, messages) =>
          resolve({ error: error?.message, messages: JSON.parse(plain(JSON.stringify(messages))) }),
        );
      });
    };
    const good = await build(
      'FROM busybox\nARG WHO\nCOPY hello /h\nRUN echo "$WHO" >> /h\nCMD ["cat", "/h"]\n',
    );
    const container = await docker.createContainer({ Image: 'dockerode-built' });
    await container.start();
    const ended = await container.wait();
    const logs = (await container.logs({ stdout: true })) as unknown as Buffer;
    await container.remove();
    const { Config } = await docker.getImage('dockerode-built').inspect();
    await docker.getImage('dockerode-built').remove();
    const bad = await build('FROM busybox\nRUN exit 9\n');
    const all = await docker.listContainers({ all: true });
    const left = all.filter(({ Command }) => Command === "/bin/sh -c 'exit 9'");
    for (const { Id } of left) await docker.getContainer(Id).remove();
    const unparsable = await refused(build('FROM\n'));
    return { good, ended, output: logs.subarray(8).toString(), Config, bad, left: left.length, unparsable };
  },
  async 'run with output and exit code'(docker) {
    const container = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['sh', '-c', 'echo out; sleep 0.2; echo err >&2; exit 3'],
    });
    const stream = await container.attach({ stream: true, stdout: true, stderr: true });
    const output = demultiplexed(docker, stream);
    await container.start();
    const ended = await container.wait();
    const { State } = await container.inspect();
    const logs = (await container.logs({ stdout: true, stderr: true })) as unknown as Buffer;
    await container.remove();
    const gone = await refused(container.inspect());
    return {
      ended,
      output: await output,
      exitCode: State.ExitCode,
      status: State.Status,
      logs: logs.toString('hex'),
      gone,
    };
  },

  async 'stdin through a hijacked attach'(docker) {
    const container = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['cat'],
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
    });
    const stream = await container.attach({
      stream: true,
      stdin: true,
      stdout: true,
      stderr: true,
      hijack: true,
    });
    const output = demultiplexed(docker, stream);
    await container.start();
    stream.write('one\n');
    stream.end('two\n');
    const ended = await container.wait();
    await container.remove();
    return { ended, output: await output };
  },

  async 'exec with and without a terminal'(docker) {
    const container = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['sleep', '1000'],
      HostConfig: { AutoRemove: true },
    });
    await container.start();
    const results: unknown[] = [];
    for (const tty of [false, true]) {
      const exec = await container.exec({
        Cmd: ['sh', '-c', 'echo hi; cat; exit 7'],
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: tty,
      });
      const stream = await exec.start({ hijack: true, stdin: true, Tty: tty });
      const output = tty ? text(stream as unknown as Readable) : demultiplexed(docker, stream);
      stream.write(tty ? 'typed\n\u0004' : 'piped\n');
      if (!tty) stream.end();
      const seen = await output;
      const { ExitCode, Running } = await exec.inspect();
      results.push({ seen, ExitCode, Running });
    }
    const again = await docker
      .getExec('nosuch')
      .inspect()
      .catch((error: { statusCode: number; json: unknown }) => [error.statusCode, error.json]);
    const removed = container.wait({ condition: 'removed' });
    await container.kill();
    return { results, again, removed: await removed };
  },

  async 'lists, filters and errors'(docker) {
    const one = await docker.createContainer({
      name: 'flow-one',
      Image: 'busybox',
      Cmd: ['sleep', '1000'],
      Labels: { role: 'flow' },
    });
    const two = await docker.createContainer({
      name: 'flow-two',
      Image: 'busybox',
      Cmd: ['true'],
      Labels: { role: 'flow' },
    });
    await one.start();
    const names = async (options: object) =>
      (await docker.listContainers(options)).map(item => [item.Names, item.State]);
    const result = {
      running: await names({ filters: { label: ['role=flow'] } }),
      all: await names({ all: true, filters: { label: ['role=flow'] } }),
      created: await names({ filters: { status: ['created'], label: ['role'] } }),
      badFilter: await refused(docker.listContainers({ filters: { nonsense: ['x'] } })),
      badStatus: await refused(docker.listContainers({ filters: { status: ['nonsense'] } })),
      nameTaken: await refused(docker.createContainer({ name: 'flow-one', Image: 'busybox' })),
      noImage: await refused(docker.createContainer({ Image: 'nosuchimage' })),
      badTimeout: await refused(two.restart({ t: 'x' } as object)),
      runningRemoved: await refused(one.remove()),
      startedTwice: await refused(one.start()),
    };
    await one.remove({ force: true });
    await two.remove();
    return result;
  },

  async 'events of a container'(docker) {
    const events = (await docker.getEvents({ filters: { label: ['role=watched'] } })) as Readable;
    const seen: unknown[] = [];
    const finished = new Promise<void>(resolve => {
      events.on('data', (chunk: Buffer) => {
        for (const line of chunk.toString().trim().split('\n')) {
          const event = JSON.parse(line);
          seen.push([event.Type, event.Action, Object.keys(event.Actor.Attributes).sort()]);
          if (event.Action === 'destroy') resolve();
        }
      });
    });
    const container = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['false'],
      Labels: { role: 'watched' },
    });
    await container.start();
    await container.wait();
    await container.rename({ name: 'watched-renamed' });
    await container.remove();
    await finished;
    events.destroy();
    return seen;
  },

  async 'networks and volumes'(docker) {
    const network = await docker.createNetwork({
      Name: 'flow-net',
      IPAM: { Driver: 'default', Config: [{ Subnet: '10.91.0.0/24', Gateway: '10.91.0.1' }] },
    });
    await docker.createVolume({ Name: 'flow-volume', Labels: { a: 'b' } });
    const volume = docker.getVolume('flow-volume');
    const container = await docker.createContainer({
      name: 'flow-member',
      Image: 'busybox',
      Cmd: ['sleep', '1000'],
      HostConfig: { Binds: ['flow-volume:/data'], NetworkMode: 'flow-net' },
    });
    await container.start();
    const { Mounts, NetworkSettings } = await container.inspect();
    const result = {
      volume: { ...(await volume.inspect()), CreatedAt: '', Mountpoint: '' },
      mounts: Mounts.map(mount => ({ ...mount, Source: '' })),
      address: NetworkSettings.Networks['flow-net']?.IPAddress,
      inUse: [await refused(network.remove()), await refused(docker.getVolume('flow-volume').remove())],
      members: Object.values((await network.inspect()).Containers ?? {}).map(
        member => (member as { Name: string; IPv4Address: string }).IPv4Address,
      ),
    };
    await container.remove({ force: true });
    await network.remove();
    await docker.getVolume('flow-volume').remove();
    return result;
  },

  async 'the fields of the big replies'(docker) {
    const container = await docker.createContainer({
      name: 'flow-shape',
      Image: 'busybox',
      Cmd: ['sleep', '1000'],
    });
    await container.start();
    const inspected = shape(await container.inspect());
    const [listed] = await docker.listContainers({ filters: { name: ['flow-shape'] } });
    const stats = shape(await container.stats({ stream: false }));
    const top = (await container.top()).Titles;
    await container.remove({ force: true });
    return {
      inspected,
      listed: shape(listed),
      stats,
      top,
      network: shape(await docker.getNetwork('bridge').inspect()),
      image: Object.keys(await docker.getImage('busybox').inspect()),
      df: Object.keys(await docker.df()),
    };
  },
};
