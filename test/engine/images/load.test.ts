import { expect, test } from 'vitest';
import { ImageArchive, loadImages } from '../../../src/engine/images/load.ts';
import { resolveImage } from '../../../src/engine/images/resolve-image.ts';
import { ROOT } from '../../../src/engine/world/files/file-system.ts';
import { FileSystemView } from '../../../src/engine/world/files/file-system-view.ts';
import { FileTree } from '../../../src/engine/world/files/file-tree.ts';
import { FileType } from '../../../src/engine/world/files/inode.ts';
import { fileHeader } from '../../../src/engine/world/files/pack.ts';
import { holderOf, treeFileSystem } from '../../../src/engine/world/files/tree-file-system.ts';
import { unpack } from '../../../src/engine/world/files/unpack.ts';
import { paddingOf, type TarEntry } from '../../../src/support/tar/tar-format.ts';
import { TAR_END } from '../../../src/support/tar/tar-writer.ts';
import { newEngine } from '../../fixtures/ask-raw.ts';

function archive(files: Readonly<Record<string, string>>): Uint8Array {
  const pieces = Object.entries(files).flatMap(([name, text]) => {
    const data = Buffer.from(text);
    return [fileHeader(name, data.length, 0n), data, new Uint8Array(paddingOf(data.length))];
  });
  return Buffer.concat([...pieces, TAR_END]);
}

/** What a load tells, and the sentence that ends it. */
async function load(files: Readonly<Record<string, string>>, engine = newEngine()): Promise<string> {
  let told = '';
  try {
    for await (const { stream = '' } of loadImages(engine, ImageArchive.of(archive(files)), {
      quiet: true,
    }))
      told += stream;
  } catch (error) {
    told += (error as Error).message.replace(/docker-import-\d+/, 'docker-import-N');
  }
  return told.trimEnd();
}

const EMPTY_IMAGE = '{"rootfs":{"type":"layers"}}';
const EMPTY_LOADED =
  'Loaded image ID: sha256:771d8c9be16b0dab3efba69c21e6e7bfdd23e2a044e2dfae68acaefe3b8bd0e6';
const A_DIRECTORY = 'read /var/lib/docker/tmp/docker-import-N: is a directory';

// Both tables are dockerd 28.5.2's answers.
test.each([
  ['[]', ''],
  ['null', 'invalid manifest, manifest cannot be null (but can be [])'],
  ['', 'EOF'],
  ['{}', 'json: cannot unmarshal object into Go value of type []tarexport.manifestItem'],
  ['[1]', 'json: cannot unmarshal number into .0 of type tarexport.manifestItem'],
  ['[null]', A_DIRECTORY],
  ['[{}]', A_DIRECTORY],
  ['[{"Config":1}]', 'json: cannot unmarshal number into Go struct field .0.Config of type string'],
  ['[{"Config":"c","Layers":null}]', EMPTY_LOADED],
  ['[{"Config":"c","Layers":[1]}]', 'json: cannot unmarshal number into .0.Layers.0 of type string'],
  [
    '[{"Config":"c","RepoTags":1}]',
    'json: cannot unmarshal number into Go struct field .0.RepoTags of type []string',
  ],
  ['[{"Config":"c","RepoTags":[1]}]', 'json: cannot unmarshal number into .0.RepoTags.0 of type string'],
  [
    '[{"Config":"c","Parent":1}]',
    'json: cannot unmarshal number into Go struct field .0.Parent of type image.ID',
  ],
  ['[{"Config":"c","RepoTags":["x"]}]', 'invalid tag "x"'],
])('manifest.json is %s', async (manifest, told) => {
  expect(await load({ 'manifest.json': manifest, c: EMPTY_IMAGE })).toBe(told);
});

