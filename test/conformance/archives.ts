import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import tar from 'tar-stream';
import type { AskOptions } from './client.ts';

/** A member of an archive that a scenario sends: a file, or what its headers say. */
export type Member = Partial<tar.Header> & { readonly name: string; readonly content?: string | Buffer };

/** Long ago, so that it is seen whether it is kept. */
const MADE = new Date('2001-02-03T04:05:06Z');

export const AS_TAR: AskOptions = { headers: [['Content-Type', 'application/x-tar']] };

export async function tarOf(...members: readonly Member[]): Promise<Buffer> {
  const pack = tar.pack();
  const packed = buffer(pack);
  for (const { content = '', ...header } of members) {
    const size = Buffer.byteLength(content);
    pack.entry({ mode: 0o644, mtime: MADE, size, ...header } as tar.Header, content);
  }
  pack.finalize();
  return packed;
}

/** A root file system without programs, so that a recording of it is small. */
export const smallRoot = () =>
  tarOf(
    { name: 'etc/', type: 'directory', mode: 0o755 },
    { name: 'etc/motd', content: 'welcome\n' },
    { name: 'etc/link', type: 'symlink', linkname: 'motd' },
    { name: 'srv/', type: 'directory', mode: 0o1777, uid: 5, gid: 6 },
    { name: 'srv/hard', type: 'link', linkname: 'etc/motd' },
  );

export const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

/** An image archive as `docker save` made it before it was OCI's: one layer, and the given changes to it. */
export async function imageArchive(
  tags: readonly string[] | null,
  { layer, config = {}, manifest = {} }: { layer?: Buffer; config?: object; manifest?: object } = {},
): Promise<Buffer> {
  const files = layer ?? (await smallRoot());
  const json = JSON.stringify({
    architecture: 'amd64',
    config: { Env: ['A=1'], Cmd: ['/nothing'], Labels: { made: 'by hand' } },
    created: '2001-02-03T04:05:06Z',
    history: [{ created: '2001-02-03T04:05:06Z', created_by: 'by hand' }],
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(files)}`] },
    ...config,
  });
  const Config = `${sha256(json)}.json`;
  const index = [{ Config, RepoTags: tags, Layers: ['one/layer.tar'], ...manifest }];
  return tarOf(
    { name: Config, content: json },
    { name: 'one/layer.tar', content: files },
    { name: 'manifest.json', content: JSON.stringify(index) },
  );
}
