import type { TarEntry, TarType } from '../../support/tar/tar-format.ts';
import { ROOT } from '../world/files/file-system.ts';
import type { FileSystemView } from '../world/files/file-system-view.ts';
import { FileType, isLink, majorOf, minorOf } from '../world/files/inode.ts';
import { walk } from './copy-sources.ts';

const TYPES: Readonly<Record<number, TarType>> = {
  [FileType.regular]: 'file',
  [FileType.directory]: 'directory',
  [FileType.link]: 'symlink',
  [FileType.character]: 'character',
  [FileType.block]: 'block',
  [FileType.fifo]: 'fifo',
};

const SECOND_NS = 1_000_000_000n;
const nothing = new Uint8Array();

/** A file as a member of an archive: dockerd copies through tar, which knows whole seconds. */
export function entryOf(view: FileSystemView, path: string, name: string): TarEntry {
  const { mount, node } = view.resolve(path, '/', false, ROOT);
  const { files } = mount;
  const status = files.status(node, ROOT);
  const type = TYPES[status.mode & FileType.mask] ?? 'file';
  const data = type === 'file' ? files.read(node, 0, status.size, ROOT) : nothing;
  const isDevice = type === 'character' || type === 'block';
  return {
    name,
    type,
    mode: status.mode & 0o7777,
    uid: status.uid,
    gid: status.gid,
    mtimeNs: status.mtimeNs - (status.mtimeNs % SECOND_NS),
    linkName: isLink(status) ? files.readLink(node, ROOT) : '',
    major: isDevice ? majorOf(status.rdev) : 0,
    minor: isDevice ? minorOf(status.rdev) : 0,
    size: data.length,
    xattrs: files.xattrs?.(node),
    data,
  };
}

/** All that is below a directory, a file's further names as hard links. */
export function* entriesBelow(view: FileSystemView, directory: string): Generator<TarEntry, void> {
  const seen = new Map<string | number, string>();
  const start = directory === '/' ? 1 : directory.length + 1;
  for (const path of walk(view, directory)) {
    if (path === directory) continue;
    const name = path.slice(start);
    const { mount, node } = view.resolve(path, '/', false, ROOT);
    const status = mount.files.status(node, ROOT);
    const entry = entryOf(view, path, name);
    const first = entry.type !== 'directory' && status.nlink > 1 ? seen.get(node) : undefined;
    if (first !== undefined) yield { ...entry, type: 'link', linkName: first, data: nothing, size: 0 };
    else {
      seen.set(node, name);
      yield entry;
    }
  }
}