test.each([
  ['', 'unexpected end of JSON input'],
  ['{', 'unexpected end of JSON input'],
  ['{}', 'invalid image JSON, no RootFS key'],
  ['null', 'invalid image JSON, no RootFS key'],
  ['1', 'json: cannot unmarshal number into Go value of type image.Image'],
  ['{"rootfs":1}', 'json: cannot unmarshal number into Go struct field Image.rootfs of type image.RootFS'],
  ['{"rootfs":{}}', 'Loaded image: x:1'],
  [
    '{"rootfs":{"diff_ids":"x"}}',
    'json: cannot unmarshal string into Go struct field Image.rootfs.diff_ids of type []layer.DiffID',
  ],
  [
    '{"rootfs":{"diff_ids":[1]}}',
    'json: cannot unmarshal number into Image.rootfs.diff_ids.0 of type layer.DiffID',
  ],
  [
    '{"rootfs":{},"config":{"Env":"x"}}',
    'json: cannot unmarshal string into Go struct field Image.config.Env of type []string',
  ],
  [
    '{"rootfs":{},"config":{"ExposedPorts":1}}',
    'json: cannot unmarshal number into Go struct field Image.config.ExposedPorts of type nat.PortSet',
  ],
  ['{"rootfs":{},"config":{"Entrypoint":{}}}', 'json: cannot unmarshal object into Go value of type string'],
  [
    '{"rootfs":{},"config":{"Healthcheck":{"Interval":"x"}}}',
    'json: cannot unmarshal string into Go struct field Image.config.Healthcheck.Interval of type time.Duration',
  ],
  [
    '{"rootfs":{},"created":1}',
    'json: cannot unmarshal number into Go struct field Image.created of type time.Time',
  ],
  [
    '{"rootfs":{},"history":[1,null]}',
    'json: cannot unmarshal number into Image.history.0 of type v1.History',
  ],
])("an image's configuration is %s", async (configuration, told) => {
  const manifest = '[{"Config":"c","RepoTags":["x:1"],"Layers":[]}]';
  expect(await load({ 'manifest.json': manifest, c: configuration })).toBe(told);
});

test('a text stands for a list of one, as in configurations of old', async () => {
  const engine = newEngine();
  const configuration = '{"rootfs":{},"config":{"Entrypoint":"a b","Cmd":"c"}}';
  await load({ 'manifest.json': '[{"Config":"c","RepoTags":["x:1"]}]', c: configuration }, engine);
  expect(resolveImage(engine, 'x:1').config.config).toEqual({ Entrypoint: ['a b'], Cmd: ['c'] });
});

test('an OCI layout without manifest.json is what Docker before 1.10 wrote', async () => {
  expect(await load({ 'blobs/sha256/a': '{}', 'index.json': '{}', 'oci-layout': '{}' })).toBe(
    'open /var/lib/docker/tmp/docker-import-N/blobs/json: no such file or directory',
  );
  expect(await load({ 'index.json': '{}' })).toBe(
    'open /var/lib/docker/tmp/docker-import-N/repositories: no such file or directory',
  );
});

test('what docker save wrote loads the same however it is packed', async () => {
  const plain = archive({ 'manifest.json': '[{"Config":"c","Layers":null}]', c: EMPTY_IMAGE });
  const { gzipSync } = await import('node:zlib');
  const { zstdCompressSync } = (await import('node:zlib')) as {
    zstdCompressSync?: (data: Uint8Array) => Buffer;
  };
  const packed = [gzipSync(plain), ...(zstdCompressSync === undefined ? [] : [zstdCompressSync(plain)])];
  for (const each of packed) {
    let told = '';
    for await (const { stream = '' } of loadImages(newEngine(), ImageArchive.of(each), { quiet: true }))
      told += stream;
    expect(told.trimEnd()).toBe(EMPTY_LOADED);
  }
});

const A_FILE: TarEntry = {
  name: '',
  type: 'file',
  mode: 0o755,
  uid: 0,
  gid: 0,
  mtimeNs: 0n,
  linkName: '',
  major: 0,
  minor: 0,
  size: 0,
  data: Buffer.alloc(0),
  xattrs: undefined,
};

/** The layers in which dockerd 28.5.2 over overlay2 was asked what it sees. */
test('what a layer has below a symlink of a lower one is in a directory of that name', () => {
  const link = (name: string, linkName: string) => ({ ...A_FILE, name, type: 'symlink', linkName }) as const;
  const file = (name: string) => ({ ...A_FILE, name, data: Buffer.from(name) });
  const layers = [
    [
      file('usr/lib/a'),
      link('lib', 'usr/lib'),
      file('etc/target'),
      link('file', 'etc/target'),
      link('dl', 'etc'),
    ],
    [file('lib/b'), file('file'), file('dl/x/y')],
    [file('lib/c'), file('usr/lib/.wh.a')],
  ];
  let tree: FileTree | undefined;
  for (const entries of layers) {
    tree = (tree ?? FileTree.empty(0n)).newLayer();
    const files = new FileSystemView(treeFileSystem('overlay', holderOf(tree), () => 0n));
    unpack(files, '/', entries, { layer: true });
  }
  const view = new FileSystemView(treeFileSystem('overlay', holderOf(tree as FileTree), () => 0n));
  const found: string[] = [];
  const walk = (path: string) => {
    for (const { name, type } of view.readdir(path === '' ? '/' : path, '/', ROOT)) {
      found.push(`${path}/${name}`);
      if (type === FileType.directory) walk(`${path}/${name}`);
    }
  };
  walk('');
  expect(found.sort()).toEqual(
    '/dl /dl/x /dl/x/y /etc /etc/target /file /lib /lib/b /lib/c /usr /usr/lib'.split(' '),
  );
});
