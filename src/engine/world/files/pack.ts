import { compareBytes } from '../../../support/go-json/encode.ts';
import { paddingOf, type TarType } from '../../../support/tar/tar-format.ts';
import { TAR_END, tarHeader } from '../../../support/tar/tar-writer.ts';
import type { Caller, FileSystem, NodeId } from './file-system.ts';
import { ROOT } from './file-system.ts';
import { type FileStatus, FileType, isDirectory, isLink, majorOf, minorOf } from './inode.ts';

/** What to pack: a file or directory, and the name it gets in the archive (`.` packs a directory's own content too). */
export interface PackRequest {
  readonly files: FileSystem;
  readonly node: NodeId;
  /** Name of the top entry, without slashes around it; empty: only what is below it, without an entry of its own. */
  readonly name: string;
}

const TYPES: Readonly<Record<number, TarType>> = {
  [FileType.regular]: 'file',
  [FileType.directory]: 'directory',
  [FileType.link]: 'symlink',
  [FileType.character]: 'character',
  [FileType.block]: 'block',
  [FileType.fifo]: 'fifo',
};

const CHUNK_BYTES = 1 << 20;

/** Writes an archive of it all, in the order of names, as Docker walks a tree. Sockets are left out. */
export function* pack(request: PackRequest): Generator<Uint8Array, void> {
  yield* packEntries(request, new Map());
  yield TAR_END;
}

/** As `pack`, without the end. `seen`: the name under which each file with several names was packed first. */
function* packEntries(
  { files, node, name }: PackRequest,
  seen: Map<NodeId, string>,
): Generator<Uint8Array, void> {
  const status = files.status(node, ROOT);
  if (name !== '') yield* packOne(files, node, name, status, seen);
  if (!isDirectory(status)) return;
  const entries = [...files.entries(node, ROOT)].sort(([left], [right]) => compareBytes(left, right));
  for (const [child, childNode] of entries) {
    yield* packEntries({ files, node: childNode, name: name === '' ? child : `${name}/${child}` }, seen);
  }
}

/** One member: its header and its content. */
export function* packOne(
  files: FileSystem,
  node: NodeId,
  name: string,
  status: FileStatus,
  seen: Map<NodeId, string>,
  caller: Caller = ROOT,
): Generator<Uint8Array, void> {
  const type = TYPES[status.mode & FileType.mask];
  if (type === undefined) return;
  const first = type !== 'directory' && status.nlink > 1 ? seen.get(node) : undefined;
  if (type !== 'directory' && status.nlink > 1 && first === undefined) seen.set(node, name);
  const isDevice = type === 'character' || type === 'block';
  const size = type === 'file' && first === undefined ? status.size : 0;
  yield tarHeader({
    name: type === 'directory' && !name.endsWith('/') ? `${name}/` : name,
    type: first === undefined ? type : 'link',
    mode: status.mode & 0o7777,
    uid: status.uid,
    gid: status.gid,
    mtimeNs: status.mtimeNs,
    linkName: first ?? (isLink(status) ? files.readLink(node, caller) : ''),
    major: isDevice ? majorOf(status.rdev) : 0,
    minor: isDevice ? minorOf(status.rdev) : 0,
    size,
    xattrs: capabilities(files, node),
  });
  for (let offset = 0; offset < size; ) {
    const chunk = files.read(node, offset, Math.min(CHUNK_BYTES, size - offset), caller);
    if (chunk.length === 0) break;
    yield chunk;
    offset += chunk.length;
  }
  if (size > 0) yield new Uint8Array(paddingOf(size));
}

export function fileHeader(name: string, size: number, mtimeNs: bigint, type: TarType = 'file'): Uint8Array {
  const plain = { uid: 0, gid: 0, linkName: '', major: 0, minor: 0, xattrs: undefined };
  return tarHeader({ ...plain, name, type, mode: type === 'directory' ? 0o755 : 0o644, mtimeNs, size });
}

/** Of the extended attributes, Docker packs only the file capabilities. */
function capabilities(files: FileSystem, node: NodeId): ReadonlyMap<string, Uint8Array> | undefined {
  const value = files.xattrs?.(node)?.get('security.capability');
  return value === undefined ? undefined : new Map([['security.capability', value]]);
}
