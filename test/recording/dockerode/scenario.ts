import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';

/** What a program sees that drives one container in every way that has a stream. Needs busybox. */
export async function scenario(docker: Docker, name: string): Promise<string[]> {
  const seen: string[] = [];
  const events = await docker.getEvents({ filters: { container: [name] } });
  let told = '';
  events.on('data', chunk => {
    told += chunk;
  });
  const container = await docker.createContainer({
    name,
    Image: 'busybox',
    Cmd: ['sh', '-c', 'echo up; read line; echo "got $line"; sleep 0.2; echo done; exit 3'],
    OpenStdin: true,
    StdinOnce: true,
    Labels: { scenario: name },
  });
  const attached = await container.attach({
    stream: true,
    stdin: true,
    stdout: true,
    stderr: true,
    hijack: true,
  });
  const output = demuxed(docker, attached);
  await container.start();
  const logs = collected(await container.logs({ follow: true, stdout: true }));
  const exec = await container.exec({ Cmd: ['cat'], AttachStdin: true, AttachStdout: true });
  const typed = await exec.start({ hijack: true, stdin: true });
  const echoed = demuxed(docker, typed);
  typed.write('to cat\n');
  typed.end();
  seen.push(await echoed, String((await exec.inspect()).ExitCode));
  const archive = pack();
  archive.entry({ name: 'file', mtime: new Date(0) }, 'a file');
  archive.finalize();
  await container.putArchive(archive as unknown as NodeJS.ReadableStream, { path: '/tmp' });
  const listed = await docker.listContainers({ filters: { label: [`scenario=${name}`] } });
  seen.push(listed.map(({ Names, State }) => `${Names[0]} ${State}`).join());
  attached.write('a line\n');
  attached.end();
  seen.push(await output, String((await container.wait()).StatusCode));
  seen.push((await logs).replaceAll(/[^\n -~]/g, ''));
  await container.remove();
  while (!told.includes('"Action":"destroy"')) await once(events, 'data');
  (events as unknown as { destroy(): void }).destroy();
  const actions = told.split('\n').filter(line => line !== '');
  seen.push(actions.map(line => JSON.parse(line).Action).join());
  return seen;
}

async function collected(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  stream.on('data', chunk => {
    text += chunk;
  });
  await once(stream, 'close').catch(() => {});
  return text;
}

async function demuxed(docker: Docker, stream: NodeJS.ReadWriteStream): Promise<string> {
  const out = new PassThrough();
  docker.modem.demuxStream(stream, out, out);
  stream.on('end', () => out.end());
  let text = '';
  for await (const chunk of out) text += chunk;
  return text;
}
