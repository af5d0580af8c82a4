import { compareBytes } from '../../support/go-json/encode.ts';
import { readTar } from '../../support/tar/tar-reader.ts';
import { TAR_END, tarHeader } from '../../support/tar/tar-writer.ts';
import type { Engine } from '../engine.ts';
import { ROOT } from '../world/files/file-system.ts';
import { FileSystemView } from '../world/files/file-system-view.ts';
import { FileTree, ROOT_INO } from '../world/files/file-tree.ts';
import { FileType, type Inode, isDirectory } from '../world/files/inode.ts';
import { packOne } from '../world/files/pack.ts';
import { holderOf, statusOf, treeFileSystem } from '../world/files/tree-file-system.ts';
import { unpack } from '../world/files/unpack.ts';

/** Reads a layer's archive at once, so that what is wrong with it is thrown here, and gives what lays it over a tree. */
export function layerTarOver(engine: Engine, tar: Uint8Array): (below: FileTree | undefined) => FileTree {
  const entries = [...readTar(tar)];
  return below => {
    const tree = (below ?? FileTree.empty(engine.clock.lastNs())).newLayer();
    const files = treeFileSystem('overlay', holderOf(tree), () => engine.clock.lastNs());
    unpack(new FileSystemView(files), '/', entries, { layer: true });
    return tree;
  };
}

/**
 * The archive of what a layer's tree changed over the tree below it: new and changed files, and a whiteout for each
 * removed one, in the order of names (moby pkg/archive, ExportChanges). With `touched`, as overlay2's upper directory
 * has it: directories of which something was made and removed again, files that got another name, and directories that
 * were made anew in place of others.
 */
export function* packLayer(tree: FileTree, { touched = false } = {}): Generator<Uint8Array, void> {
  const files = treeFileSystem('overlay', holderOf(tree), () => 0n);
  const below = tree.origin();
  const seen = new Map<number | string, string>();
  for (const { path, ino } of changedPaths(tree, below, touched)) {
    if (path.endsWith(OPAQUE)) {
      const { mode, uid, gid } = files.status(ino as number, ROOT);
      yield emptyFile(path, { mode: mode & 0o777, uid, gid });
    } else if (ino === undefined) {
      yield whiteout(path);
    } else {
      yield* packOne(files, ino, path, files.status(ino, ROOT), seen);
    }
  }
  yield TAR_END;
}

/** Bytes of the files in a layer's archive with `touched`: links have none, and a file counts once. */
export function archiveSize(tree: FileTree): number {
  const counted = new Set<number>();
  let size = 0;
  for (const { ino } of changedPaths(tree, tree.origin(), true)) {
    const inode = ino === undefined || counted.has(ino) ? undefined : tree.get(ino);
    if (ino === undefined || inode === undefined || isDirectory(inode)) continue;
    counted.add(ino);
    size += inode.size;
  }
  return size;
}

/** What says that nothing of the directory below is seen. */
const OPAQUE = '/.wh..wh..opq';

/** moby pkg/archive/archive_linux.go, overlayWhiteoutConverter. */
function whiteout(path: string): Uint8Array {
  const slash = path.lastIndexOf('/');
  const name = `${path.slice(0, slash + 1)}.wh.${path.slice(slash + 1)}`;
  return emptyFile(name, { mode: 0o600, uid: 0, gid: 0 });
}

function emptyFile(name: string, attributes: { mode: number; uid: number; gid: number }): Uint8Array {
  const plain = { linkName: '', major: 0, minor: 0, xattrs: undefined };
  return tarHeader({ ...plain, ...attributes, name, type: 'file', mtimeNs: 0n, size: 0 });
}

interface ChangedPath {
  /** Without a slash at its start. */
  readonly path: string;
  /** Nothing: it is gone. */
  readonly ino: number | undefined;
  /** There was nothing of that name below. */
  readonly added: boolean;
}

/** What a layer made, changed and removed, sorted by path; directories on the way are among it. */
export function changedPaths(tree: FileTree, below: FileTree, touched = false): ChangedPath[] {
  const found: ChangedPath[] = [];
  walkChanges(tree, below, ROOT_INO, belowRoot(below), '', found, touched);
  return found.sort((left, right) => compareBytes(left.path, right.path));
}

function belowRoot(below: FileTree): number | undefined {
  return below.find(ROOT_INO) === undefined ? undefined : ROOT_INO;
}

function walkChanges(
  tree: FileTree,
  below: FileTree,
  ino: number,
  oldIno: number | undefined,
  path: string,
  found: ChangedPath[],
  touched: boolean,
): void {
  const old = oldIno === undefined ? undefined : below.find(oldIno);
  const oldEntries = old?.entries ?? new Map<string, number>();
  const entries = tree.get(ino).entries as ReadonlyMap<string, number>;
  for (const name of oldEntries.keys()) {
    if (!entries.has(name)) found.push({ path: join(path, name), ino: undefined, added: false });
  }
  for (const [name, child] of entries) {
    const childPath = join(path, name);
    const oldChild = oldEntries.get(name);
    const inode = tree.get(child);
    const before = oldChild === undefined ? undefined : below.find(oldChild);
    const count = found.length;
    const isReplaced = touched && isDirectory(inode) && before !== undefined && child !== oldChild;
    const isNew = before === undefined || typeOf(before) !== typeOf(inode) || isReplaced;
    if (isReplaced) found.push({ path: childPath + OPAQUE, ino: child, added: false });
    if (isDirectory(inode)) {
      walkChanges(tree, below, child, isNew ? undefined : oldChild, childPath, found, touched);
    }
    const changed = isNew || (child !== oldChild ? true : before !== inode && differs(before, inode));
    const isTouched = touched && (isDirectory(inode) ? tree.hasChanged(child) : isLinked(before, inode));
    if (changed || isTouched || found.length > count)
      found.push({ path: childPath, ino: child, added: before === undefined });
  }
}

/** As moby compares: a directory's size and time do not count (archive/changes_unix.go, statDifferent). */
function differs(before: Readonly<Inode>, inode: Readonly<Inode>): boolean {
  if (before.mode !== inode.mode || before.uid !== inode.uid || before.gid !== inode.gid) return true;
  if (before.rdev !== inode.rdev) return true;
  if (isDirectory(inode)) return false;
  return (
    before.mtimeNs !== inode.mtimeNs ||
    statusOf(before).size !== statusOf(inode).size ||
    before.target !== inode.target ||
    before.data !== inode.data
  );
}

/** overlay2 copies a file up to give it another name. */
const isLinked = (before: Readonly<Inode> | undefined, { nlink }: Readonly<Inode>): boolean =>
  before !== undefined && nlink > before.nlink;

function typeOf({ mode }: Readonly<Inode>): number {
  return mode & FileType.mask;
}

function join(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
