import { compareBytes } from '../../../support/go-json/encode.ts';
import { TAR_END } from '../../../support/tar/tar-writer.ts';
import { ROOT } from './file-system.ts';
import type { FileSystemView } from './file-system-view.ts';
import { isDirectory } from './inode.ts';
import { packOne } from './pack.ts';

/**
 * An archive of a file or directory of a view, mounts in it included, under the name `name` (`.` and `/` too). Made
 * as it is read; what changes meanwhile may or may not be in it.
 */
export function* packPath(view: FileSystemView, path: string, name: string): Generator<Uint8Array, void> {
  // By mount and node: a file's number means something only within its file system.
  const seenByMount = new Map<number, Map<string | number, string>>();
  yield* packBelow(view, path, name, seenByMount);
  yield TAR_END;
}

function* packBelow(
  view: FileSystemView,
  path: string,
  name: string,
  seenByMount: Map<number, Map<string | number, string>>,
): Generator<Uint8Array, void> {
  const { mount, node } = view.resolve(path, '/', false, ROOT);
  const status = mount.files.status(node, ROOT);
  const seen = seenByMount.get(mount.id) ?? new Map<string | number, string>();
  seenByMount.set(mount.id, seen);
  yield* packOne(mount.files, node, name, status, seen);
  if (!isDirectory(status)) return;
  for (const child of sortedNames(view, path)) {
    const childName = name.endsWith('/') ? name + child : `${name}/${child}`;
    yield* packBelow(view, path === '/' ? `/${child}` : `${path}/${child}`, childName, seenByMount);
  }
}

function sortedNames(view: FileSystemView, path: string): string[] {
  return view
    .readdir(path, '/', ROOT)
    .map(({ name }) => name)
    .sort(compareBytes);
}
