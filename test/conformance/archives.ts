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

/** One member whose header is changed by hand, its checksum made right again, and whatever stands before it. */
export async function oddMember(
  member: Member,
  { pax = {}, global = false, patch }: OddHeader,
): Promise<Buffer> {
  const records = Object.entries(pax).map(([key, value]) => paxRecord(key, value));
  const before =
    records.length === 0
      ? []
      : [await tarOf({ name: 'PaxHeaders', content: Buffer.concat(records) })].map(each => {
          const cut = each.subarray(0, each.length - 1024);
          return withHeader(cut, header => header.write(global ? 'g' : 'x', 156));
        });
  const whole = await tarOf(member);
  return Buffer.concat([...before, withHeader(whole, patch ?? (() => {}))]);
}

export interface OddHeader {
  readonly pax?: Readonly<Record<string, string>>;
  /** The records are for all members. */
  readonly global?: boolean;
  readonly patch?: (header: Buffer) => void;
}

function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

function withHeader(archive: Buffer, change: (header: Buffer) => void): Buffer {
  const changed = Buffer.from(archive);
  change(changed.subarray(0, 512));
  changed.fill(' ', 148, 156);
  const sum = changed.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  changed.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return changed;
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

/** An image archive as `docker save` made it before it was OCI's: its layers, and the given changes to it. */
export async function imageArchive(
  tags: readonly string[] | null,
  {
    layers,
    config = {},
    manifest = {},
  }: { layers?: readonly Buffer[]; config?: object; manifest?: object } = {},
): Promise<Buffer> {
  const files = layers ?? [await smallRoot()];
  const paths = files.map((_, index) => `layer-${index}/layer.tar`);
  const json = JSON.stringify({
    architecture: 'amd64',
    config: { Env: ['A=1'], Cmd: ['/nothing'], Labels: { made: 'by hand' } },
    created: '2001-02-03T04:05:06Z',
    history: [{ created: '2001-02-03T04:05:06Z', created_by: 'by hand' }],
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: files.map(each => `sha256:${sha256(each)}`) },
    ...config,
  });
  const Config = `${sha256(json)}.json`;
  const index = [{ Config, RepoTags: tags, Layers: paths, ...manifest }];
  return tarOf(
    { name: Config, content: json },
    ...files.map((content, index) => ({ name: paths[index] as string, content })),
    { name: 'manifest.json', content: JSON.stringify(index) },
  );
}
