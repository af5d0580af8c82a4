import type { Daemon } from '../../../src/exchange/exchange.ts';
import { TAR_END, tarHeader } from '../../../src/support/tar/tar-writer.ts';
import { Docker } from '../../conformance/client.ts';

/** What a daemon answers once its disk is full, to calls that write there and to some that do not. */
export type Answers = Record<string, { readonly status: number; readonly text: string }>;

const FILE = {
  name: 'Dockerfile',
  type: 'file',
  linkName: '',
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtimeNs: 0n,
  major: 0,
  minor: 0,
  xattrs: undefined,
} as const;

function archive(name: string, text: string): Uint8Array {
  const data = Buffer.from(text);
  const padding = Buffer.alloc(511 - ((data.length + 511) % 512));
  return Buffer.concat([tarHeader({ ...FILE, name, size: data.length }), data, padding, TAR_END]);
}

const TAR = { headers: [['Content-Type', 'application/x-tar']] } as const;

/** Makes two containers, lets `fill` fill the disk, and asks. Needs busybox. */
export async function askWithFullDisk(daemon: Daemon, fill: () => void): Promise<Answers> {
  const docker = new Docker(daemon);
  const names = ['full-idle', 'full-up'];
  for (const name of names) await docker.delete(`/containers/${name}?force=1`);
  for (const name of names) await docker.create({ Cmd: ['sleep', '1000'] }, name);
  await docker.post('/containers/full-up/start');
  fill();
  const calls: Record<string, () => Promise<{ status: number; text: string }>> = {
    create: () => docker.post('/containers/create?name=full-new', { Image: 'busybox', Cmd: ['true'] }),
    start: () => docker.post('/containers/full-idle/start'),
    'start of none': () => docker.post('/containers/full-none/start'),
    rename: () => docker.post('/containers/full-idle/rename?name=full-other'),
    update: () => docker.post('/containers/full-up/update', { RestartPolicy: { Name: 'always' } }),
    commit: () => docker.post('/commit?container=full-up&repo=full'),
    tag: () => docker.post('/images/busybox/tag?repo=full&tag=other'),
    network: () => docker.post('/networks/create', { Name: 'full' }),
    load: () => docker.post('/images/load', archive('blobs/sha256/abc', 'x'.repeat(9_000)), TAR),
    import: () => docker.post('/images/create?fromSrc=-', archive('bin/tool', 'x'.repeat(9_000)), TAR),
    build: () => docker.post('/build?version=1', archive('Dockerfile', 'FROM busybox\nRUN true\n'), TAR),
    volume: () => docker.post('/volumes/create', { Name: 'full-volume' }),
    list: () => docker.get('/containers/full-idle/top'),
    stop: () => docker.post('/containers/full-up/stop?t=0'),
    remove: () => docker.delete('/containers/full-up'),
  };
  const answers: Answers = {};
  for (const [name, call] of Object.entries(calls)) {
    const { status, text } = await call();
    answers[name] = { status, text: name === 'volume' ? '' : masked(text) };
  }
  return answers;
}

/** Ids, the digits of temporary files and where the daemon keeps its data are not its answer. */
const masked = (text: string) =>
  text
    .replace(/[0-9a-f]{64}/g, '<id>')
    .replace(/(\.tmp-[a-z0-9.-]*?|GetImageBlob)\d{5,}/g, '$1<n>')
    .replace(/\/tmp\/[\w-]+\/data\//g, '/var/lib/docker/');
