import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { compareBytes } from '../../../../support/go-json/encode.ts';
import { type NodeId, ROOT } from '../../../world/files/file-system.ts';
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
  try {
    view.stat(place, '/', false, ROOT);
  } catch {
    return undefined;
  }
  return new ContentHash(view, exclude).of(place);
}

class ContentHash {
  readonly #view: FileSystemView;
  readonly #exclude: readonly string[];
  readonly #hash = sha256.create();
  /** Of files with several names: a busybox is read once. */
  readonly #linked = new Map<NodeId, Uint8Array>();

  constructor(view: FileSystemView, exclude: readonly string[]) {
    this.#view = view;
    this.#exclude = exclude;
  }

  of(path: string): string {
    this.#add(path, '');
    return bytesToHex(this.#hash.digest());
  }

  #add(path: string, relative: string): void {
    const exclude = this.#exclude;
    if (relative !== '' && exclude.length > 0 && isIgnored(relative, exclude)) {
      if (!exclude.some(pattern => pattern.startsWith('!'))) return;
    }
    const { mount, node } = this.#view.resolve(path, '/', false, ROOT);
    const { files } = mount;
    const { mode, uid, gid, rdev, size, nlink } = files.status(node, ROOT);
    const isFolder = isDirectory({ mode });
    const target = isLink({ mode }) ? files.readLink(node, ROOT) : '';
    const xattrs = [...(files.xattrs?.(node) ?? [])].map(([name, value]) => [name, bytesToHex(value)]);
    // The root of a client's directory is nobody's file.
    const attributes = relative === '' && path === '/' ? [] : [mode, uid, gid, rdev, target, xattrs];
    const text = `${JSON.stringify([relative, attributes, isFolder ? 0 : size])}\n`;
    this.#hash.update(new TextEncoder().encode(text));
    if (isFolder) {
      const names = this.#view.readdir(path, '/', ROOT).map(({ name }) => name);
      for (const name of names.sort(compareBytes)) {
        this.#add(`${path === '/' ? '' : path}/${name}`, relative === '' ? name : `${relative}/${name}`);
      }
    } else if (target === '') {
      const known = this.#linked.get(node);
      const data = known ?? sha256(files.read(node, 0, size, ROOT));
      if (nlink > 1) this.#linked.set(node, data);
      this.#hash.update(data);
    }
  }
}
