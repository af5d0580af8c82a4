import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { DockerClient } from '@docker/node-sdk';

/** What Docker's own SDK for Node is asked to do, against a real dockerd (`record.ts`) and against dockless. */
export async function nodeSdkFlow(host: string): Promise<unknown> {
  const docker = await DockerClient.fromDockerHost(host);
  const { Id: id } = await docker.containerCreate(
    { Image: 'busybox', Cmd: ['sh', '-c', 'echo up; sleep 1000'] },
    { name: 'node-sdk' },
  );
  await docker.containerStart(id);
  const exec = await docker.containerExec(id, {
    AttachStdout: true,
    AttachStderr: true,
    Cmd: ['sh', '-c', 'echo out; echo err >&2; exit 3'],
  });
  const [out, err] = [new PassThrough(), new PassThrough()];
  await docker.execStart(exec.Id, out, err);
  out.end();
  err.end();
  const { State } = await docker.containerInspect(id);
  const listed = await docker.containerList({ all: true });
  const failure = await docker
    .containerInspect('nosuch')
    .catch(error => [error.constructor.name, String(error)]);
  await docker.containerKill(id);
  const { StatusCode } = await docker.containerWait(id);
  const [logs, noErrors] = [new PassThrough(), new PassThrough()];
  await docker.containerLogs(id, logs, noErrors, { stdout: true });
  logs.end();
  await docker.containerDelete(id);
  return {
    ping: await docker.systemPing(),
    exec: [
      await text(out),
      await text(err),
      (await docker.execInspect(exec.Id).catch(() => 'gone')) === 'gone',
    ],
    state: State?.Status,
    names: listed.find(each => each.Id === id)?.Names,
    failure,
    waited: StatusCode,
    logs: await text(logs),
  };
}
