import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { compareBytes } from '../../../../support/go-json/encode.ts';
import { ROOT } from '../../../world/files/file-system.ts';
import type { FileSystemView } from '../../../world/files/file-system-view.ts';
import { isDirectory, isLink } from '../../../world/files/inode.ts';
import { isIgnored } from '../../ignore-file.ts';
import { scopedPath } from '../../scoped-path.ts';

/**
 * What the cache knows files by: all that a copy of them would have but their times (buildkit cache/contenthash). The
 * name at the top does not count. Undefined where there is nothing.
 */
export function contentHash(
  view: FileSystemView,
  path: string,
  exclude: readonly string[] = [],
): string | undefined {
  const place = scopedPath(view, path);
  const hash = sha256.create();
  try {
    view.stat(place, '/', false, ROOT);
  } catch {
    return undefined;
  }
  addFile(hash, view, place, '', exclude);
  return bytesToHex(hash.digest());
}

function addFile(
  hash: ReturnType<typeof sha256.create>,
  view: FileSystemView,
  path: string,
  relative: string,
  exclude: readonly string[],
): void {
  if (relative !== '' && exclude.length > 0 && isIgnored(relative, exclude)) {
    if (!exclude.some(pattern => pattern.startsWith('!'))) return;
  }
  const { mount, node } = view.resolve(path, '/', false, ROOT);
  const { files } = mount;
  const { mode, uid, gid, rdev, size } = files.status(node, ROOT);
  const isDirectoryNode = isDirectory({ mode });
  const target = isLink({ mode }) ? files.readLink(node, ROOT) : '';
  const xattrs = [...(files.xattrs?.(node) ?? [])].map(([name, value]) => [name, bytesToHex(value)]);
  // The root of a client's directory is nobody's file.
  const attributes = relative === '' && path === '/' ? [] : [mode, uid, gid, rdev, target, xattrs];
  hash.update(
    new TextEncoder().encode(`${JSON.stringify([relative, attributes, isDirectoryNode ? 0 : size])}\n`),
  );
  if (isDirectoryNode) {
    const names = view.readdir(path, '/', ROOT).map(({ name }) => name);
    for (const name of names.sort(compareBytes)) {
      const below = `${path === '/' ? '' : path}/${name}`;
      addFile(hash, view, below, relative === '' ? name : `${relative}/${name}`, exclude);
    }
  } else if (target === '') {
    hash.update(files.read(node, 0, size, ROOT));
  }
}
